import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { type LocalDate, parseLocalDate } from '../../kernel/local-date.ts'
import { DEFAULT_SEED, type DemoBank, type DemoCustomer } from './customer.ts'
import { generateCustomers } from './customers.ts'

const KINDS = { person: '个人', sole_trader: '个体工商户', farmer: '农户', company: '企业', institution: '机构' }
const STAGES = { prospect: '潜在客户', active: '正式客户', dormant: '睡眠客户', closed: '已销户' }

type Read = (customer: DemoCustomer) => string | undefined

/** Twenty columns under the names that an import matches by itself. */
const COLUMNS: readonly (readonly [string, Read])[] = [
  ['客户号', (customer) => customer.customerNo],
  ['客户名称', (customer) => customer.name],
  ['客户类型', (customer) => KINDS[customer.kind]],
  ['客户阶段', (customer) => STAGES[customer.stage]],
  ['证件类型', ({ identityKind }) => (identityKind === 'travel_permit' ? '港澳台居民来往内地通行证' : '')],
  ['证件号码', (customer) => customer.identityNo],
  ['统一社会信用代码', (customer) => customer.registeredCode],
  ['手机号码', (customer) => customer.phone],
  ['联系地址', (customer) => customer.address],
  ['行业', (customer) => customer.industry],
  ['地区', (customer) => customer.region],
  ['成立日期', (customer) => customer.foundedOn],
  ['出生日期', (customer) => customer.birthDate],
  ['开户日期', (customer) => customer.customerSince],
  ['存款余额', (customer) => money(latest(customer, 'position', 'deposit_balance'))],
  ['存款日均', (customer) => money(latest(customer, 'position', 'deposit_average'))],
  ['贷款余额', (customer) => money(latest(customer, 'position', 'loan_balance'))],
  ['持有产品数', (customer) => plain(latest(customer, 'position', 'product_count'))],
  ['资产负债率', (customer) => ratio(latest(customer, 'finance', 'debt_ratio'))],
  ['逾期天数', (customer) => plain(latest(customer, 'credit', 'overdue_days'))],
]

/** A day before which no demo data lies; given so that the same call always writes the same file. */
const ANCHOR = parseLocalDate('2026-01-31')!

/** Writes the first `size` customers of the demo bank as a CSV file in UTF-8: test and benchmark data for the import. */
export async function writeDemoCsv(
  path: string,
  size: number,
  { seed = DEFAULT_SEED, anchor = ANCHOR }: { seed?: number; anchor?: LocalDate } = {},
): Promise<void> {
  const bank: DemoBank = { size, seed, anchor }
  const file = createWriteStream(path)
  const done = finished(file)
  let block = `${COLUMNS.map(([name]) => name).join(',')}\n`
  for (const customer of generateCustomers(bank)) {
    block += `${COLUMNS.map(([, read]) => quoted(read(customer) ?? '')).join(',')}\n`
    if (block.length < 1 << 16) continue
    if (!file.write(block)) await Promise.race([once(file, 'drain'), done])
    block = ''
  }
  file.end(block)
  await done
}

function latest(customer: DemoCustomer, family: string, identifier: string): number | undefined {
  const facts = customer.facts.findLast((candidate) => candidate.family === `fact_customer_${family}`)
  const value = facts?.values[identifier]
  return typeof value === 'number' ? value : undefined
}

/** Fen as yuan, exact. */
function money(fen: number | undefined): string | undefined {
  if (fen === undefined) return undefined
  const digits = String(Math.abs(fen)).padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

function ratio(millionths: number | undefined): string | undefined {
  return millionths === undefined ? undefined : `${millionths / 10_000}%`
}

function plain(value: number | undefined): string | undefined {
  return value?.toString()
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
