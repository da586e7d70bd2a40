import { z } from 'zod'
import { isId } from '../../kernel/id.ts'
import type { Context } from '../../platform/context.ts'
import { decodeMark, encodeMark, type Page, pageFrom } from '../../platform/http/page.ts'
import { customerCondition } from './condition.ts'
import type { CustomerKind, CustomerStage, StoredCustomer } from './domain.ts'
import { failures } from './failures.ts'
import { openRows } from './load.ts'
import { maskCustomer } from './masking.ts'
import { type CustomerRow, ROW_COLUMNS } from './store.ts'

/** One line of a list: nothing in it needs a logged reveal. */
export interface CustomerLine {
  readonly partyId: string
  readonly customerNo: string
  readonly kind: CustomerKind
  readonly stage: CustomerStage
  readonly name: string
  readonly phone: string | null
  readonly registeredCode: string | null
  readonly industry: string | null
  readonly region: string | null
  readonly customerSince: string | null
  readonly book: number
}

export interface CustomerFilter {
  readonly kind?: CustomerKind | undefined
  readonly stage?: CustomerStage | undefined
  readonly book?: number | undefined
  /** In the policy language, over the customer's facts. */
  readonly condition?: string | undefined
  /** A kept selection, by name or id; not beside a condition. */
  readonly selection?: string | undefined
}

export interface ListQuery extends CustomerFilter {
  readonly after?: string | undefined
  readonly limit: number
}

/** Counted exactly up to here; beyond it a list says 10,000+. */
export const COUNTED = 10_000

const MARK = z.tuple([z.int32(), z.string(), z.string().refine(isId)])

/** Customers in range by book and number. A page costs the same however deep it lies. */
export async function listCustomers(ctx: Context, query: ListQuery): Promise<Page<CustomerLine>> {
  const rows = await selectRows(ctx, query)
  const page = pageFrom(rows, query.limit, (row) => encodeMark([row.scope_no, row.customer_no, row.party_id]))
  return { rows: (await openRows(ctx, page.rows)).map(lineOf), next: page.next }
}

/** The rows of a page and one more. */
export async function selectRows(ctx: Context, query: ListQuery): Promise<CustomerRow[]> {
  const { from, tests, values } = await filterSql(ctx, query)
  const after = query.after === undefined ? undefined : decodeMark(query.after, MARK)
  if (query.after !== undefined && after === undefined) throw failures.badPage()
  const bind = (value: unknown) => `$${values.push(value)}`
  if (after !== undefined) {
    const [scopeNo, number, partyId] = after
    tests.push(
      `(subject.scope_no, subject.customer_no, subject.party_id) > (${bind(scopeNo)}::int, ${bind(number)}::text, ${bind(partyId)}::uuid)`,
    )
  }
  const { rows } = await ctx.client.query<CustomerRow>(
    `SELECT ${ROW_COLUMNS.map((name) => `subject.${name}`).join(', ')} FROM ${from} WHERE ${tests.join(' AND ')}
     ORDER BY subject.scope_no, subject.customer_no, subject.party_id LIMIT ${bind(query.limit + 1)}`,
    values,
  )
  return rows
}

/** How many customers a filter has; `COUNTED + 1` stands for more. */
export async function countCustomers(ctx: Context, filter: CustomerFilter): Promise<number> {
  const { from, tests, values } = await filterSql(ctx, filter)
  const { rows } = await ctx.client.query<{ total: number }>(
    `SELECT count(*) AS total FROM (SELECT FROM ${from} WHERE ${tests.join(' AND ')} LIMIT ${COUNTED + 1}) AS counted`,
    values,
  )
  return rows[0]!.total
}

async function filterSql(ctx: Context, filter: CustomerFilter) {
  const { relation, where } = await customerCondition(ctx, {
    // An empty field of a form is no condition.
    where: filter.condition?.trim() || undefined,
    selection: filter.selection?.trim() || undefined,
  })
  const values: unknown[] = []
  const bind = (value: unknown) => `$${values.push(value)}`
  const tests = [where, rangeTest(ctx, bind)]
  if (filter.kind !== undefined) tests.push(`subject.kind = ${bind(filter.kind)}`)
  if (filter.stage !== undefined) tests.push(`subject.stage = ${bind(filter.stage)}`)
  if (filter.book !== undefined) tests.push(`subject.scope_no = ${bind(filter.book)}`)
  return { from: relation.from, tests, values }
}

/**
 * Says nothing that row security does not, but as a plain range of the index that also gives the order: through the policy's OR
 * alone the index would be read from its beginning.
 */
function rangeTest({ principal: { lo, hi, granted } }: Context, bind: (value: unknown) => string): string {
  const range = `subject.scope_no BETWEEN ${bind(lo)}::int AND ${bind(hi)}::int`
  return granted.length === 0 ? range : `(${range} OR subject.party_id = ANY (${bind([...granted])}::uuid[]))`
}

export function lineOf({ partyId, scopeNo, record }: StoredCustomer): CustomerLine {
  const { name, phone } = maskCustomer(record)
  const { customerNo, kind, stage, registeredCode, industry, region, customerSince } = record
  return {
    partyId,
    customerNo,
    kind,
    stage,
    name,
    phone,
    registeredCode,
    industry,
    region,
    customerSince,
    book: scopeNo,
  }
}
