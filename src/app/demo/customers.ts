import type { CustomerKind, DemoBank, DemoCustomer } from './customer.ts'
import { edgeCustomers } from './edges.ts'
import { ordinaryCustomer } from './ordinary.ts'
import { randomOf, shuffled } from './random.ts'
import { storyCustomers } from './stories.ts'

/** How many of each kind two thousand customers have: the demo's own size, and the proportion of every other. */
const QUOTA: Readonly<Record<CustomerKind, number>> = {
  person: 1_030,
  sole_trader: 210,
  farmer: 420,
  company: 300,
  institution: 40,
}

/** A stream that no customer has. */
const ORDER_STREAM = -1

/**
 * The bank's customers in order of their number, one at a time: memory does not grow with the size. The first few dozen are the
 * stories and the edges, the same in every size; of 2,000 exactly the quota is of each kind.
 */
export function* generateCustomers(bank: DemoBank): Generator<DemoCustomer> {
  const stories = storyCustomers(bank)
  const planted = [...stories, ...edgeCustomers(bank, stories.length)]
  yield* planted.slice(0, bank.size)
  const kinds = kindsAfter(bank, planted)
  for (let index = planted.length; index < bank.size; index++) {
    yield ordinaryCustomer(bank, index, kinds[(index - planted.length) % kinds.length]!)
  }
}

function kindsAfter(bank: DemoBank, planted: readonly DemoCustomer[]): CustomerKind[] {
  const kinds = (Object.entries(QUOTA) as [CustomerKind, number][]).flatMap(([kind, quota]) =>
    Array<CustomerKind>(quota - planted.filter((customer) => customer.kind === kind).length).fill(kind),
  )
  return shuffled(randomOf(bank.seed, ORDER_STREAM), kinds)
}
