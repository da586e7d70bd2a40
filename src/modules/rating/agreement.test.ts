import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import pg from 'pg'
import { assessAll, enact } from '../../../test/factories/rating.ts'
import { type TestGround, testGround } from '../../../test/harness.ts'
import type { LocalDate } from '../../kernel/local-date.ts'
import type { Context } from '../../platform/context.ts'
import { SYSTEM } from '../../platform/principal.ts'
import { saveCustomers } from '../customer/index.ts'
import { type FactColumnValue, type FactDefinition, type FactRow, listFacts, saveFacts } from '../fact/index.ts'
import { handStatement, programOf, readFolders } from '../policy/index.ts'
import { judge } from './sheet.ts'
import { resultsInForce } from './views.ts'

const CUSTOMERS = 400
const SHIPPED = ['credit-assessment', 'deposit-loan-tier', 'key-account', 'sales-tier']

/** A generator of its own, so that a difference can be met again. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** Round figures meet the policies' bounds exactly, and a tenth is unknown. */
function randomValue(random: () => number, { type, codes }: FactDefinition): FactColumnValue {
  if (random() < 0.1) return null
  const pick = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)]!
  switch (type) {
    case '代码':
      return pick(codes)
    case '是否':
      return random() < 0.15
    case '金额':
      return pick([-1, 0, 1, 2, 3, 5, 10, 20, 50, 100, 200, 500]) * 1_000_000 + pick([-1, 0, 0, 0, 1])
    case '比率':
      return pick([0, 2, 3, 5, 40, 50, 60, 65, 70, 80, 90, 95, 100, 130]) * 10_000 + pick([-1, 0, 0, 1])
    case '天数':
      return pick([0, 1, 7, 30, 31, 60, 90, 120, 180])
    default:
      return Math.floor(random() * (type.startsWith('小数') ? 300 : 20))
  }
}

async function fill(ctx: Context): Promise<void> {
  const random = randomFrom(7)
  const drafts = Array.from({ length: CUSTOMERS }, (_, n) => ({
    customerNo: `K${n}`,
    kind: (['company', 'institution'] as const)[n % 2]!,
    name: `第${n}号商行`,
    scopeNo: 1 + (n % 9),
  }))
  const { verdicts } = await saveCustomers(ctx, drafts, 'create')
  const families = Map.groupBy(await listFacts(ctx, 'customer'), ({ family }) => family)
  for (const [family, facts] of families) {
    const rows = verdicts.flatMap((verdict, n): FactRow[] => {
      if (verdict.outcome === 'rejected') throw new Error(JSON.stringify(verdict.problems))
      if (random() < 0.05) return []
      const values = Object.fromEntries(facts.map((fact) => [fact.identifier, randomValue(random, fact)]))
      const { scopeNo } = drafts[n]!
      return [{ partyId: verdict.partyId, scopeNo, source: '测试', asOf: '2026-09-30' as LocalDate, values }]
    })
    await saveFacts(ctx, family, rows, null)
  }
}

describe('the shipped policies over generated customers', () => {
  let ground: TestGround

  before(async () => {
    ground = await testGround()
    await enact(ground, ...(await readFolders(join(import.meta.dirname, '../../../policies'))))
    await ground.transact(SYSTEM, fill)
  })

  for (const document of SHIPPED) {
    it(`${document}: the run, each customer judged alone, and the printed statement run by hand give the same`, async () => {
      const report = await assessAll(ground, document)
      assert.equal(report.total, CUSTOMERS)
      assert.ok(report.grades.filter(({ grade }) => grade !== null).length > 1, JSON.stringify(report.grades))
      const byHand = new Map((await runByHand(ground, document)).map((row) => [row.party_id, row]))
      assert.equal(byHand.size, CUSTOMERS)
      await ground.transact(SYSTEM, async (ctx) => {
        const loaded = await programOf(ctx, document)
        for (const partyId of byHand.keys()) {
          const [stored] = await resultsInForce(ctx, partyId, document)
          const { grade, score, scoreLow, scoreHigh, reason } = stored!
          const alone = await judge(ctx, loaded, partyId, stored!)
          assert.deepEqual({ grade, score, scoreLow, scoreHigh, reason }, alone!.judgement)
          const row = byHand.get(partyId)!
          assert.deepEqual([row.grade, row.score, row.reason], [grade, score === null ? null : String(score), reason])
        }
      })
    })
  }

  after(() => ground.stop())
})

interface HandRow {
  party_id: string
  grade: string | null
  score: string | null
  reason: number
}

/** `policy sql`, as psql would run it: another connection, the application's role, nothing set beforehand. */
async function runByHand(ground: TestGround, document: string): Promise<HandRow[]> {
  const text = await ground.transact(SYSTEM, async (ctx) => handStatement(ctx, await programOf(ctx, document)))
  const { host, port, user, password, database } = ground.pool.options as pg.ClientConfig
  const client = new pg.Client({ host, port, user, password, database } as pg.ClientConfig)
  await client.connect()
  try {
    const answers = (await client.query(text)) as unknown as { command: string; rows: HandRow[] }[]
    return answers.find(({ command }) => command === 'SELECT')!.rows
  } finally {
    await client.end()
  }
}
