import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DEFAULT_SEED } from '../src/app/demo/customer.ts'
import { generateCustomers } from '../src/app/demo/customers.ts'
import type { LocalDate } from '../src/kernel/local-date.ts'
import { zhike } from './command.ts'
import { withGround } from './harness.ts'

/**
 * The four shipped documents once more, written by hand from their text: nothing of the engine is used. What the demo bank's customers
 * get from the database must be what these few lines give them.
 */
const SIZE = 600
const ANCHOR = '2026-11-22' as LocalDate
const shift = Date.parse('2026-11-22T02:00:00Z') - Date.now()
const clock = { now: () => new Date(Date.now() + shift), today: () => ANCHOR }

/** Facts as their columns hold them; money in fen, ratios in millionths, decimals in hundredths, years in months. */
type Row = Readonly<Record<string, string | number | boolean | null | undefined>>

test('the database grades the demo bank as the documents say', async (t) => {
  const ground = await withGround(t, { clock })
  const events = await zhike(ground, 'demo', 'load', '--size', `${SIZE}`)
  const rows = [...generateCustomers({ size: SIZE, seed: DEFAULT_SEED, anchor: ANCHOR })].map(
    ({ facts }): Row => Object.assign({}, ...facts.map(({ values }) => values)),
  )
  assert.deepEqual(events.at(-1)!.grades, {
    'deposit-loan-tier': countBy(rows, depositLoanTier),
    'credit-assessment': countBy(rows, creditGrade),
    'key-account': countBy(rows, keyAccountClass),
    'sales-tier': countBy(rows, salesTier),
  })
})

function countBy(rows: readonly Row[], grade: (row: Row) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const row of rows) counts[grade(row)] = (counts[grade(row)] ?? 0) + 1
  return counts
}

const WAN = 1_000_000
const known = (value: unknown): value is number => typeof value === 'number'

function depositLoanTier({ deposit_balance: deposit, loan_balance: loan }: Row): string {
  if (Number(deposit) >= 100 * WAN || Number(loan) >= 200 * WAN) return '高端'
  return Number(deposit) >= 10 * WAN || Number(loan) >= 50 * WAN ? '中端' : '一般'
}

function salesTier({ annual_sales: sales }: Row): string {
  if (!known(sales)) return '未知'
  return sales >= 1000 * WAN ? 'VIP' : sales >= 500 * WAN ? 'A' : sales >= 200 * WAN ? 'B' : 'C'
}

function keyAccountClass({
  annual_use: use,
  payment_reputation: reputation,
  profit_contribution: profit,
  growth_potential: growth,
}: Row): string {
  if (!known(use)) return '未知'
  if (use < 2 * WAN) return '中小客户'
  if (reputation == null) return '未知'
  if (reputation === '差') return 'D'
  if (use >= 20 * WAN) {
    if (!known(profit)) return '未知'
    if (profit < 30_000) return 'C'
    if (reputation === '一般') return 'B1'
    return use >= 50 * WAN && reputation === '好' ? 'A1' : 'A2'
  }
  if (use > 10 * WAN) return 'B1'
  if (growth == null) return use < 5 * WAN ? 'B2' : '未知'
  return use >= 5 * WAN && growth === '大' ? 'B1' : 'B2'
}

/** Points of one characteristic, or the least and the most where it is unknown. */
type Points = readonly [least: number, most: number]

function creditGrade(row: Row): string {
  const points = [...basics(row), ...extras(row)]
  const [least, most] = points.reduce(([low, high], [one, other]) => [low + one, high + other], [0, 0])
  const { overdue_days: overdue, dishonest_debtor: dishonest } = row
  if (dishonest === true || Number(overdue) > 90) return 'D'
  const grades = [gradeOf(least), gradeOf(most)]
  const open = dishonest == null || overdue == null
  return grades[0] !== grades[1] || (open && grades[0] !== 'D') ? '未知' : grades[0]!
}

function gradeOf(score: number): string {
  return score >= 85 ? 'A' : score >= 70 ? 'B' : score >= 60 ? 'C' : 'D'
}

function basics(row: Row): Points[] {
  const { net_profit: profit, revenue } = row
  const margin = known(profit) && known(revenue) && revenue > 0 ? Math.round((profit * 10_000) / revenue) : null
  return [
    debt(row.debt_ratio),
    steps(row.current_ratio, [200, 6, 150, 5, 100, 3], 0, 0),
    steps(row.quick_ratio, [100, 4, 60, 2], 0, 0),
    steps(known(row.receivable_days) ? -row.receivable_days : null, [-60, 5, -90, 4, -150, 2], 0, 0),
    steps(margin, [500, 3, 0, 2], 0, 0),
    codes(row.outlook, { 向好: 6, 平稳: 4, 下行: 1 }),
    codes(row.stability, { 稳定: 8, 一般: 5, 波动: 1 }),
    codes(row.management, { 高: 5, 中: 3, 低: 1 }, 0),
    codes(row.reputation, { 好: 5, 一般: 3, 差: 0 }, 0),
    steps(known(row.overdue_count) ? -row.overdue_count : null, [0, 13, -2, 7, -5, 3], 0),
    steps(row.on_time_ratio, [900_000, 13, 800_000, 9, 600_000, 5], 0),
    codes(row.potential, { 强: 6, 中: 4, 弱: 1 }),
    steps(row.annual_sales, [1000 * WAN, 7, 200 * WAN, 5, 50 * WAN, 3], 1),
    steps(row.trade_count, [100, 7, 24, 5, 6, 3], 1),
  ]
}

function extras(row: Row): Points[] {
  const { overdue_days: overdue, litigation_amount: claim } = row
  const late: Points = known(overdue) ? same(overdue <= 0 || overdue > 90 ? 0 : overdue <= 30 ? -5 : -12) : [-12, 0]
  return [
    steps(row.cooperation_years, [120, 5, 60, 3], 0, 0),
    late,
    claims(claim),
    same(Number(row.inquiry_count) > 10 ? -3 : 0),
  ]
}

function claims(claim: Row[string]): Points {
  if (!known(claim)) return [-10, 0]
  return same(claim <= 0 ? 0 : claim < 100 * WAN ? -3 : claim < 500 * WAN ? -6 : -10)
}

const same = (points: number): Points => [points, points]

/** Thresholds from the highest, each with the points of whoever reaches it; then the points of nobody's, then those of an unknown. */
function steps(value: Row[string], table: readonly number[], otherwise: number, unknown?: number): Points {
  if (!known(value)) return unknown === undefined ? [Math.min(otherwise, table.at(-1)!), table[1]!] : same(unknown)
  for (let at = 0; at < table.length; at += 2) if (value >= table[at]!) return same(table[at + 1]!)
  return same(otherwise)
}

function debt(value: Row[string]): Points {
  if (!known(value)) return [0, 12]
  return same(value < 400_000 ? 12 : value < 550_000 ? 10 : value < 650_000 ? 8 : value < 750_000 ? 4 : 0)
}

function codes(value: Row[string], table: Readonly<Record<string, number>>, unknown?: number): Points {
  if (typeof value === 'string') return same(table[value]!)
  const all = Object.values(table)
  return unknown === undefined ? [Math.min(...all), Math.max(...all)] : same(unknown)
}
