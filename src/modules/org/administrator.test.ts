import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withGround } from '../../../test/harness.ts'
import { SYSTEM } from '../../platform/principal.ts'
import { ensureAdministrator } from './administrator.ts'
import { createStaff, disableStaff } from './service.ts'
import { findStaff } from './views.ts'

test('the first account keeps its name until its code is used; a second start voids the first code', async (t) => {
  const ground = await withGround(t)
  const first = await ground.transact(SYSTEM, ensureAdministrator)
  const second = await ground.transact(SYSTEM, ensureAdministrator)
  assert.deepEqual([first?.loginName, second?.loginName], ['admin', 'admin'])
  assert.notEqual(first?.code, second?.code)
  const { rows } = await ground.pool.query('SELECT count(*) AS n FROM one_time_code')
  assert.deepEqual(rows, [{ n: 1 }])
})

test('a member of staff who is called admin keeps their name and gets no post', async (t) => {
  const ground = await withGround(t)
  await ground.transact(SYSTEM, async (ctx) => {
    await createStaff(ctx, { code: 'admin', name: '安德敏', posts: [] })
    await createStaff(ctx, { code: 'T7', name: '安德明', loginName: 'admin2', posts: [] })
  })
  const first = await ground.transact(SYSTEM, ensureAdministrator)
  assert.equal(first?.loginName, 'admin3')
  const { name, posts } = await ground.transact(SYSTEM, (ctx) => findStaff(ctx, 'admin'))
  assert.deepEqual([name, posts], ['安德敏', []])
})

test('where the first account is disabled, the code is for a new one that can use it', async (t) => {
  const ground = await withGround(t)
  await ground.transact(SYSTEM, ensureAdministrator)
  await ground.transact(SYSTEM, (ctx) => disableStaff(ctx, 'admin'))
  const again = await ground.transact(SYSTEM, ensureAdministrator)
  assert.equal(again?.loginName, 'admin2')
  assert.equal((await ground.transact(SYSTEM, (ctx) => findStaff(ctx, 'admin2'))).disabled, false)
  assert.equal((await ground.transact(SYSTEM, (ctx) => findStaff(ctx, 'admin'))).disabled, true)
})
