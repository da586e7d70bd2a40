import { addDays, type LocalDate } from '../../kernel/local-date.ts'
import type { DemoBank, DemoCustomer, DemoFacts } from './customer.ts'
import { judgedFacts, quarterEnd } from './facts.ts'
import { standingOf } from './position.ts'
import { randomOf } from './random.ts'

/** Quarters of ratings that the demo shows before today's. */
const QUARTERS = 7

const WALK_STREAM = 0x5000_0000

/** The ends of the quarters before the anchor, oldest first. */
export function quartersBefore({ anchor }: DemoBank): LocalDate[] {
  return Array.from({ length: QUARTERS }, (_, at) => quarterEnd(addDays(anchor, -1), QUARTERS - 1 - at))
}

/**
 * What was known of a borrower at the quarter-ends of the past, oldest first: its soundness walks, its size stays. A story that tells
 * its own past, and who does not borrow, has none.
 */
export function earlierQuarters(bank: DemoBank, index: number, customer: DemoCustomer): DemoFacts[] {
  const now = new Map(customer.facts.map(({ family, asOf }) => [family, asOf]))
  if (!now.has('fact_customer_finance') || now.size < customer.facts.length) return []
  const walk = randomOf(bank.seed, WALK_STREAM + index)
  let quality = standingOf(bank, index, customer.kind).quality
  const quarters = quartersBefore(bank)
    .toReversed()
    .map((end) => {
      quality += 0.22 * walk.normal()
      if (end < customer.customerSince) return []
      const then = { credit: true, quality }
      return judgedFacts(bank, index, customer.kind, then, addDays(end, 1), customer.customerSince)
    })
  return quarters
    .toReversed()
    .flat()
    .filter(({ family, asOf }) => asOf < now.get(family)!)
}
