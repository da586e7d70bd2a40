import assert from 'node:assert/strict'
import { linkSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type TestGround, withGround } from '../../../../test/harness.ts'
import { SYSTEM } from '../../../platform/principal.ts'
import { importCommand } from './command.ts'

const TABLE = '客户号,客户名称,客户类型\r\nC1,客户甲,个人\r\nC2,客户乙,怪物\r\n'
const MAPPING = 'fields:\n  客户号: 客户号\n  客户名称: 客户名称\n  客户类型: 客户类型\n'

function desk(t: TestContext, ground: TestGround) {
  const folder = mkdtempSync(join(tmpdir(), 'zhike-import-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'customers.csv')
  writeFileSync(file, TABLE)
  const printed: string[] = []
  const emitted: Record<string, unknown>[] = []
  const io = {
    ground,
    principal: SYSTEM,
    json: false,
    signal: new AbortController().signal,
    print: (line: string) => void printed.push(line),
    emit: (event: Record<string, unknown>) => void emitted.push(event),
    progress: () => {},
  }
  const run = (values: Record<string, string> = {}) =>
    importCommand.run(io, { positionals: [file], values: { mode: 'upsert', 'chunk-rows': '1', ...values } })
  return { folder, file, printed, emitted, run }
}

test('the error copy overwrites neither the file nor its mapping, by no name that they have', async (t) => {
  const { folder, file, run } = desk(t, await withGround(t))
  const mapping = join(folder, 'mapping.yaml')
  const other = join(folder, 'other-name.yaml')
  writeFileSync(mapping, MAPPING)
  linkSync(mapping, other)
  for (const errors of [file, mapping, other])
    await assert.rejects(run({ mapping, errors }), { code: 'customer.errorsOverFile' }, errors)
  assert.equal(readFileSync(mapping, 'utf8'), MAPPING)
  assert.equal(readFileSync(file, 'utf8'), TABLE)
})

test('rejected rows are no failure of the import: it ends with 0, and counts them', async (t) => {
  const { emitted, run } = desk(t, await withGround(t))
  assert.equal(await run(), 0)
  assert.deepEqual(emitted.at(-1), { rows: 2, created: 1, updated: 0, unchanged: 0, rejected: 1 })
})

test('behind a process that died just now the command says how long it waits, once, and takes over', async (t) => {
  const ground = await withGround(t)
  const { printed, emitted, run } = desk(t, ground)
  await run()
  // As a killed process leaves it, some seconds ago.
  await ground.pool.query(
    `UPDATE task SET state = 'running', runner = gen_random_uuid(), beat_at = now() - interval '14 seconds', finished_at = NULL,
       result = NULL, checkpoint = NULL, done = 0`,
  )
  printed.length = 0
  assert.equal(await run(), 0)
  assert.deepEqual(
    printed.filter((line) => line.includes('最多等待')),
    ['该导入由另一个进程占用；如它刚被中断，稍候即可接手，最多等待 20 秒……'],
  )
  assert.ok(emitted.some(({ waiting }) => waiting === 20))
  assert.deepEqual(emitted.at(-1), { rows: 2, created: 0, updated: 0, unchanged: 1, rejected: 1 })
})
