import assert from 'node:assert/strict'
import { it } from 'node:test'
import { smallPolicy } from '../../../test/factories/policy.ts'
import { enact } from '../../../test/factories/rating.ts'
import { withGround } from '../../../test/harness.ts'
import { hook } from '../../engine/index.ts'
import { SYSTEM } from '../../platform/principal.ts'
import { declareHooks } from './hooks.ts'
import { listVersions } from './views.ts'

// A file of its own: hooks are declared once for a process.
const HOOK = 'policy-test.required'
declareHooks([hook(HOOK, { title: '必需的分层', subject: 'customer', inputs: [], result: 'text', required: true })])

it('a library that leaves a required hook unbound is not loaded, and says which', async (t) => {
  const ground = await withGround(t)
  await assert.rejects(enact(ground, smallPolicy()), (error: { code?: string; details?: { message: string }[] }) => {
    assert.equal(error.code, 'policy.bindings')
    assert.match(error.details![0]!.message, /policy-test\.required/)
    return true
  })
  assert.deepEqual(await ground.transact(SYSTEM, (ctx) => listVersions(ctx)), [])
  assert.deepEqual(
    (await enact(ground, smallPolicy({ binds: HOOK }))).map(({ outcome }) => outcome),
    ['added'],
  )
})
