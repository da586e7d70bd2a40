// Import of customers from CSV against bare COPY of the finished rows into the same indexed tables, vault included.
// Run: node bench/import.ts [--rows 100000]. Both sides use the test server, same settings, one after the other.
import { spawnSync } from 'node:child_process'
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { from, to } from 'pg-copy-streams'
import '../src/modules/customer/index.ts'
import type { ServerLogin } from '../src/platform/postgres/connection.ts'
import { SYSTEM } from '../src/platform/principal.ts'
import { runTask, startTask } from '../src/platform/tasks.ts'
import { testGround } from '../test/harness.ts'

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '100000' }, chunk: { type: 'string', default: '2000' } },
})
const rows = Number(values.rows)
const folder = mkdtempSync(join(tmpdir(), 'zhike-bench-'))
const file = join(folder, 'customers.csv')

let peak = 0
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss())
}, 50)

try {
  generateElsewhere()
  const size = statSync(file).size
  const ours = await testGround()
  const peer = await testGround()
  peak = 0
  const start = performance.now()
  const input = {
    file,
    mode: 'upsert',
    dryRun: false,
    errors: join(folder, 'errors.csv'),
    chunkRows: Number(values.chunk),
  }
  const id = await startTask(ours, SYSTEM, 'customer.import', 'bench', input)
  const task = await runTask(ours, id)
  const seconds = (performance.now() - start) / 1000
  const memory = peak
  if (task.state !== 'done') throw new Error(JSON.stringify(task))
  const { problems, ...counts } = task.result as Record<string, unknown>
  console.log(counts, Array.isArray(problems) ? problems.slice(0, 3) : '')
  const copied =
    (await copyAll(ours.owners.main, peer.owners.main, 'zhike')) +
    (await copyAll(ours.owners.vault, peer.owners.vault, 'vault'))
  console.table({
    rows,
    'file MiB': Math.round(size / 2 ** 20),
    'import s': seconds.toFixed(2),
    'rows/s': Math.round(rows / seconds),
    'bare COPY s': copied.toFixed(2),
    ratio: (seconds / copied).toFixed(2),
    bar: '≤ 3',
    'peak memory MiB': Math.round(memory / 2 ** 20),
    'memory bar MiB': '≤ 512',
  })
  await ours.stop()
  await peer.stop()
} finally {
  clearInterval(watch)
  rmSync(folder, { recursive: true, force: true })
}

/** In a process of its own, so that its memory does not count. */
function generateElsewhere(): void {
  const script = `import { writeDemoCsv } from ${JSON.stringify(new URL('../src/app/demo/csv.ts', import.meta.url).href)}
    await writeDemoCsv(${JSON.stringify(file)}, ${rows})`
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script])
  if (status !== 0) throw new Error(stderr.toString())
}

/** Copies every filled table of one store to the other; answers the seconds that COPY FROM took. */
async function copyAll(source: ServerLogin, target: ServerLogin, schema: string): Promise<number> {
  const [out, into] = [new pg.Client({ ...source }), new pg.Client({ ...target })]
  await Promise.all([out.connect(), into.connect()])
  let seconds = 0
  try {
    const { rows: tables } = await out.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
       WHERE nspname = $1 AND relkind = 'r' AND relname ~ '^(party|party_role|customer|fact_customer_.*|data_key|identity|blind_index|name_token)$'`,
      [schema],
    )
    for (const { name } of tables) {
      const table = `${schema}.${name}`
      // COPY into a protected table is refused even to its owner; here both sides are ours.
      for (const client of [out, into]) {
        await client.query(`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`)
      }
      await into.query(`TRUNCATE ${table}`)
      const path = join(folder, name)
      await pipeline(out.query(to(`COPY ${table} TO STDOUT (FORMAT binary)`)), createWriteStream(path))
      const begin = performance.now()
      await pipeline(
        createReadStream(path, { highWaterMark: 1 << 20 }),
        into.query(from(`COPY ${table} FROM STDIN (FORMAT binary)`)),
      )
      const took = (performance.now() - begin) / 1000
      if (took > 0.05) console.log(`  COPY ${table}: ${took.toFixed(2)} s`)
      seconds += took
      rmSync(path)
    }
  } finally {
    await Promise.all([out.end(), into.end()])
  }
  return seconds
}
