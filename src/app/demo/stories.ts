import { addDays, addMonths, type LocalDate, parseLocalDate } from '../../kernel/local-date.ts'
import { type CustomerKind, type DemoBank, type DemoCustomer, type DemoFacts, wan } from './customer.ts'
import { judgedFacts } from './facts.ts'
import { creditCode, customerNumber, identityCard, mobile } from './numbers.ts'
import { CITY } from './places.ts'
import { standingOf } from './position.ts'
import { credit, fengrun } from './story-facts.ts'

/** Whom a story is about, in words; `describe` gives them numbers, a book and their facts. */
interface Character {
  readonly kind: CustomerKind
  readonly name: string
  readonly keeper: string
  readonly region: string
  readonly street: string
  readonly industry?: string
  readonly birth?: string
  readonly male?: boolean
  readonly founded?: string
  readonly remark?: string
  /** 万元. */
  readonly deposit: number
  readonly average?: number
  readonly loan?: number
  readonly products?: number
  readonly turn?: DemoCustomer['turn']
  /** Facts that the story tells; left out: those that anybody of its kind has. */
  readonly more?: (bank: DemoBank) => readonly DemoFacts[]
}

const TRADING = '批发和零售业'

const CAST: readonly Character[] = [
  // 恒岳: who controls whom, and what the group owes.
  firm('青禾恒岳控股有限公司', '租赁和商务服务业', 620, 0, '2009-04-16'),
  firm('青禾恒岳建材有限公司', '制造业', 480.36, 5_800, '2011-09-02'),
  firm('青禾恒岳物流有限公司', '交通运输、仓储和邮政业', 212.8, 2_600, '2013-03-21'),
  firm('青禾恒山商贸有限公司', TRADING, 96.45, 1_500, '2014-06-11'),
  firm('青禾润坤置业有限公司', '房地产业', 153.2, 0, '2018-11-08'),
  firm('禾西盛辉化工有限公司', '制造业', 305.7, 0, '2010-02-25'),
  firm('青禾恒辉新材料有限公司', '制造业', 820.15, 3_200, '2019-07-30'),
  person('赵恒岳', 'M001', 386.2, '1969-08-14', true),
  person('林秀云', 'M001', 142.7, '1971-03-09', false),
  person('赵恒山', 'M001', 88.31, '1973-12-02', true),
  // 丰润: eight quarters, A to C.
  { ...firm('青禾丰润粮油贸易有限公司', TRADING, 63.42, 1_180, '2012-10-18'), keeper: 'M003', more: fengrun },
  // 周桂芳: sold an insurance product as a deposit.
  { ...person('周桂芳', 'T001', 18.6, '1959-05-20', false), remark: '投诉办理中' },
  // 单晓明: 日均 86 to 232 万 after a resettlement.
  {
    ...person('单晓明', 'M005', 241.3, '1984-11-24', true),
    average: 232,
    products: 4,
    turn: { monthsAgo: 3, deposit: 86 },
  },
  // 仇春霖 and his shop, recorded twice on one day.
  {
    kind: 'sole_trader',
    name: '春霖五金',
    keeper: 'M001',
    region: '禾东区',
    street: '粮仓路66号',
    industry: TRADING,
    birth: '1978-06-17',
    male: true,
    remark: '经营者：仇春霖',
    deposit: 12.74,
    loan: 20,
  },
  // 吴长河: 320 mu, a seasonal loan, five households that stand for each other.
  farmer('吴长河', 4.83, 30, '1972-02-11'),
  {
    ...farmer('郑满囤', 1.27, 25, '1975-09-30'),
    more: ({ anchor }) => [credit(addDays(anchor, -1), { overdue_days: 31, overdue_count: 1 })],
  },
  // The hospital won from another bank.
  {
    kind: 'institution',
    name: '青禾市第二人民医院',
    keeper: 'M009',
    region: '禾西区',
    street: '西稷街1号',
    industry: '卫生和社会工作',
    founded: '1988-05-12',
    deposit: 2_600,
    turn: { monthsAgo: 2, deposit: 0 },
    products: 5,
  },
]

/** The people and firms of the demo's stories: the bank's first customers, in every size. */
export function storyCustomers(bank: DemoBank): DemoCustomer[] {
  return CAST.map((character, index) => describe(bank, character, index))
}

/** The customer number of one of them. */
export function storyNumber(name: string): string {
  const index = CAST.findIndex((character) => character.name === name)
  if (index < 0) throw new Error(`no story tells of ${name}`)
  return customerNumber(index)
}

function describe(bank: DemoBank, character: Character, index: number): DemoCustomer {
  const { kind, name, keeper, region, street, industry, birth, male = true, founded, remark } = character
  const { deposit, average = deposit * 0.94, loan = 0, products = 2, turn, more } = character
  const birthDate = birth === undefined ? undefined : parseLocalDate(birth)!
  const customerSince = sinceOf(bank, character, index)
  const standing = { ...standingOf(bank, index, kind), credit: loan > 0 }
  const judged = () => judgedFacts(bank, index, kind, standing, bank.anchor, customerSince)
  return {
    customerNo: customerNumber(index),
    kind,
    stage: 'active',
    keeper,
    name,
    phone: mobile(index),
    address: `${CITY}${region}${street}`,
    region,
    customerSince,
    ...(turn === undefined ? {} : { turn }),
    ...(industry === undefined ? {} : { industry }),
    ...(remark === undefined ? {} : { remark }),
    ...(founded === undefined ? {} : { foundedOn: parseLocalDate(founded)! }),
    ...(birthDate === undefined
      ? { registeredCode: creditCode(kind === 'institution' ? '12' : '91', index) }
      : { birthDate, identityKind: 'id_card' as const, identityNo: identityCard(birthDate, index, male) }),
    facts: [
      {
        family: 'fact_customer_position',
        source: '每日供数·账户',
        asOf: addDays(bank.anchor, -1),
        values: {
          deposit_balance: wan(deposit),
          deposit_average: wan(average),
          loan_balance: wan(loan),
          wealth_balance: 0,
          product_count: products,
        },
      },
      ...(more?.(bank) ?? judged()),
    ],
  }
}

/** Long a customer, but not before it was founded; the newly won from the month in which its story turns. */
function sinceOf({ anchor }: DemoBank, { kind, founded, turn }: Character, index: number): LocalDate {
  if (kind === 'institution' && turn !== undefined) return addMonths(anchor, -turn.monthsAgo - 1)
  const since = addMonths(anchor, -121 - 3 * index)
  return founded !== undefined && founded > since ? addDays(parseLocalDate(founded)!, 45) : since
}

function firm(name: string, industry: string, deposit: number, loan: number, founded: string): Character {
  const region = name.startsWith('禾西') ? '禾西区' : '禾东区'
  return {
    kind: 'company',
    name,
    keeper: 'M001',
    region,
    street: '青禾大街200号',
    industry,
    founded,
    deposit,
    loan,
    products: 4,
  }
}

function person(name: string, keeper: string, deposit: number, birth: string, male: boolean): Character {
  return { kind: 'person', name, keeper, region: '禾东区', street: '禾苗巷8号', birth, male, deposit }
}

function farmer(name: string, deposit: number, loan: number, birth: string): Character {
  return {
    kind: 'farmer',
    name,
    keeper: 'M004',
    region: '禾东区柳泉镇',
    street: '前柳屯12号',
    industry: '农、林、牧、渔业',
    birth,
    male: true,
    deposit,
    loan,
  }
}
