import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makePrincipal } from '../../test/factories.ts'
import { withGround } from '../../test/harness.ts'
import type { Failure } from '../kernel/failure.ts'
import { newId } from '../kernel/id.ts'
import { type Principal, SYSTEM } from './principal.ts'
import { countMembers, createSelection, findSelection, listSelections, memberSql } from './selection.ts'

const branch = (lo: number, hi: number): Principal => ({ ...SYSTEM, acts: new Set(), lo, hi })
const RICH = { subject: 'customer', name: '批发大户', content: { condition: '存款余额 >= 50万元 and 行业 = "批发"' } }

test('a condition is kept as it was written, and found by its name or its id', async (t) => {
  const ground = await withGround(t)
  const kept = await ground.transact(SYSTEM, (ctx) => createSelection(ctx, RICH))
  assert.deepEqual(kept, {
    id: kept.id,
    subject: 'customer',
    name: '批发大户',
    kind: 'condition',
    condition: RICH.content.condition,
  })
  const found = await ground.transact(SYSTEM, async (ctx) => [
    ...(await listSelections(ctx, 'customer')),
    await findSelection(ctx, 'customer', '批发大户'),
    await findSelection(ctx, 'customer', kept.id),
  ])
  assert.deepEqual(found, [kept, kept, kept])
})

test('an unknown name is refused with the names that one has; those of others are found only by id', async (t) => {
  const ground = await withGround(t)
  const other = await makePrincipal(ground, { lo: 1, hi: 9 })
  const refusal = (who: Principal, subject: string, wanted: string) =>
    ground.transact(who, (ctx) =>
      findSelection(ctx, subject, wanted).then(
        () => assert.fail('was found'),
        (error: Failure) => error,
      ),
    )
  const { id } = await ground.transact(SYSTEM, (ctx) => createSelection(ctx, RICH))
  const misspelt = await refusal(SYSTEM, 'customer', '批发大会')
  assert.equal(misspelt.code, 'selection.absent')
  assert.match(misspelt.message, /批发大会/)
  assert.match(misspelt.next, /批发大户/)
  assert.doesNotMatch((await refusal(other, 'customer', '批发大户')).next, /批发大户/)
  assert.equal((await ground.transact(other, (ctx) => findSelection(ctx, 'customer', id))).id, id)
  assert.equal((await refusal(SYSTEM, 'customer', newId())).code, 'selection.absent')
  assert.equal((await refusal(SYSTEM, 'project', id)).code, 'selection.absent')
})

test('a name is given once by each person, and is no id', async (t) => {
  const ground = await withGround(t)
  const other = await makePrincipal(ground, { lo: 1, hi: 9 })
  const keep = (who: Principal, name: string) =>
    ground.transact(who, (ctx) => createSelection(ctx, { ...RICH, name })).then(() => 'kept')
  assert.equal(await keep(SYSTEM, '大户'), 'kept')
  assert.equal(await keep(other, '大户'), 'kept')
  await assert.rejects(keep(SYSTEM, '大户'), { code: 'selection.nameTaken' })
  for (const name of ['', ' 大户', newId(), '长'.repeat(61)]) {
    await assert.rejects(keep(SYSTEM, name), { code: 'selection.badName' })
  }
})

test('of a frozen list each reader sees the members of their own books', async (t) => {
  const ground = await withGround(t)
  const ids = Array.from({ length: 5 }, () => newId()).sort()
  const rows = (given: readonly string[], scopeNo: (n: number) => number) =>
    `VALUES ${given.map((id, n) => `('${id}'::uuid, ${scopeNo(n)})`).join(', ')}`
  const membersOf = (values: string) => ({ members: `SELECT * FROM (${values}) AS v (party_id, scope_no)` })
  const kept = await ground.transact(SYSTEM, (ctx) =>
    createSelection(ctx, { subject: 'customer', name: '名单', content: membersOf(rows(ids, (n) => n)) }),
  )
  assert.ok(kept.kind === 'frozen' && kept.frozenOn === ground.clock.today())
  const seenBy = (principal: Principal) =>
    ground.transact(principal, async (ctx) => {
      const { rows } = await ctx.client.query<{ id: string }>(
        `SELECT id FROM unnest($1::uuid[]) AS given (id) WHERE ${memberSql(kept, 'given.id')} ORDER BY id`,
        [ids],
      )
      assert.equal(await countMembers(ctx, kept.id), rows.length)
      return rows.map(({ id }) => id)
    })
  assert.deepEqual(await seenBy(SYSTEM), ids)
  assert.deepEqual(await seenBy(branch(1, 2)), ids.slice(1, 3))
  assert.deepEqual(await seenBy({ ...branch(1, 0), granted: [ids[4]!] }), ids.slice(4))
  assert.deepEqual(await seenBy(branch(1, 0)), [])
  const foreign = { subject: 'customer', name: '越权', content: membersOf(rows(ids.slice(0, 1), () => 0)) }
  await assert.rejects(
    ground.transact(branch(1, 2), (ctx) => createSelection(ctx, foreign)),
    { code: '42501' },
  )
})
