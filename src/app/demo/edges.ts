import { addDays, addMonths, type LocalDate, parseLocalDate } from '../../kernel/local-date.ts'
import { type CustomerKind, type DemoBank, type DemoCustomer, percent, wan } from './customer.ts'
import { customerNumber, hongKongPermit, identityCard } from './numbers.ts'
import { ordinaryCustomer } from './ordinary.ts'

/** How one planted customer differs from the ordinary one of its number. */
interface Edge {
  readonly kind: CustomerKind
  readonly change: (customer: DemoCustomer, bank: DemoBank, index: number) => DemoCustomer
}

/** 存款 and 贷款 in 万元 on and beside each boundary of the tiers, and the mixed cases that they leave open. */
const BALANCES: readonly (readonly [deposit: number, loan: number])[] = [
  [10, 0],
  [100, 0],
  [1, 50],
  [1, 200],
  [10, 50],
  [100, 200],
  [9.999999, 49.999999],
  [99.999999, 199.999999],
  [300, 20],
  [5, 260],
  [100, 50],
  [10, 200],
]

/** 年用量 and 年销售额 in 万元 on the boundaries of the key-account classes and of the sales tiers. */
const USES: readonly (readonly [use: number, sales: number])[] = [
  [2, 200],
  [5, 500],
  [10, 1_000],
  [20, 199.999999],
  [30, 499.999999],
  [40, 999.999999],
  [50, 1_000.000001],
]

const NAMES = ['阿依古丽·买买提', '欧阳云舒', '司马长风', '刘䶮', '赵陈婉仪', '尉迟恭明', '单于柔', '𠮷田美和']

const PAIRS = 15

const EDGES: readonly Edge[] = [
  ...BALANCES.map(
    ([deposit, loan]): Edge => ({
      kind: 'person',
      change: (customer) =>
        withValues(customer, 'fact_customer_position', { deposit_balance: wan(deposit), loan_balance: wan(loan) }),
    }),
  ),
  ...USES.map(
    ([use, sales]): Edge => ({
      kind: 'company',
      change: (customer) =>
        withValues(customer, 'fact_customer_trade', {
          annual_use: wan(use),
          annual_sales: wan(sales),
          payment_reputation: '好',
          profit_contribution: percent(5),
          growth_potential: '大',
        }),
    }),
  ),
  ...NAMES.map((name): Edge => ({ kind: 'person', change: (customer) => ({ ...customer, name }) })),
  {
    kind: 'person',
    change: (customer, _bank, index) => ({
      ...customer,
      name: '陈嘉铭',
      identityKind: 'travel_permit',
      identityNo: hongKongPermit(index),
    }),
  },
  { kind: 'person', change: (customer, _bank, index) => born(customer, parseLocalDate('1988-02-29')!, index) },
  { kind: 'person', change: (customer, _bank, index) => born(customer, parseLocalDate('1960-02-29')!, index) },
  {
    kind: 'person',
    change: (customer, { anchor }, index) => ({
      ...born(customer, addDays(addMonths(anchor, -12 * 13), -40), index),
      customerSince: addMonths(anchor, -14),
    }),
  },
]

/** Everything that a rule, a screen or a search gets wrong first: after the stories, in every size. `from` is the first index. */
export function edgeCustomers(bank: DemoBank, from: number): DemoCustomer[] {
  const planted = EDGES.map(({ kind, change }, at) => change(ordinaryCustomer(bank, from + at, kind), bank, from + at))
  const pairsFrom = from + planted.length
  for (let pair = 0; pair < PAIRS; pair++) planted.push(...duplicates(bank, pairsFrom + 2 * pair, pair))
  return planted
}

/** One customer and the second file that somebody opened for it: nearly the name, the same phone, no number that would tell. */
function duplicates(bank: DemoBank, index: number, pair: number): DemoCustomer[] {
  const kind: CustomerKind = pair % 3 === 2 ? 'company' : 'person'
  const first = ordinaryCustomer(bank, index, kind)
  const { identityKind: _kind, identityNo: _number, registeredCode: _code, facts, ...same } = first
  const second: DemoCustomer = {
    ...same,
    customerNo: customerNumber(index + 1),
    stage: 'prospect',
    name: kind === 'company' ? first.name.replace(/^青禾市?|^禾[东西]|^双桦县?/, '') : first.name,
    ...(first.phone === undefined ? {} : { phone: first.phone }),
    facts: facts
      .slice(0, 1)
      .map((position) => ({ ...position, values: { ...position.values, loan_balance: 0, product_count: 1 } })),
  }
  return [first, second]
}

function born(customer: DemoCustomer, birthDate: LocalDate, index: number): DemoCustomer {
  return { ...customer, birthDate, identityKind: 'id_card', identityNo: identityCard(birthDate, index, true) }
}

function withValues(customer: DemoCustomer, family: string, values: Record<string, number | string>): DemoCustomer {
  return {
    ...customer,
    facts: customer.facts.map((facts) =>
      facts.family === family ? { ...facts, values: { ...facts.values, ...values } } : facts,
    ),
  }
}
