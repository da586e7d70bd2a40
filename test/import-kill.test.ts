import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { it } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { type TestGround, testGround } from './harness.ts'

const ROWS = 2_000
const KILLS = 10
const CHILD = fileURLToPath(new URL('import-kill-child.ts', import.meta.url))

/** Every tenth row is wrong, and every row has a figure, a telephone and a name of its own. */
function fileText(): string {
  const rows = Array.from({ length: ROWS }, (_, index) => {
    const phone = `154${String(10_000_000 + index)}`
    return `K${index},客户${index}号,${index % 10 === 9 ? '怪物' : '个人'},${phone},${index}.25`
  })
  return ['客户号,客户名称,客户类型,手机号码,存款余额', ...rows, ''].join('\r\n')
}

async function query(login: object, text: string): Promise<unknown[]> {
  const client = new pg.Client(login)
  await client.connect()
  try {
    await client.query('BEGIN')
    await client.query("SET LOCAL zhike.lo = '0'; SET LOCAL zhike.hi = '2147483647'")
    const { rows } = await client.query(text)
    await client.query('COMMIT')
    return rows
  } finally {
    await client.end()
  }
}

const endState = async ({ owners }: TestGround) => ({
  main: await query(
    owners.main,
    `SELECT count(*)::int AS customers, count(DISTINCT customer_no)::int AS numbers, sum(deposit_balance)::text AS balance,
       (SELECT count(*)::int FROM zhike.customer_history) AS history, (SELECT count(*)::int FROM zhike.party_role) AS roles
     FROM zhike.customer JOIN zhike.fact_customer_position USING (party_id)`,
  ),
  vault: await query(
    owners.vault,
    `SELECT (SELECT count(*)::int FROM vault.data_key) AS keys, (SELECT count(*)::int FROM vault.identity) AS identities,
       (SELECT count(*)::int FROM vault.blind_index) AS values, (SELECT count(*)::int FROM vault.name_token) AS names`,
  ),
})

it('an import killed ten times at random and started again ends as one that was left alone', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'zhike-kill-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'customers.csv')
  writeFileSync(file, fileText())

  const start = (ground: TestGround, errors: string): ChildProcess =>
    spawn(process.execPath, [CHILD, file, errors], {
      env: { ...process.env, LOGINS: JSON.stringify(ground.owners), ZHIKE_DATA_DIR: ground.config.dataDir },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
  const finish = async (child: ChildProcess) => {
    let last = ''
    for await (const line of createInterface({ input: child.stdout! })) last = line
    return JSON.parse(last)
  }

  const calm = await testGround()
  t.after(() => calm.stop())
  const whole = await finish(start(calm, join(folder, 'calm.csv')))
  assert.deepEqual(whole, { rows: ROWS, created: ROWS * 0.9, updated: 0, unchanged: 0, rejected: ROWS / 10 })

  const ground = await testGround()
  t.after(() => ground.stop())
  const errors = join(folder, 'killed.csv')
  let killed = 0
  for (let round = 0; round < KILLS; round++) {
    const child = start(ground, errors)
    const over = once(child, 'exit')
    // The first word of progress tells that it works; a random moment later, in the middle of whatever it does, it dies.
    await Promise.race([once(child.stdout!, 'data'), over])
    await delay(Math.random() * 60)
    if (child.kill('SIGKILL')) killed++
    await over
    // Otherwise the next process would wait 15 s to be sure that this one is dead.
    await query(ground.owners.main, `UPDATE zhike.task SET beat_at = beat_at - interval '1 minute'`)
  }
  assert.ok(killed >= 3, `killed ${killed} times`)
  const result = await finish(start(ground, errors))
  assert.equal(result.rows ?? result.done, ROWS)
  assert.deepEqual(await endState(ground), await endState(calm))
  assert.equal(readFileSync(errors, 'utf8'), readFileSync(join(folder, 'calm.csv'), 'utf8'))
})
