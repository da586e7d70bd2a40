import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { withGround } from '../../test/harness.ts'
import { SYSTEM } from '../platform/principal.ts'
import { startWorker } from './worker.ts'

test('what was recorded last is sealed before the process ends', async (t) => {
  const ground = await withGround(t)
  const worker = await startWorker(ground)
  await sleep(200)
  await ground.transact(SYSTEM, (ctx) => ctx.audit.record({ act: 'test.last' }))
  const waiting = async () => (await ground.pool.query('SELECT FROM audit_unsealed')).rowCount
  assert.equal(await waiting(), 1)
  await worker.stop()
  assert.equal(await waiting(), 0)
})
