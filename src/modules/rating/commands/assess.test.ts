import assert from 'node:assert/strict'
import { test } from 'node:test'
import { smallPolicy } from '../../../../test/factories/policy.ts'
import { enact, saveDepositors } from '../../../../test/factories/rating.ts'
import { withGround } from '../../../../test/harness.ts'
import { Failure } from '../../../kernel/failure.ts'
import type { Command } from '../../../platform/command.ts'
import { SYSTEM } from '../../../platform/principal.ts'
import { assessCommand, simulateCommand } from './assess.ts'
import { explainCommand } from './explain.ts'

test('in JSON a grade that is not known comes with the name of its reason, which the help explains', async (t) => {
  const ground = await withGround(t)
  await enact(ground, smallPolicy())
  await saveDepositors(ground, [
    { no: 'K1', scopeNo: 1, deposit: 0 },
    { no: 'K4', scopeNo: 1 },
  ])
  const run = async (command: Command, values: Record<string, string | boolean> = {}, subject = 'small-tier') => {
    const events: Record<string, unknown>[] = []
    const emit = (event: Record<string, unknown>) => void events.push(event)
    const { signal } = new AbortController()
    const io = { ground, principal: SYSTEM, json: true, signal, print: () => {}, progress: () => {}, emit }
    await command.run(io, { positionals: [subject], values })
    return events.at(-1)!
  }
  const grades = [
    { grade: '低', reason: 0, count: 1, reasonName: 'known' },
    { grade: null, reason: 1, count: 1, reasonName: 'missing' },
  ]
  assert.deepEqual((await run(simulateCommand)).grades, grades)
  assert.deepEqual((await run(assessCommand)).grades, grades)
  const one = await run(assessCommand, { customer: 'K4' })
  assert.deepEqual([one.grade, one.reason, one.reasonName], [null, 1, 'missing'])
  const { result } = await run(explainCommand, {}, 'K4')
  assert.equal((result as { reasonName: string }).reasonName, 'missing')
  for (const { usage } of [assessCommand, simulateCommand]) assert.match(usage, /1 missing 资料不全；2 noRow /)
  await assert.rejects(run(explainCommand, { trial: true }, 'K4'), (error) => {
    assert.ok(error instanceof Failure)
    assert.equal(error.next, '用法见 zhike help explain，补齐后重新执行。')
    return error.code === 'rating.missingArgument'
  })
})
