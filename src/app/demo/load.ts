import { addDays, type LocalDate } from '../../kernel/local-date.ts'
import { type CustomerDraft, saveCustomers } from '../../modules/customer/index.ts'
import { type FactRow, loadFacts, type MetricValue, saveFacts, saveMetrics } from '../../modules/fact/index.ts'
import { type LoadedBooks, listUnits, loadOrganisation } from '../../modules/org/index.ts'
import { loadShippedPolicies } from '../../modules/policy/index.ts'
import type { Context } from '../../platform/context.ts'
import type { Ground } from '../../platform/ground.ts'
import { SYSTEM } from '../../platform/principal.ts'
import { assessDemo, type DemoGrades } from './assess.ts'
import { DEFAULT_SEED, type DemoBank, type DemoCustomer, hasPast } from './customer.ts'
import { generateCustomers } from './customers.ts'
import { failures } from './failures.ts'
import { customerNumber } from './numbers.ts'
import { demoOrganisation, UNITS } from './organisation.ts'
import { earlierQuarters } from './quarters.ts'
import { relateStories } from './relations.ts'
import { monthEnds } from './series.ts'

export interface DemoOptions {
  readonly size: number
  readonly seed?: number
  /** The day that the demo calls today; left out: the day of the first load, and on a first load the business date. */
  readonly anchor?: LocalDate
  readonly onProgress?: (done: number, total: number, label: string) => void
  readonly signal?: AbortSignal
}

export interface DemoLoaded {
  readonly anchor: LocalDate
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly grades: DemoGrades
}

/** Customers that one transaction takes. */
const CHUNK = 2_000
const SOURCE = '演示数据'

/**
 * Loads the demo bank: shipped policies, organisation, customers with facts and month-ends, and the results of the four policies,
 * those of the credit assessment for eight quarters.
 * Loading it again changes nothing; a larger size adds the customers that are missing.
 * @throws demo.otherOrganisation where another institution lives in the database
 */
export async function loadDemo(ground: Ground, options: DemoOptions): Promise<DemoLoaded> {
  const { books, anchor } = await ground.transact(SYSTEM, async (ctx) => ({
    books: await enterOrganisation(ctx),
    anchor: options.anchor ?? (await firstAnchor(ctx)) ?? ctx.today,
  }))
  await loadShippedPolicies(ground)
  const bank: DemoBank = { size: options.size, seed: options.seed ?? DEFAULT_SEED, anchor }
  const counts = await loadCustomers(ground, bank, books, options)
  await ground.transact(SYSTEM, relateStories)
  const grades = await assessDemo(ground, bank, options)
  return { anchor, ...counts, grades }
}

async function enterOrganisation(ctx: Context): Promise<LoadedBooks> {
  const ours = new Set(UNITS.map(({ code }) => code))
  const other = (await listUnits(ctx)).find(({ code, lo, parent }) => parent === null && lo > 0 && !ours.has(code))
  if (other) throw failures.otherOrganisation({ name: other.name, code: other.code })
  return loadOrganisation(ctx, demoOrganisation())
}

/** The balances of the first customer are of the day before the anchor. */
async function firstAnchor(ctx: Context): Promise<LocalDate | undefined> {
  const [first] = await ctx.vault.findIdentities([{ kind: 'customer_no', value: customerNumber(0) }])
  if (!first) return undefined
  const loaded = await loadFacts(ctx, 'customer', first.partyId, ['deposit_balance'])
  const asOf = loaded?.provenance.get('deposit_balance')?.asOf
  return asOf ? addDays(asOf, 1) : undefined
}

type Counts = Pick<DemoLoaded, 'created' | 'updated' | 'unchanged'>

async function loadCustomers(
  ground: Ground,
  bank: DemoBank,
  books: LoadedBooks,
  { onProgress, signal }: DemoOptions,
): Promise<Counts> {
  const counts = { created: 0, updated: 0, unchanged: 0 }
  let done = 0
  for (const chunk of chunksOf(generateCustomers(bank), CHUNK)) {
    signal?.throwIfAborted()
    const saved = await ground.transact(SYSTEM, (ctx) => saveChunk(ctx, bank, books, chunk, done), { timeoutMs: 0 })
    counts.created += saved.created
    counts.updated += saved.updated
    counts.unchanged += saved.unchanged
    done += chunk.length
    onProgress?.(done, bank.size, '客户')
  }
  return counts
}

async function saveChunk(
  ctx: Context,
  bank: DemoBank,
  books: LoadedBooks,
  customers: readonly DemoCustomer[],
  from: number,
): Promise<Counts> {
  const drafts = customers.map((customer) => draftOf(customer, books))
  const saved = await saveCustomers(ctx, drafts, 'upsert', { source: SOURCE })
  const families = new Map<string, FactRow[]>()
  const metrics: MetricValue[] = []
  for (const [at, customer] of customers.entries()) {
    const verdict = saved.verdicts[at]!
    if (verdict.outcome === 'rejected') {
      const reason = verdict.problems.map(({ field, reason }) => `${field} ${reason}`).join('；')
      throw failures.rejected({ customerNo: customer.customerNo, reason })
    }
    const place = { partyId: verdict.partyId, scopeNo: drafts[at]!.scopeNo! }
    const past = hasPast(bank) ? earlierQuarters(bank, from + at, customer) : []
    for (const { family, ...row } of [...past, ...customer.facts]) listIn(families, family).push({ ...place, ...row })
    if (!hasPast(bank)) continue
    for (const point of monthEnds(bank, from + at, customer)) metrics.push({ ...place, ...point })
  }
  for (const [family, rows] of families) await saveFacts(ctx, family, rows, null)
  if (metrics.length > 0) await saveMetrics(ctx, metrics)
  return saved
}

function draftOf({ keeper, facts: _facts, turn: _turn, ...values }: DemoCustomer, books: LoadedBooks): CustomerDraft {
  return { ...values, scopeNo: books.ofStaff(keeper) }
}

function listIn<K, V>(lists: Map<K, V[]>, key: K): V[] {
  const list = lists.get(key) ?? []
  lists.set(key, list)
  return list
}

function* chunksOf<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let chunk: T[] = []
  for (const item of items) {
    chunk.push(item)
    if (chunk.length < size) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}
