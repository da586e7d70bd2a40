import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { isIdCard, isUnifiedIdentifier } from 'util-helpers'
import { writeDemoCsv } from '../src/app/demo/csv.ts'
import { DEFAULT_SEED, type DemoCustomer } from '../src/app/demo/customer.ts'
import { generateCustomers } from '../src/app/demo/customers.ts'
import { STAFF, UNITS } from '../src/app/demo/organisation.ts'
import { monthEnds } from '../src/app/demo/series.ts'
import { addDays, type LocalDate } from '../src/kernel/local-date.ts'

const ANCHOR = '2026-11-22' as LocalDate
const bank = { size: 2_000, seed: DEFAULT_SEED, anchor: ANCHOR }
const customers = [...generateCustomers(bank)]

test('the same seed, size and anchor give the same bank; another seed another', () => {
  const digest = (seed: number, anchor = ANCHOR) =>
    createHash('sha256')
      .update(JSON.stringify([...generateCustomers({ size: 300, seed, anchor })]))
      .digest('hex')
  assert.equal(digest(1), digest(1))
  assert.notEqual(digest(1), digest(2))
  assert.notEqual(digest(1), digest(1, '2026-11-21' as LocalDate))
})

test('a customer is the same in a bank of any size', () => {
  const larger = [...generateCustomers({ ...bank, size: 2_400 })]
  assert.deepEqual(larger.slice(0, 2_000), customers)
  assert.deepEqual([...generateCustomers({ ...bank, size: 40 })], customers.slice(0, 40))
})

test('two thousand customers have the quota of each kind', () => {
  const kinds = Object.groupBy(customers, ({ kind }) => kind)
  const counts = Object.fromEntries(Object.entries(kinds).map(([kind, list]) => [kind, list.length]))
  assert.deepEqual(counts, { person: 1_030, sole_trader: 210, farmer: 420, company: 300, institution: 40 })
})

test('numbers are well formed, belong to nobody and to no two', () => {
  const identities = customers.flatMap(({ identityKind, identityNo }) =>
    identityKind === 'id_card' ? [identityNo!] : [],
  )
  const codes = customers.flatMap(({ registeredCode }) => registeredCode ?? [])
  assert.ok(identities.every((number) => isIdCard(number) && /^23[6-9]\d/.test(number)))
  assert.ok(codes.every((code) => isUnifiedIdentifier(code) && code.startsWith('239801', 2)))
  assert.equal(new Set([...identities, ...codes]).size, identities.length + codes.length)
  assert.ok(customers.every(({ phone }) => phone === undefined || /^154\d{8}$/.test(phone)))
  assert.equal(new Set(customers.map(({ customerNo }) => customerNo)).size, customers.length)
  assert.ok(
    customers.every(
      ({ identityNo, birthDate }) =>
        !identityNo || identityNo[0] === 'H' || identityNo.slice(6, 14) === birthDate!.replaceAll('-', ''),
    ),
  )
})

test('deposits, credit relations, unknown facts and stale statements are as many as a real bank has', () => {
  const deposits = customers
    .map((customer) => Number(value(customer, 'position', 'deposit_balance')))
    .toSorted((a, b) => b - a)
  const total = deposits.reduce((sum, deposit) => sum + deposit, 0)
  const top = deposits.slice(0, 100).reduce((sum, deposit) => sum + deposit, 0)
  between(total / 1e10, 4.5, 7.5)
  between(top / total, 0.68, 0.84)
  const credit = customers.filter(({ facts }) => facts.some(({ family }) => family === 'fact_customer_finance'))
  between(credit.length, 580, 660)
  const values = customers.flatMap(({ facts }) => facts).flatMap((facts) => Object.values(facts.values))
  between(values.filter((one) => one === null).length / values.length, 0.1, 0.14)
  const statements = credit.map(({ facts }) => facts.findLast(({ family }) => family === 'fact_customer_finance')!.asOf)
  between(statements.filter((asOf) => asOf < addDays(ANCHOR, -365)).length / credit.length, 0.14, 0.22)
  const overdue = credit.filter((customer) => Number(value(customer, 'credit', 'overdue_days')) > 0)
  between(overdue.length / credit.length, 0.012, 0.036)
})

test('no date lies after the anchor, and nobody is a customer before being born or founded', () => {
  for (const { customerSince, birthDate, foundedOn, facts } of customers) {
    for (const date of [customerSince, ...facts.map(({ asOf }) => asOf)]) assert.ok(date < ANCHOR)
    assert.ok((birthDate ?? foundedOn ?? '') < customerSince)
  }
})

test('the stories and the edges are there', () => {
  const fengrun = named('青禾丰润粮油贸易有限公司')
  const ratios = fengrun.facts
    .filter(({ family }) => family === 'fact_customer_finance')
    .map(({ values }) => values.debt_ratio)
  assert.equal(ratios.length, 8)
  assert.deepEqual([ratios[0], ratios[7]], [580_000, 740_000])
  for (const name of [
    '阿依古丽·买买提',
    '欧阳云舒',
    '刘䶮',
    '青禾市第二人民医院',
    '周桂芳',
    '单晓明',
    '春霖五金',
    '吴长河',
  ])
    named(name)
  const deposits = new Set(customers.map((customer) => value(customer, 'position', 'deposit_balance')))
  for (const edge of [10_000_000, 100_000_000]) assert.ok(deposits.has(edge))
  const loans = new Set(customers.map((customer) => value(customer, 'position', 'loan_balance')))
  for (const edge of [50_000_000, 200_000_000]) assert.ok(loans.has(edge))
  assert.ok(customers.some(({ birthDate }) => birthDate?.endsWith('-02-29')))
  assert.ok(customers.some(({ birthDate }) => birthDate !== undefined && birthDate > '2010-01-01'))
  const phones = Object.values(Object.groupBy(customers, ({ phone }) => phone ?? ''))
  assert.equal(phones.filter((list) => list?.length === 2).length, 15)
})

test('the organisation has its units and people, and every customer a keeper', () => {
  assert.equal(UNITS.length, 16)
  assert.equal(STAFF.length, 92)
  assert.equal(new Set(STAFF.map(({ name }) => name)).size, 92)
  const keepers = new Set(
    STAFF.filter(({ post }) => post === 'customer_manager' || post === 'teller').map(({ code }) => code),
  )
  assert.equal(keepers.size, 56)
  assert.ok(customers.every(({ keeper }) => keepers.has(keeper)))
  assert.equal(new Set(customers.map(({ keeper }) => keeper)).size, 56)
})

test('month-ends: twenty-four, grain money in autumn, none from before the customer came', () => {
  const farmers = customers.filter(({ kind, customerSince }) => kind === 'farmer' && customerSince < '2024-11-01')
  const sums = new Map<string, number>()
  for (const farmer of farmers) {
    const points = monthEnds(bank, customers.indexOf(farmer), farmer).filter(
      ({ metric }) => metric === 'deposit_balance',
    )
    assert.equal(points.length, 24)
    assert.equal(points.at(-1)!.period, '2026-10-31')
    for (const { period, value } of points) sums.set(period, (sums.get(period) ?? 0) + value)
  }
  assert.ok(sums.get('2025-11-30')! > 1.8 * sums.get('2025-05-31')!)
  const hospital = named('青禾市第二人民医院')
  assert.ok(monthEnds(bank, customers.indexOf(hospital), hospital).length <= 3)
})

test('a CSV of the bank: twenty columns, a row for each customer', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'zhike-demo-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'customers.csv')
  await writeDemoCsv(path, 500, { anchor: ANCHOR })
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
  assert.equal(lines.length, 501)
  assert.ok(lines.every((line) => line.split(',').length === 20))
  assert.match(lines[11]!, /^QH00000011,青禾丰润粮油贸易有限公司,企业,.*,634200\.00,.*,74%,23$/)
})

function value(customer: DemoCustomer, family: 'position' | 'credit', identifier: string) {
  return customer.facts.findLast((facts) => facts.family === `fact_customer_${family}`)?.values[identifier]
}

function named(name: string): DemoCustomer {
  const found = customers.find((customer) => customer.name === name)
  assert.ok(found, name)
  return found
}

function between(value: number, low: number, high: number): void {
  assert.ok(value >= low && value <= high, `${value} is not from ${low} to ${high}`)
}
