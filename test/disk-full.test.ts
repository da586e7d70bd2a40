import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { test } from 'node:test'
import '../src/modules/customer/index.ts'
import { readConfig } from '../src/platform/config.ts'
import { openGround } from '../src/platform/ground.ts'
import { SYSTEM } from '../src/platform/principal.ts'
import { runTask, startTask } from '../src/platform/tasks.ts'

const ROWS = 60_000
/** Two fresh clusters, as they are after the migrations, and less than the import needs. */
const TIGHT = '420m'
const ROOMY = '1500m'

function mount(...words: string[]): boolean {
  return spawnSync('mount', words, { stdio: 'ignore' }).status === 0
}

async function writeRows(path: string): Promise<void> {
  const file = createWriteStream(path)
  file.write('客户号,客户名称,客户类型,手机号码,联系地址,备注,存款余额\n')
  const remark = '长'.repeat(400)
  for (let row = 0; row < ROWS; row++) {
    file.write(
      `D${row},客户${row},个人,1380013${String(row % 10_000).padStart(4, '0')},某街 ${row} 号,${remark}${row},${row}\n`,
    )
  }
  file.end()
  await finished(file)
}

test('an import that fills the disk says so, loses nothing, and goes on when there is room', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'zhike-full-'))
  const disk = mkdtempSync(join(tmpdir(), 'zhike-disk-'))
  if (!mount('-t', 'tmpfs', '-o', `size=${TIGHT}`, 'tmpfs', disk)) return t.skip('only root can mount a small disk')
  t.after(() => {
    spawnSync('umount', ['--lazy', disk])
    rmSync(disk, { recursive: true, force: true })
    rmSync(folder, { recursive: true, force: true })
  })
  const file = join(folder, 'rows.csv')
  await writeRows(file)
  const ground = await openGround(readConfig({ ZHIKE_DATA_DIR: join(disk, 'data'), ZHIKE_LOG: 'silent' }))
  t.after(() => ground.stop())
  const counted = () =>
    ground.transact(SYSTEM, async ({ client }) => {
      const { rows } = await client.query(
        'SELECT count(*)::int AS n, count(DISTINCT customer_no)::int AS different FROM customer',
      )
      return rows[0] as { n: number; different: number }
    })
  const input = { file, mode: 'upsert', dryRun: false, errors: join(folder, 'errors.csv'), chunkRows: 5000 }

  const id = await startTask(ground, SYSTEM, 'customer.import', '磁盘将满', input)
  const stopped = await runTask(ground, id)
  assert.deepEqual([stopped.state, stopped.failure?.code], ['failed', 'database.diskFull'])
  const before = await counted()
  assert.ok(before.n < ROWS && before.n === before.different, JSON.stringify(before))

  assert.ok(mount('-o', `remount,size=${ROOMY}`, disk))
  const again = await startTask(ground, SYSTEM, 'customer.import', '有了空间', input)
  const task = await runTask(ground, again)
  assert.equal(task.state, 'done', JSON.stringify(task.failure))
  const { rows, created, unchanged, rejected } = task.result as Record<string, number>
  assert.deepEqual({ rows, met: created! + unchanged!, rejected }, { rows: ROWS, met: ROWS, rejected: 0 })
  assert.deepEqual(await counted(), { n: ROWS, different: ROWS })
})
