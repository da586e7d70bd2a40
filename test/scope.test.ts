import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { withClient } from '../src/platform/database/prepare.ts'
import type { Principal } from '../src/platform/principal.ts'
import { SYSTEM } from '../src/platform/principal.ts'
import { makeParty, makePrincipal } from './factories.ts'
import { type TestGround, withGround } from './harness.ts'

const OUTSIDE_POLICY = '42501'

interface World {
  readonly ground: TestGround
  readonly east: Principal
  readonly west: Principal
  readonly parties: { readonly east: string; readonly west: string }
}

/** Two branches with one company each, in books 100–199 and 200–299. */
async function makeWorld(t: { after(work: () => Promise<void>): void }): Promise<World> {
  const ground = await withGround(t)
  const east = await makePrincipal(ground, { lo: 100, hi: 199 })
  const west = await makePrincipal(ground, { lo: 200, hi: 299 })
  const parties = await ground.transact(SYSTEM, async (ctx) => {
    const made = { east: await makeParty(ctx, { scopeNo: 199 }), west: await makeParty(ctx, { scopeNo: 200 }) }
    for (const [id, scopeNo] of [
      [made.east, 199],
      [made.west, 200],
    ] as const) {
      await ctx.client.query(`INSERT INTO metric_value VALUES ($1, 'deposit', '2026-10-31', $2, 100)`, [id, scopeNo])
    }
    return made
  })
  return { ground, east, west, parties }
}

/** What a principal sees, by every way of asking that the schema offers. */
async function seenBy({ ground, parties }: World, principal: Principal): Promise<Record<string, string[]>> {
  return ground.transact(principal, async ({ client }) => {
    const ids = async (text: string, parameters: unknown[] = []) =>
      (await client.query<{ party_id: string }>(text, parameters)).rows.map(({ party_id }) => party_id).sort()
    return {
      list: await ids('SELECT party_id FROM party'),
      byId: await ids('SELECT party_id FROM party WHERE party_id = ANY ($1::uuid[])', [Object.values(parties)]),
      join: await ids('SELECT m.party_id FROM metric_value m JOIN party p USING (party_id)'),
      subquery: await ids('SELECT party_id FROM metric_value WHERE party_id IN (SELECT party_id FROM party)'),
      update: await ids('UPDATE metric_value SET value = value RETURNING party_id'),
      search: await ids('SELECT party_id FROM search_party($1, $2, $3, $4, 10)', [
        'ceshi',
        principal.lo,
        principal.hi,
        principal.granted,
      ]),
    }
  })
}

const everywhere = (...ids: string[]) =>
  Object.fromEntries(['list', 'byId', 'join', 'subquery', 'update', 'search'].map((way) => [way, ids.toSorted()]))

async function assertSeparate(world: World): Promise<void> {
  const { ground, east, west, parties } = world
  assert.deepEqual(await seenBy(world, east), everywhere(parties.east))
  assert.deepEqual(await seenBy(world, west), everywhere(parties.west))
  assert.deepEqual(await seenBy(world, { ...east, lo: 1, hi: 0 }), everywhere(), 'an empty range')
  await assert.rejects(
    ground.transact(east, (ctx) => makeParty(ctx, { scopeNo: 200 })),
    { code: OUTSIDE_POLICY },
  )
  await assert.rejects(
    ground.transact(east, ({ client }) => client.query('UPDATE party SET scope_no = 200')),
    { code: OUTSIDE_POLICY },
  )
}

suite('row scope', () => {
  test('a principal sees and changes its own books only, whichever way it asks', async (t) => {
    await assertSeparate(await makeWorld(t))
  })

  test('without the policy the same assertion fails', async (t) => {
    const world = await makeWorld(t)
    await withClient('主库', world.ground.owners.main, (client) =>
      client.query(
        'ALTER TABLE zhike.party NO FORCE ROW LEVEL SECURITY; DROP POLICY scope ON zhike.party; CREATE POLICY scope ON zhike.party USING (true)',
      ),
    )
    await assert.rejects(assertSeparate(world), assert.AssertionError)
  })

  test('a shared party is seen beyond the range, and it alone', async (t) => {
    const world = await makeWorld(t)
    const { east, parties } = world
    assert.deepEqual(await seenBy(world, { ...east, granted: [parties.west] }), everywhere(parties.east, parties.west))
    assert.deepEqual(await seenBy(world, { ...east, lo: 1, hi: 0, granted: [parties.west] }), everywhere(parties.west))
  })

  test('a range over both sees both', async (t) => {
    const world = await makeWorld(t)
    assert.deepEqual(await seenBy(world, { ...SYSTEM, lo: 100 }), everywhere(...Object.values(world.parties)))
  })

  test('without a context there are no rows, on a new connection and on a used one', async (t) => {
    const { ground, west } = await makeWorld(t)
    const count = async () => (await ground.pool.query('SELECT count(*) AS n FROM party')).rows[0].n
    assert.equal(await count(), 0)
    await ground.transact(west, ({ client }) => client.query('SELECT FROM party'))
    assert.equal(await count(), 0)
  })

  test('the owner of the tables is under the policy too', async (t) => {
    const { ground } = await makeWorld(t)
    const { rows } = await withClient('主库', ground.owners.main, (client) =>
      client.query('SELECT count(*)::int AS n FROM zhike.party'),
    )
    assert.equal(rows[0].n, 0)
  })

  test('a search for % or _ is a search for that character', async (t) => {
    const { ground, east } = await makeWorld(t)
    for (const query of ['%', '_', '\\']) {
      const { rowCount } = await ground.transact(east, ({ client }) =>
        client.query('SELECT party_id FROM search_party($1, 100, 199, $2, 10)', [query, []]),
      )
      assert.equal(rowCount, 0, query)
    }
  })
})
