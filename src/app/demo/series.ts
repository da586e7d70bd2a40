import { addDays, addMonths, type LocalDate } from '../../kernel/local-date.ts'
import { type CustomerKind, type DemoBank, type DemoCustomer, wan } from './customer.ts'
import { randomOf } from './random.ts'

/** One figure of a customer at one month-end; money in fen. */
export interface MonthEnd {
  readonly metric: 'deposit_balance' | 'loan_balance'
  readonly period: LocalDate
  readonly value: number
}

/** Months of history that the demo shows. */
export const MONTHS = 24

/**
 * How deposits breathe, month by month from January: money leaves before the Spring Festival, and grain is sold from September to
 * November; firms fill up their accounts at the end of a quarter and draw them down after it.
 */
const SEASONS: Record<CustomerKind, readonly number[]> = {
  person: [0.93, 0.96, 1.02, 1, 0.99, 1.02, 0.99, 0.99, 1.03, 1.01, 1.01, 1.05],
  sole_trader: [0.88, 0.94, 1.01, 0.99, 1, 1.03, 0.98, 0.99, 1.04, 1.03, 1.03, 1.08],
  farmer: [1.05, 0.9, 0.74, 0.62, 0.6, 0.66, 0.72, 0.8, 1.12, 1.48, 1.55, 1.3],
  company: [0.82, 0.88, 1.16, 0.92, 0.95, 1.2, 0.9, 0.93, 1.18, 0.94, 0.97, 1.26],
  institution: [1.1, 1.05, 1.08, 0.98, 0.97, 1.04, 0.96, 0.95, 1.03, 0.98, 0.95, 0.9],
}

/** A stream of its own for each customer's history, so that a longer history changes nothing else. */
const SERIES_STREAM = 0x4000_0000

/** The balances of a customer at the last month-ends before the anchor, oldest first; none from before it was a customer. */
export function monthEnds(bank: DemoBank, index: number, customer: DemoCustomer): MonthEnd[] {
  const random = randomOf(bank.seed, SERIES_STREAM + index)
  const { deposit_balance: deposit, loan_balance: loan } = customer.facts[0]!.values
  const drift = 1 + 0.006 * random.normal()
  const now = seasonOf(customer.kind, bank.anchor)
  const points: MonthEnd[] = []
  const first = addDays(bank.anchor, 1 - Number(bank.anchor.slice(8)))
  for (let back = MONTHS; back >= 1; back--) {
    const period = addDays(addMonths(first, 1 - back), -1)
    const noise = Math.exp(0.08 * random.normal())
    if (period < customer.customerSince) continue
    const shape = (seasonOf(customer.kind, period) / now) * drift ** -back * noise
    const value = before(customer, back) ?? Math.round(Number(deposit) * shape)
    points.push({ metric: 'deposit_balance', period, value })
    if (Number(loan) > 0) points.push({ metric: 'loan_balance', period, value: loanAt(Number(loan), back) })
  }
  return points
}

/** What a story says the balance was before its turn. */
function before({ turn }: DemoCustomer, back: number): number | undefined {
  return turn !== undefined && back > turn.monthsAgo ? wan(turn.deposit) : undefined
}

/** Repaid by a hundredth a month, drawn anew each year: yesterday's loan was a little larger. */
function loanAt(loan: number, back: number): number {
  return Math.round(loan * (1 + 0.01 * (back % 12)))
}

function seasonOf(kind: CustomerKind, date: LocalDate): number {
  return SEASONS[kind][Number(date.slice(5, 7)) - 1]!
}
