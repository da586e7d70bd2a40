import assert from 'node:assert/strict'
import { type AddressInfo, connect, createServer as createNetServer } from 'node:net'
import { suite, test } from 'node:test'
import { testCluster, withAdmin } from '../../../test/cluster.ts'
import { makeParty } from '../../../test/factories.ts'
import { type TestGround, withGround } from '../../../test/harness.ts'
import { fixedClock } from '../../kernel/clock.ts'
import { Failure } from '../../kernel/failure.ts'
import { newId } from '../../kernel/id.ts'
import type { Context } from '../context.ts'
import { authorise } from '../context.ts'
import { SYSTEM } from '../principal.ts'
import { openPool } from './pool.ts'
import { beginText, runTransaction } from './transact.ts'

const failsWith = (code: string) => (error: unknown) => error instanceof Failure && error.code === code

async function countParties(ground: TestGround): Promise<number> {
  return ground.transact(
    SYSTEM,
    async ({ client }) => (await client.query('SELECT count(*) AS n FROM party WHERE scope_no = 7')).rows[0].n,
  )
}

suite('transact', () => {
  test('commits what work resolves to, and undoes what throws', async (t) => {
    const ground = await withGround(t)
    assert.match(await ground.transact(SYSTEM, (ctx) => makeParty(ctx, { scopeNo: 7 })), /^[0-9a-f-]{36}$/)
    await assert.rejects(
      ground.transact(SYSTEM, async (ctx) => {
        await makeParty(ctx, { scopeNo: 7 })
        throw new RangeError('no')
      }),
      RangeError,
    )
    assert.equal(await countParties(ground), 1)
  })

  test('a failed statement that nobody looked at is no success', async (t) => {
    const ground = await withGround(t)
    const work = async (ctx: Context) => {
      await makeParty(ctx, { scopeNo: 7 })
      await ctx.client.query('SELECT 1 / 0').catch(() => {})
    }
    await assert.rejects(ground.transact(SYSTEM, work), /nothing was committed/)
    assert.equal(await countParties(ground), 0)
  })

  test('gives the context its principal, moment, business date and trace', async (t) => {
    const ground = await withGround(t, { clock: fixedClock(new Date('2026-01-31T16:30:00Z')) })
    await ground.transact(
      SYSTEM,
      async (ctx) => {
        assert.equal(ctx.principal, SYSTEM)
        assert.equal(ctx.today, '2026-02-01', 'it is the next day in Shanghai')
        assert.equal(ctx.traceId, 'trace-1')
        assert.throws(
          () => authorise({ principal: { ...SYSTEM, acts: new Set(['customer.read']) } }, 'customer.write'),
          failsWith('platform.forbidden'),
        )
        authorise(ctx, 'customer.write')
      },
      { traceId: 'trace-1' },
    )
  })

  test('kysely and the client are one transaction, and neither can end it', async (t) => {
    const ground = await withGround(t)
    await ground.transact(SYSTEM, async (ctx) => {
      const db = ctx.db.withTables<{ party: { party_id: string; scope_no: number } }>()
      await makeParty(ctx, { scopeNo: 7 })
      assert.equal((await db.selectFrom('party').select('scope_no').where('scope_no', '=', 7).execute()).length, 1)
      const { numUpdatedRows } = await db
        .updateTable('party')
        .set({ scope_no: 8 })
        .where('scope_no', '=', 7)
        .executeTakeFirst()
      assert.equal(numUpdatedRows, 1n)
      await assert.rejects(
        db.transaction().execute(async () => {}),
        /drawn at the edge/,
      )
      assert.throws(() => ctx.client.release(), /drawn at the edge/)
    })
  })

  test('work that goes on after the end is refused: it would run in another’s transaction', async (t) => {
    const ground = await withGround(t)
    const kept = await ground.transact(SYSTEM, async (ctx) => ctx)
    assert.throws(() => kept.client.query('SELECT 1'), failsWith('platform.transactionOver'))
    await assert.rejects(
      kept.db.withTables<{ party: { party_id: string } }>().selectFrom('party').selectAll().execute(),
      failsWith('platform.transactionOver'),
    )
  })

  test('read only, and within its time', async (t) => {
    const ground = await withGround(t)
    await assert.rejects(
      ground.transact(SYSTEM, (ctx) => makeParty(ctx, { scopeNo: 7 }), { readOnly: true }),
      { code: '25006' },
    )
    const slow = ({ client }: Context) => client.query('SELECT pg_sleep(5)')
    await assert.rejects(ground.transact(SYSTEM, slow, { timeoutMs: 20 }), failsWith('database.tooSlow'))
    await ground.transact(SYSTEM, ({ client }) => client.query('SELECT pg_sleep(0.05)'), { timeoutMs: 0 })
  })

  test('of two that wait for each other one fails as a conflict', async (t) => {
    const ground = await withGround(t)
    const ids = await ground.transact(
      SYSTEM,
      async (ctx) => [await makeParty(ctx, { scopeNo: 7 }), await makeParty(ctx, { scopeNo: 7 })] as const,
    )
    const update = 'UPDATE party SET sort_key = sort_key WHERE party_id = $1'
    let arrived = 0
    let meet = () => {}
    const both = new Promise<void>((resolve) => {
      meet = resolve
    })
    const cross = (first: string, second: string) =>
      ground.transact(SYSTEM, async ({ client }) => {
        await client.query(update, [first])
        if (++arrived === 2) meet()
        await both
        await client.query(update, [second])
      })
    const results = await Promise.allSettled([cross(ids[0], ids[1]), cross(ids[1], ids[0])])
    const failed = results.filter((result) => result.status === 'rejected')
    assert.equal(failed.length, 1)
    assert.ok(failsWith('database.busy')(failed[0]!.reason))
  })

  test('connections that died unseen are replaced, and one that dies in use is told', async (t) => {
    const ground = await withGround(t, { poolSize: 3 })
    await Promise.all(
      [1, 2, 3].map(() => ground.transact(SYSTEM, ({ client }) => client.query('SELECT pg_sleep(0.02)'))),
    )
    const { admin } = await testCluster()
    const killAll = () =>
      withAdmin(admin, (client) =>
        client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
          ground.owners.main.database,
        ]),
      )
    await killAll()
    assert.equal(await countParties(ground), 0)
    const dying = ground.transact(SYSTEM, async ({ client }) => {
      await killAll()
      await client.query('SELECT 1')
    })
    await assert.rejects(dying, failsWith('database.down'))
    assert.equal(await countParties(ground), 0)
  })

  test('a connection lost while committing leaves the outcome open, and says so', async (t) => {
    const ground = await withGround(t)
    const work = async ({ client }: Context) => {
      const { rows } = await client.query('SELECT pg_backend_pid() AS pid')
      await withAdmin((await testCluster()).admin, (admin) =>
        admin.query('SELECT pg_terminate_backend($1)', [rows[0].pid]),
      )
    }
    await assert.rejects(ground.transact(SYSTEM, work), failsWith('database.outcomeUnknown'))
  })

  test('values come out exact: bigint as number, date as text, instant as Date', async (t) => {
    const ground = await withGround(t)
    const row = await ground.transact(
      SYSTEM,
      async ({ client }) =>
        (
          await client.query(
            `SELECT 9000000000000000::bigint AS big, ARRAY[1, NULL, -2]::bigint[] AS bigs, '2026-01-31'::date AS day,
                  ARRAY['2026-01-31'::date] AS days, '2026-01-31 08:00+08'::timestamptz AS at, 0.1::numeric AS exact`,
          )
        ).rows[0],
    )
    assert.deepEqual(row, {
      big: 9_000_000_000_000_000,
      bigs: [1, null, -2],
      day: '2026-01-31',
      days: ['2026-01-31'],
      at: new Date('2026-01-31T00:00:00Z'),
      exact: '0.1',
    })
    await assert.rejects(
      ground.transact(SYSTEM, ({ client }) => client.query('SELECT 9007199254740993::bigint')),
      RangeError,
    )
  })

  test('only numbers and ids get into the literal message', () => {
    const hostile = "0'; DROP TABLE party; --"
    assert.throws(() => beginText({ ...SYSTEM, lo: hostile as unknown as number }, {}), TypeError)
    assert.throws(() => beginText({ ...SYSTEM, lo: 1.5 }, {}), TypeError)
    assert.throws(() => beginText({ ...SYSTEM, granted: [hostile] }, {}), TypeError)
    assert.match(
      beginText({ ...SYSTEM, granted: [newId(), newId()] }, { readOnly: true }),
      /^BEGIN READ ONLY; SET LOCAL zhike\.lo = '0'; /,
    )
  })

  test('a connection that is reset under BEGIN is replaced, and ends no process', async (t) => {
    const ground = await withGround(t)
    const { host, port: realPort, user, password, database } = ground.pool.options
    let resets = 1
    const proxy = createNetServer((near) => {
      const far = host!.startsWith('/') ? connect(`${host}/.s.PGSQL.${realPort}`) : connect(realPort!, host)
      far.pipe(near).on('error', () => far.destroy())
      near.on('data', (bytes) => {
        if (!bytes.includes('BEGIN') || resets-- <= 0) return void far.write(bytes)
        near.resetAndDestroy()
        far.destroy()
      })
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    t.after(() => void proxy.close())
    const { port } = proxy.address() as AddressInfo
    const pool = openPool(
      { host: '127.0.0.1', port, user: user!, password: password as string, database: database! },
      { size: 2, searchPath: 'zhike', log: ground.log },
    )
    t.after(() => pool.end())
    const answer = await runTransaction(
      pool,
      SYSTEM,
      {},
      async (client) => (await client.query('SELECT 1 AS one')).rows,
    )
    assert.deepEqual([answer, resets], [[{ one: 1 }], -1])
  })
})
