import { addDays, addMonths, type LocalDate } from '../../kernel/local-date.ts'
import type { CustomerKind, DemoBank, DemoCustomer } from './customer.ts'
import { judgedFacts } from './facts.ts'
import { companyName, institutionName, shopName } from './firms.ts'
import { creditCode, customerNumber, identityCard, mobile } from './numbers.ts'
import { MANAGERS_AT, TELLERS_AT } from './organisation.ts'
import { personName } from './people.ts'
import { CITY, PLACES, type Place } from './places.ts'
import { positionFacts, standingOf } from './position.ts'
import { type Random, randomOf } from './random.ts'

const RURAL = PLACES.filter(({ rural }) => rural)
const URBAN = PLACES.filter(({ rural }) => !rural)

/** Customer number `index` of the bank, if nothing is planned for it. */
export function ordinaryCustomer(bank: DemoBank, index: number, kind: CustomerKind): DemoCustomer {
  const random = randomOf(bank.seed, index)
  const place = placeOf(random, kind)
  const standing = standingOf(bank, index, kind)
  const customerSince = addDays(bank.anchor, -Math.round(120 + 5_800 * random.next() ** 1.4))
  const position = positionFacts(random, kind, standing, bank.anchor)
  const rich = Number(position.values.deposit_balance) >= 10_000_000
  const keepers = standing.credit || rich ? MANAGERS_AT : TELLERS_AT
  return {
    customerNo: customerNumber(index),
    kind,
    stage: standing.credit
      ? 'active'
      : random.weighted([
          ['active', 92],
          ['dormant', 5],
          ['prospect', 3],
        ]),
    keeper: random.pick(keepers.get(place.branch)!),
    phone: mobile(index),
    address: addressOf(random, place),
    region: place.region,
    customerSince,
    ...identityOf(random, bank, index, kind, place, customerSince),
    facts: [position, ...judgedFacts(bank, index, kind, standing, bank.anchor, customerSince)],
  }
}

function placeOf(random: Random, kind: CustomerKind): Place {
  if (kind === 'farmer') return random.pick(RURAL)
  return random.pick(random.chance(kind === 'person' ? 0.6 : 0.8) ? URBAN : PLACES)
}

function addressOf(random: Random, { region, streets, rural }: Place): string {
  const street = random.pick(streets)
  const house = random.integer(1, rural ? 180 : 320)
  return rural || random.chance(0.4)
    ? `${CITY}${region}${street}${house}号`
    : `${CITY}${region}${street}${house}号${random.integer(1, 18)}栋${random.integer(1, 6)}单元${random.integer(1, 18)}0${random.integer(1, 4)}室`
}

type Identity = Pick<
  DemoCustomer,
  | 'name'
  | 'identityKind'
  | 'identityNo'
  | 'registeredCode'
  | 'industry'
  | 'foundedOn'
  | 'birthDate'
  | 'remark'
  | 'email'
>

function identityOf(
  random: Random,
  bank: DemoBank,
  index: number,
  kind: CustomerKind,
  place: Place,
  since: LocalDate,
): Identity {
  if (kind === 'company' || kind === 'institution') {
    const firm = kind === 'company' ? companyName(random) : institutionName(random, place.region)
    return {
      name: firm.name,
      industry: firm.industry,
      registeredCode: creditCode(kind === 'company' ? '91' : '12', index),
      foundedOn: addDays(since, -Math.round(30 + 3_600 * random.next() ** 2)),
      ...(random.chance(0.35) ? { email: `office${index}@example.com` } : {}),
    }
  }
  const birthDate = addDays(addMonths(bank.anchor, -12 * random.integer(18, 82)), -random.integer(0, 364))
  const person = personName(random, Number(birthDate.slice(0, 4)))
  const identity = {
    identityKind: 'id_card' as const,
    identityNo: identityCard(birthDate, index, person.male),
    birthDate,
  }
  if (kind !== 'sole_trader') {
    return { name: person.name, ...identity, ...(kind === 'farmer' ? { industry: '农、林、牧、渔业' } : {}) }
  }
  const shop = shopName(random, person.name, place.region)
  const registered = random.chance(0.9) ? { registeredCode: creditCode('92', index) } : {}
  return { name: shop.name, industry: shop.industry, remark: `经营者：${person.name}`, ...identity, ...registered }
}
