import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withGround } from '../../test/harness.ts'
import { newId } from '../kernel/id.ts'
import { type Principal, SYSTEM } from './principal.ts'
import { createSelection, listSelections, loadSelection, selectionMembers } from './selection.ts'

const branch = (lo: number, hi: number): Principal => ({ ...SYSTEM, acts: new Set(), lo, hi })

test('a condition is kept as it was written', async (t) => {
  const ground = await withGround(t)
  const content = { condition: '存款余额 >= 50万元 and 行业 = "批发"' }
  const [kept] = await ground.transact(SYSTEM, async (ctx) => {
    await createSelection(ctx, { subject: 'customer', name: '批发大户', content })
    return listSelections(ctx, 'customer')
  })
  assert.deepEqual(kept, { id: kept!.id, subject: 'customer', name: '批发大户', kind: 'condition', ...content })
  await assert.rejects(
    ground.transact(SYSTEM, (ctx) => loadSelection(ctx, newId())),
    { code: 'selection.absent' },
  )
})

test('of a frozen list each reader sees the members of their own books', async (t) => {
  const ground = await withGround(t)
  const members = Array.from({ length: 5 }, () => newId())
    .sort()
    .map((partyId, scopeNo) => ({ partyId, scopeNo }))
  const id = await ground.transact(SYSTEM, (ctx) =>
    createSelection(ctx, { subject: 'customer', name: '名单', content: { members: [...members, members[0]!] } }),
  )
  const seenBy = (principal: Principal, after?: string) =>
    ground.transact(principal, (ctx) => selectionMembers(ctx, id, { limit: 3, ...(after && { after }) }))
  const ids = members.map(({ partyId }) => partyId)
  assert.deepEqual(await seenBy(SYSTEM), ids.slice(0, 3))
  assert.deepEqual(await seenBy(SYSTEM, ids[2]), ids.slice(3))
  assert.deepEqual(await seenBy(branch(1, 2)), ids.slice(1, 3))
  assert.deepEqual(await seenBy(branch(1, 0)), [])
  const kept = await ground.transact(SYSTEM, (ctx) => loadSelection(ctx, id))
  assert.ok(kept.kind === 'frozen' && kept.frozenOn === ground.clock.today())
  const foreign = { subject: 'customer', name: '越权', content: { members: [members[0]!] } }
  await assert.rejects(
    ground.transact(branch(1, 2), (ctx) => createSelection(ctx, foreign)),
    { code: '42501' },
  )
})
