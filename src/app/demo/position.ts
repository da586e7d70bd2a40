import { addDays, type LocalDate } from '../../kernel/local-date.ts'
import { type CustomerKind, type DemoBank, type DemoFacts, wan } from './customer.ts'
import { type Random, randomOf, unless } from './random.ts'

/** Deposits in 万元: median and sigma of a lognormal distribution, by segment. */
const DEPOSITS: Record<CustomerKind, readonly [number, number]> = {
  person: [1.9, 1.75],
  sole_trader: [1.9, 1.75],
  farmer: [1.1, 1.35],
  company: [22, 1.9],
  institution: [120, 1.5],
}

/** Of each segment, the share with a credit relation and the loan in 万元. */
const CREDIT: Record<CustomerKind, { readonly share: number; readonly loan: readonly [number, number] }> = {
  person: { share: 0.068, loan: [32, 0.6] },
  sole_trader: { share: 0.6, loan: [25, 0.9] },
  farmer: { share: 0.42, loan: [8, 0.7] },
  company: { share: 0.75, loan: [180, 1.1] },
  institution: { share: 0.25, loan: [500, 0.8] },
}

/** Mean soundness of those who borrow. Private persons have no statements to score, and are lent to the more carefully. */
const QUALITY: Record<CustomerKind, number> = {
  person: 1.5,
  sole_trader: 0.6,
  farmer: 0.7,
  company: 0.45,
  institution: 0.5,
}

export interface Standing {
  /** Whether the customer borrows or may: these are the ones a credit assessment is for. */
  readonly credit: boolean
  /** How sound it is: standard normal, good above. */
  readonly quality: number
}

/** A stream of its own, so that a customer's past can be told without telling the rest of it again. */
const STANDING_STREAM = 0x2000_0000

export function standingOf({ seed }: DemoBank, index: number, kind: CustomerKind): Standing {
  const random = randomOf(seed, STANDING_STREAM + index)
  return { credit: random.chance(CREDIT[kind].share), quality: QUALITY[kind] + 0.8 * random.normal() }
}

/** Balances of the last daily feed: every customer has them. */
export function positionFacts(random: Random, kind: CustomerKind, standing: Standing, anchor: LocalDate): DemoFacts {
  const deposit = wan(random.lognormal(...DEPOSITS[kind]))
  const loan = standing.credit && random.chance(0.86) ? wan(random.lognormal(...CREDIT[kind].loan)) : 0
  const rich = deposit > wan(100)
  const wealth = random.chance(rich ? 0.6 : 0.08) ? wan(random.lognormal(rich ? 40 : 5, 0.8)) : 0
  const products = 1 + (loan > 0 ? 1 : 0) + (wealth > 0 ? 1 : 0) + random.integer(0, rich ? 3 : 1)
  return {
    family: 'fact_customer_position',
    source: '每日供数·账户',
    asOf: addDays(anchor, -1),
    values: {
      deposit_balance: deposit,
      deposit_average: Math.round(deposit * random.lognormal(0.93, 0.18)),
      loan_balance: loan,
      wealth_balance: unless(random, 0.16, wealth),
      product_count: products,
    },
  }
}
