import { addDays, addMonths, type LocalDate } from '../../kernel/local-date.ts'
import { type CustomerKind, type DemoBank, type DemoFacts, percent, wan } from './customer.ts'
import type { Standing } from './position.ts'
import { type Random, randomOf, unless } from './random.ts'

/** Yearly sales with the bank's partners in 万元, and their number. */
const TRADE: Record<CustomerKind, { readonly sales: readonly [number, number]; readonly count: number }> = {
  person: { sales: [12, 0.8], count: 18 },
  sole_trader: { sales: [60, 1.1], count: 60 },
  farmer: { sales: [22, 0.8], count: 14 },
  company: { sales: [320, 1.35], count: 80 },
  institution: { sales: [800, 1], count: 90 },
}

const FACTS_STREAM = 0x3000_0000

/**
 * What is known of a firm, and of whoever borrows, on the day `anchor`. The draws are the same on every day: only the day and the
 * standing make the difference.
 */
export function judgedFacts(
  bank: DemoBank,
  index: number,
  kind: CustomerKind,
  standing: Standing,
  anchor: LocalDate,
  since: LocalDate,
): DemoFacts[] {
  const random = randomOf(bank.seed, FACTS_STREAM + index)
  const natural = kind === 'person' || kind === 'farmer'
  if (!standing.credit) return natural ? [] : [tradeFacts(random, kind, standing, anchor, since)]
  return [
    tradeFacts(random, kind, standing, anchor, since),
    financeFacts(random, kind, standing, anchor),
    creditFacts(random, standing, anchor),
    judgementFacts(random, standing, anchor),
  ]
}

/** The statements of those who borrow; one in five and a bit is older than a year. A private person gives only its debts. */
function financeFacts(random: Random, kind: CustomerKind, standing: Standing, anchor: LocalDate): DemoFacts {
  const { quality: q } = standing
  const revenue = wan(random.lognormal(TRADE[kind].sales[0] * 2.4, TRADE[kind].sales[1]))
  const assets = Math.round(revenue * random.lognormal(0.9, 0.4))
  const debt = percent(clip(51 - 8 * q + 6 * random.normal(), 6, 98))
  const current = clip(1.65 + 0.4 * q + 0.3 * random.normal(), 0.2, 4.5)
  const quick = current * (0.5 + 0.3 * random.next())
  const days = clip(Math.round(72 * Math.exp(-0.3 * q + 0.35 * random.normal())), 8, 400)
  const profit = Math.round((revenue * (3.5 + 2.2 * q + 1.5 * random.normal())) / 100)
  const none = kind === 'person'
  const unknown = 0.28
  return {
    family: 'fact_customer_finance',
    source: none ? '征信与收入证明' : '财务报表',
    asOf: statementDate(random, anchor),
    values: {
      total_assets: unless(random, unknown, assets),
      total_liabilities: unless(random, unknown, Math.round((assets * debt) / 1_000_000)),
      debt_ratio: unless(random, 0.02, debt),
      current_ratio: none ? null : unless(random, unknown, Math.round(current * 100)),
      quick_ratio: none ? null : unless(random, unknown, Math.round(quick * 100)),
      receivable_days: none ? null : unless(random, unknown, days),
      revenue: none ? null : unless(random, unknown / 2, revenue),
      net_profit: none ? null : unless(random, unknown / 2, profit),
      registered_capital:
        kind === 'company' ? wan(random.pick([10, 30, 50, 100, 200, 300, 500, 800, 1_000, 2_000])) : null,
    },
  }
}

function statementDate(random: Random, anchor: LocalDate): LocalDate {
  const quarters = random.chance(0.18) ? random.integer(5, 9) : random.integer(0, 2)
  return quarterEnd(anchor, quarters)
}

/** The last day of the quarter that ended last before `anchor`, or of one `back` quarters earlier. */
export function quarterEnd(anchor: LocalDate, back: number): LocalDate {
  const month = Number(anchor.slice(5, 7))
  const first = addDays(anchor, 1 - Number(anchor.slice(8)))
  return addDays(addMonths(first, -((month - 1) % 3) - 3 * back), -1)
}

function creditFacts(random: Random, standing: Standing, anchor: LocalDate): DemoFacts {
  const { quality: q } = standing
  const weak = q < -0.4
  const days = random.pick([
    random.integer(1, 30),
    random.integer(1, 30),
    random.integer(31, 90),
    random.integer(91, 400),
  ])
  const overdue = random.chance(weak ? 0.13 : 0.01) ? days : 0
  const times = random.pick([1, 1, 1, 1, 2, 2, random.integer(3, 5), random.integer(3, 11)])
  const count = q + 0.7 * random.normal() > -0.45 ? 0 : times
  const claim = wan(random.lognormal(60, 1.2))
  const litigation = random.chance(weak ? 0.14 : 0.03) ? claim : 0
  return {
    family: 'fact_customer_credit',
    source: '每日供数·信贷',
    asOf: addDays(anchor, -1),
    values: {
      overdue_days: overdue,
      overdue_count: unless(random, 0.03, overdue > 0 ? Math.max(1, count) : count),
      dishonest_debtor: unless(random, 0.02, random.chance(weak ? 0.03 : 0.001)),
      litigation_amount: unless(random, 0.03, litigation),
      on_time_ratio: unless(random, 0.03, percent(clip(94 + 5 * q + 4 * random.normal(), 20, 100))),
      inquiry_count: unless(random, 0.25, random.integer(0, weak ? 14 : 8)),
    },
  }
}

function tradeFacts(
  random: Random,
  kind: CustomerKind,
  standing: Standing,
  anchor: LocalDate,
  since: LocalDate,
): DemoFacts {
  const { quality: q } = standing
  const { sales, count } = TRADE[kind]
  const months =
    (Number(anchor.slice(0, 4)) - Number(since.slice(0, 4))) * 12 +
    Number(anchor.slice(5, 7)) -
    Number(since.slice(5, 7))
  return {
    family: 'fact_customer_trade',
    source: '每日供数·销售',
    asOf: addDays(anchor, -1),
    values: {
      annual_use: unless(random, 0.12, wan(random.lognormal(4.2, 1.75))),
      annual_sales: unless(random, 0.02, wan(random.lognormal(...sales))),
      payment_reputation: unless(
        random,
        0.2,
        graded(q + 0.7 * random.normal(), ['好', '较好', '一般', '差'], [0.6, -0.6, -1.5]),
      ),
      profit_contribution: unless(random, 0.2, percent(clip(6 + 1.5 * q + 3 * random.normal(), -8, 30))),
      growth_potential: unless(random, 0.2, random.chance(0.4) ? '大' : '小'),
      cooperation_years: unless(random, 0.2, Math.max(0, months)),
      trade_count: unless(random, 0.02, Math.round(random.lognormal(count, 0.9))),
    },
  }
}

function judgementFacts(random: Random, standing: Standing, anchor: LocalDate): DemoFacts {
  const { quality: q } = standing
  const felt = (spread: number) => q + spread * random.normal()
  return {
    family: 'fact_customer_judgement',
    source: '定性评议',
    asOf: addDays(anchor, -random.integer(10, 420)),
    values: {
      reputation: unless(random, 0.3, graded(felt(0.7), ['好', '一般', '差'], [-0.5, -1.7])),
      management: unless(random, 0.3, graded(felt(0.7), ['高', '中', '低'], [0.7, -0.9])),
      outlook: unless(random, 0.03, graded(felt(1), ['向好', '平稳', '下行'], [0.9, -1.1])),
      stability: unless(random, 0.03, graded(felt(0.7), ['稳定', '一般', '波动'], [-0.4, -1.5])),
      potential: unless(random, 0.03, graded(felt(0.8), ['强', '中', '弱'], [0.7, -0.9])),
    },
  }
}

/** The first word whose threshold the value reaches; the last word needs none. */
function graded(value: number, words: readonly string[], thresholds: readonly number[]): string {
  const at = thresholds.findIndex((threshold) => value >= threshold)
  return words.at(at)!
}

function clip(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}
