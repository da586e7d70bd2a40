import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fixedClock } from '../src/kernel/clock.ts'
import type { LocalDate } from '../src/kernel/local-date.ts'
import { SYSTEM } from '../src/platform/principal.ts'
import { zhike } from './command.ts'
import { type TestGround, withGround } from './harness.ts'

const ANCHOR = '2026-11-22' as LocalDate
const clock = fixedClock(new Date('2026-11-22T02:00:00Z'))

test('demo load: once loads all, twice changes nothing, larger adds', async (t) => {
  const ground = await withGround(t, { clock })
  const [first] = await zhike(ground, 'demo', 'load', '--size', '120')
  assert.deepEqual(pick(first!), { anchor: ANCHOR, created: 120, updated: 0, unchanged: 0 })
  const grades = first!.grades as Record<string, Record<string, number>>
  for (const counts of Object.values(grades)) assert.equal(sum(counts), 120)
  const before = await contents(ground)
  assert.ok(before.metric_value! > 120)

  const [again] = await zhike(ground, 'demo', 'load', '--size', '120')
  assert.deepEqual(pick(again!), { anchor: ANCHOR, created: 0, updated: 0, unchanged: 120 })
  assert.deepEqual(again!.grades, grades)
  assert.deepEqual(await contents(ground), before)

  const [larger] = await zhike(ground, 'demo', 'load', '--size', '150')
  assert.deepEqual(pick(larger!), { anchor: ANCHOR, created: 30, updated: 0, unchanged: 120 })
})

test('丰润: what eight quarters of statements come to', async (t) => {
  const ground = await withGround(t, { clock })
  await zhike(ground, 'demo', 'load', '--size', '40')
  const { rows } = await asOwner(
    ground,
    `SELECT a.grade, a.score::int FROM zhike.assessment a JOIN zhike.customer c USING (party_id)
     WHERE c.public_name = '青禾丰润粮油贸易有限公司' AND a.document_id = 'credit-assessment'`,
  )
  assert.deepEqual(rows, [{ grade: 'C', score: 62 }])
})

test('a demo date that lies ahead, an odd size and another institution are refused, and nothing is loaded', async (t) => {
  const ground = await withGround(t, { clock })
  await assert.rejects(zhike(ground, 'demo', 'load', '--anchor', '2026-11-23'), { code: 'demo.badAnchor' })
  await assert.rejects(zhike(ground, 'demo', 'load', '--size', '0'), { code: 'demo.badSize' })
  await assert.rejects(zhike(ground, 'demo', 'load', '--seed', 'x'), { code: 'demo.badSeed' })
})

function pick({ anchor, created, updated, unchanged }: Record<string, unknown>) {
  return { anchor, created, updated, unchanged }
}

function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0)
}

const TABLES = [
  'customer',
  'customer_history',
  'assessment',
  'assessment_history',
  'metric_value',
  'unit',
  'staff',
  'book',
].concat(
  ['position', 'finance', 'credit', 'trade', 'judgement'].flatMap((family) => [
    `fact_customer_${family}`,
    `fact_customer_${family}_history`,
  ]),
)

/** How many rows each table has. */
async function contents(ground: TestGround): Promise<Record<string, number>> {
  const counts = TABLES.map((table) => `(SELECT count(*)::int FROM zhike.${table}) AS ${table}`)
  const { rows } = await asOwner(ground, `SELECT ${counts.join(', ')}`)
  return rows[0] as Record<string, number>
}

function asOwner(ground: TestGround, sql: string): Promise<{ rows: Record<string, unknown>[] }> {
  return ground.transact(SYSTEM, (ctx) => ctx.client.query(sql), { readOnly: true })
}
