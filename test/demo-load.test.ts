import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LocalDate } from '../src/kernel/local-date.ts'
import { loadOrganisation } from '../src/modules/org/index.ts'
import { SYSTEM } from '../src/platform/principal.ts'
import { zhike } from './command.ts'
import { type TestGround, withGround } from './harness.ts'

const ANCHOR = '2026-11-22' as LocalDate
/** A day of the calendar, in which time goes on: facts are recorded before the assessment that reads them. */
const shift = Date.parse('2026-11-22T02:00:00Z') - Date.now()
const clock = { now: () => new Date(Date.now() + shift), today: () => ANCHOR }

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

test('丰润: A for six quarters, then B, then C', async (t) => {
  const ground = await withGround(t, { clock })
  await zhike(ground, 'demo', 'load', '--size', '40')
  const { rows } = await read(
    ground,
    `SELECT grade, score::int, as_of FROM (
       SELECT party_id, document_id, grade, score, as_of FROM zhike.assessment
       UNION ALL SELECT party_id, document_id, grade, score, as_of FROM zhike.assessment_history) a
     JOIN zhike.customer c USING (party_id)
     WHERE c.public_name = '青禾丰润粮油贸易有限公司' AND document_id = 'credit-assessment' ORDER BY as_of`,
  )
  assert.deepEqual(rows, [
    { grade: 'A', score: 94, as_of: '2025-03-31' },
    { grade: 'B', score: 79, as_of: '2026-09-30' },
    { grade: 'C', score: 62, as_of: ANCHOR },
  ])
})

test('恒岳: the holders of a firm stand beside it, the 50/50 included', async (t) => {
  const ground = await withGround(t, { clock })
  await zhike(ground, 'demo', 'load', '--size', '40')
  const { rows } = await read(
    ground,
    `SELECT coalesce(o.public_name, o.kind) AS holder, r.share / 10000 AS percent
     FROM zhike.related_party r JOIN zhike.customer c USING (party_id) JOIN zhike.customer o ON o.party_id = r.other_id
     WHERE r.relation = 'shareholder' AND c.public_name IN ('青禾恒岳控股有限公司', '青禾恒辉新材料有限公司')
     ORDER BY r.share DESC, o.customer_no DESC`,
  )
  assert.deepEqual(rows, [
    { holder: 'person', percent: 60 },
    { holder: '禾西盛辉化工有限公司', percent: 50 },
    { holder: '青禾恒岳建材有限公司', percent: 50 },
    { holder: 'person', percent: 15 },
    { holder: '青禾恒岳物流有限公司', percent: 8 },
  ])
})

test('a demo date that lies ahead, an odd size and a bank that is another are refused, and nothing is loaded', async (t) => {
  const ground = await withGround(t, { clock })
  await assert.rejects(zhike(ground, 'demo', 'load', '--anchor', '2026-11-23'), { code: 'demo.badAnchor' })
  await assert.rejects(zhike(ground, 'demo', 'load', '--size', '0'), { code: 'demo.badSize' })
  await assert.rejects(zhike(ground, 'demo', 'load', '--seed', 'x'), { code: 'demo.badSeed' })
  const other = { units: [{ code: 'HQ', name: '另一家银行', kind: '总行' }] }
  await ground.transact(SYSTEM, (ctx) => loadOrganisation(ctx, other))
  await assert.rejects(zhike(ground, 'demo', 'load', '--size', '40'), { code: 'demo.otherOrganisation' })
  const { rows } = await read(ground, 'SELECT FROM zhike.policy_version UNION ALL SELECT FROM zhike.customer')
  assert.equal(rows.length, 0)
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
  'related_party',
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
  const { rows } = await read(ground, `SELECT ${counts.join(', ')}`)
  return rows[0] as Record<string, number>
}

function read(ground: TestGround, sql: string): Promise<{ rows: Record<string, unknown>[] }> {
  return ground.transact(SYSTEM, (ctx) => ctx.client.query(sql), { readOnly: true })
}
