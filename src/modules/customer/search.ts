import { isId } from '../../kernel/id.ts'
import type { Context } from '../../platform/context.ts'
import { searchParties } from '../../platform/party.ts'
import { queryTokens } from '../../platform/pinyin.ts'
import type { StoredCustomer } from './domain.ts'
import { failures } from './failures.ts'
import { normaliseNumber } from './identity.ts'
import { loadCustomers } from './load.ts'
import { phoneKey } from './phone.ts'
import { type CustomerLine, lineOf } from './views.ts'

/** A search answers at most so many. */
export const FOUND_AT_MOST = 50

/**
 * Customers by number, telephone, identity number, name, pinyin or initials: exact hits first. Public names are asked of main, all
 * else of the vault, which answers only inside the range; the rows then come through row security.
 */
export async function searchCustomers(ctx: Context, query: string): Promise<CustomerLine[]> {
  return (await findMany(ctx, query, FOUND_AT_MOST)).map(lineOf)
}

async function findMany(ctx: Context, query: string, atMost: number): Promise<StoredCustomer[]> {
  const text = query.normalize('NFKC').trim()
  if (text === '') return []
  const found = new Set<string>()
  for (const find of [byNumber, byIdentity, byPhone, byPublicName, byPersonalName]) {
    for (const partyId of await find(ctx, text, atMost - found.size)) found.add(partyId)
    if (found.size >= atMost) break
  }
  return (await loadCustomers(ctx, [...found])).slice(0, atMost)
}

type Finder = (ctx: Context, text: string, atMost: number) => Promise<readonly string[]>

/** Customer numbers that begin so. The range is written as two comparisons: LIKE does not reach an index under row security. */
const byNumber: Finder = async (ctx, text, atMost) => {
  if (!/^[\w-]{2,64}$/.test(text)) return []
  const { rows } = await ctx.client.query<{ party_id: string }>(
    `SELECT party_id FROM customer WHERE customer_no >= $1 AND customer_no < $2 ORDER BY customer_no LIMIT $3`,
    [text, `${text}\u{10ffff}`, atMost],
  )
  return rows.map((row) => row.party_id)
}

const byIdentity: Finder = async (ctx, text) => {
  const value = normaliseNumber(text)
  if (!/^[0-9A-Z]{8,18}$/.test(value)) return []
  const kinds = value.length === 18 ? ['id_card', 'uscc'] : ['passport', 'travel_permit']
  const holders = await ctx.vault.findIdentities(kinds.map((kind) => ({ kind, value })))
  return holders.flatMap((holder) => holder?.partyId ?? [])
}

const byPhone: Finder = async (ctx, text, atMost) => {
  const key = phoneKey(text)
  if (!/^[\d\s()+-]+$/.test(text) || key.length < 7) return []
  return ctx.vault.findByValue('phone', key, ctx.principal, atMost)
}

const byPublicName: Finder = (ctx, text, atMost) =>
  [...text].length < 2 ? Promise.resolve([]) : searchParties(ctx, text.toLowerCase(), atMost)

const byPersonalName: Finder = async (ctx, text, atMost) => {
  const tokens = queryTokens(text)
  return tokens.length === 0 ? [] : ctx.vault.searchNames(tokens, ctx.principal, atMost)
}

/**
 * The one customer that is meant by a party id, a customer number, a whole name, or by a search that finds no other.
 * @throws customer.absent, customer.ambiguous
 */
export async function findCustomer(ctx: Context, wanted: string): Promise<StoredCustomer> {
  const text = wanted.trim()
  if (isId(text)) {
    const [byId] = await loadCustomers(ctx, [text])
    if (byId !== undefined) return byId
  }
  const { rows } = await ctx.client.query<{ party_id: string }>(
    'SELECT party_id FROM customer WHERE customer_no = $1 LIMIT 2',
    [text],
  )
  const ids = rows.length > 0 ? rows.map((row) => row.party_id) : undefined
  const found = ids ? await loadCustomers(ctx, ids) : await byName(ctx, text)
  if (found.length === 1) return found[0]!
  if (found.length === 0) throw failures.absent({ wanted })
  const numbers = found.map((customer) => customer.record.customerNo).sort()
  throw failures.ambiguous({ wanted, count: found.length, numbers: numbers.slice(0, 5).join('、') })
}

/** Those of exactly the name; where there is none, all whom a search finds. */
async function byName(ctx: Context, name: string): Promise<StoredCustomer[]> {
  const found = await findMany(ctx, name, FOUND_AT_MOST)
  const exact = found.filter(({ record }) => (record.publicName ?? record.name) === name)
  return exact.length > 0 ? exact : found
}
