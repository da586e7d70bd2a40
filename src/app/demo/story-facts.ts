import { addDays, type LocalDate } from '../../kernel/local-date.ts'
import { type DemoBank, type DemoFacts, percent, wan } from './customer.ts'
import { quartersBefore } from './quarters.ts'

/** What eight quarterly statements of 丰润 said, oldest first: sound for six, strained in the seventh, over its head in the eighth. */
const QUARTERS: readonly (readonly [
  debt: number,
  current: number,
  quick: number,
  days: number,
  revenue: number,
  profit: number,
])[] = [
  [58, 1.62, 1.05, 61, 1_208, 38.4],
  [58.3, 1.61, 1.04, 63, 1_224, 37.9],
  [58.1, 1.63, 1.06, 62, 1_231, 39.2],
  [58.9, 1.58, 1.02, 68, 1_219, 35.5],
  [59.4, 1.55, 1.01, 74, 1_202, 31.8],
  [60.8, 1.52, 1, 83, 1_187, 26.3],
  [64.2, 1.21, 0.72, 104, 1_152, 11.6],
  [74, 0.93, 0.51, 149, 1_021, 5.2],
]

export function fengrun(bank: DemoBank): DemoFacts[] {
  const days = [...quartersBefore(bank), addDays(bank.anchor, -1)]
  const families = QUARTERS.map(([debt, current, quick, turnover, revenue, profit], at) => {
    const asOf = days[at]!
    const strained = at >= QUARTERS.length - 2
    const broken = at === QUARTERS.length - 1
    return [
      {
        family: 'fact_customer_finance',
        source: '财务报表',
        asOf,
        values: {
          total_assets: wan(revenue * 0.82),
          total_liabilities: Math.round((wan(revenue * 0.82) * debt) / 100),
          debt_ratio: percent(debt),
          current_ratio: Math.round(current * 100),
          quick_ratio: Math.round(quick * 100),
          receivable_days: turnover,
          revenue: wan(revenue),
          net_profit: wan(profit),
          registered_capital: wan(500),
        },
      },
      {
        family: 'fact_customer_trade',
        source: '每日供数·销售',
        asOf,
        values: {
          annual_use: wan(46.3),
          annual_sales: wan(revenue),
          payment_reputation: broken ? '一般' : strained ? '较好' : '好',
          profit_contribution: percent(broken ? 2.1 : 4.6),
          growth_potential: '小',
          cooperation_years: 121 + 3 * at,
          trade_count: 118 - 2 * at,
        },
      },
      credit(asOf, {
        overdue_days: broken ? 23 : 0,
        overdue_count: strained ? 1 : 0,
        litigation_amount: broken ? wan(386) : 0,
        on_time_ratio: percent(broken ? 91 : strained ? 92 : 97),
        inquiry_count: 3 + at,
      }),
      {
        family: 'fact_customer_judgement',
        source: '定性评议',
        asOf,
        values: {
          reputation: '好',
          management: '中',
          outlook: '平稳',
          stability: at === QUARTERS.length - 2 ? '一般' : '稳定',
          potential: '强',
        },
      },
    ]
  })
  return families.flat()
}

/** The credit record of somebody in good standing, but for what is said otherwise. */
export function credit(asOf: LocalDate, values: Readonly<Record<string, number>>): DemoFacts {
  return {
    family: 'fact_customer_credit',
    source: '每日供数·信贷',
    asOf,
    values: {
      overdue_days: 0,
      overdue_count: 0,
      dishonest_debtor: false,
      litigation_amount: 0,
      on_time_ratio: percent(98),
      inquiry_count: 2,
      ...values,
    },
  }
}
