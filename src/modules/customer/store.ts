import type { LocalDate } from '../../kernel/local-date.ts'
import type { Context } from '../../platform/context.ts'
import { type ColumnType, type ColumnValue, columnArray } from '../../platform/database/column-array.ts'
import type { CustomerKind, CustomerStage, OpenValues } from './domain.ts'
import { failures } from './failures.ts'

/** The table's row, as the database has it. */
export interface CustomerRow {
  party_id: string
  scope_no: number
  customer_no: string
  kind: CustomerKind
  stage: CustomerStage
  public_name: string | null
  registered_code: string | null
  industry: string | null
  region: string | null
  founded_on: LocalDate | null
  birth_date: LocalDate | null
  customer_since: LocalDate | null
  sealed: Buffer
  row_version: number
  source: string
  created_at: Date
  recorded_at: Date
}

/** A row to be written: open values in plain columns, the others sealed. */
export interface CustomerWrite {
  readonly partyId: string
  readonly scopeNo: number
  readonly values: OpenValues
  readonly sealed: Buffer
  /** Of the row that it replaces; 0 for a new one. */
  readonly rowVersion: number
}

const VALUE_COLUMNS = [
  'customer_no',
  'kind',
  'stage',
  'public_name',
  'registered_code',
  'industry',
  'region',
  'founded_on',
  'birth_date',
  'customer_since',
  'sealed',
] as const

const HISTORY_COLUMNS = ['party_id', 'recorded_at', 'scope_no', ...VALUE_COLUMNS, 'row_version', 'source', 'batch_id']

export const ROW_COLUMNS = [
  'party_id',
  'scope_no',
  ...VALUE_COLUMNS,
  'row_version',
  'source',
  'created_at',
  'recorded_at',
] as const

/** The rows of these parties that the principal may see, in no order. */
export async function loadRows(ctx: Pick<Context, 'client'>, partyIds: readonly string[]): Promise<CustomerRow[]> {
  if (partyIds.length === 0) return []
  const { rows } = await ctx.client.query<CustomerRow>(
    `SELECT ${ROW_COLUMNS.join(', ')} FROM customer WHERE party_id = ANY ($1::uuid[])`,
    [columnArray('uuid', partyIds)],
  )
  return rows
}

const STAGED: readonly (readonly [string, ColumnType, (write: CustomerWrite) => ColumnValue])[] = [
  ['party_id', 'uuid', (write) => write.partyId],
  ['scope_no', 'integer', (write) => write.scopeNo],
  ['customer_no', 'text', ({ values }) => values.customerNo],
  ['kind', 'text', ({ values }) => values.kind],
  ['stage', 'text', ({ values }) => values.stage],
  ['public_name', 'text', ({ values }) => values.publicName],
  ['registered_code', 'text', ({ values }) => values.registeredCode],
  ['industry', 'text', ({ values }) => values.industry],
  ['region', 'text', ({ values }) => values.region],
  ['founded_on', 'date', ({ values }) => values.foundedOn],
  ['birth_date', 'date', ({ values }) => values.birthDate],
  ['customer_since', 'date', ({ values }) => values.customerSince],
  ['sealed', 'bytea', (write) => write.sealed],
  ['row_version', 'integer', (write) => write.rowVersion],
]

const STAGE = `unnest(${STAGED.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ')})
  AS s(${STAGED.map(([name]) => name).join(', ')})`

const [SOURCE, BATCH, NOW] = [1, 2, 3].map((offset) => `$${STAGED.length + offset}`) as [string, string, string]

function stageParameters(
  writes: readonly CustomerWrite[],
  source: string,
  batchId: string | null,
  now: Date,
): unknown[] {
  return [...STAGED.map(([, type, of]) => columnArray(type, writes.map(of))), source, batchId, now.toISOString()]
}

const UNIQUE_VIOLATION = '23505'

/**
 * Enters new customers, set-based. Their parties, roles and keys are there already.
 * @throws customer.changedMeanwhile where another save has entered one of them since it was looked for
 */
export async function insertCustomers(
  ctx: Pick<Context, 'client' | 'now'>,
  writes: readonly CustomerWrite[],
  source: string,
  batchId: string | null,
): Promise<void> {
  if (writes.length === 0) return
  const inserted = ctx.client.query(
    `INSERT INTO customer (party_id, scope_no, ${VALUE_COLUMNS.join(', ')}, row_version, source, batch_id, created_at, recorded_at)
     SELECT s.party_id, s.scope_no, ${VALUE_COLUMNS.map((name) => `s.${name}`).join(', ')}, 1,
       ${SOURCE}::text, ${BATCH}::uuid, ${NOW}::timestamptz, ${NOW}::timestamptz
     FROM ${STAGE}`,
    stageParameters(writes, source, batchId, ctx.now),
  )
  await inserted.catch((error: { code?: string }) => {
    throw error.code === UNIQUE_VIOLATION
      ? failures.changedMeanwhile({ count: writes.length }, { cause: error })
      : error
  })
}

/**
 * Replaces customers whose version is still the one that was read, and keeps the old rows in the history in the same statement;
 * throws `customer.changedMeanwhile` where a version is another by now.
 */
export async function updateCustomers(
  ctx: Pick<Context, 'client' | 'now'>,
  writes: readonly CustomerWrite[],
  source: string,
  batchId: string | null,
): Promise<void> {
  if (writes.length === 0) return
  const columns = HISTORY_COLUMNS.join(', ')
  const { rowCount } = await ctx.client.query(
    `WITH updated AS (
       UPDATE customer c SET ${VALUE_COLUMNS.map((name) => `${name} = s.${name}`).join(', ')},
         row_version = c.row_version + 1, source = ${SOURCE}::text, batch_id = ${BATCH}::uuid,
         recorded_at = greatest(${NOW}::timestamptz, c.recorded_at + interval '1 microsecond')
       FROM ${STAGE} JOIN customer was ON was.party_id = s.party_id
       WHERE c.party_id = s.party_id AND c.row_version = s.row_version AND was.row_version = s.row_version
       RETURNING ${HISTORY_COLUMNS.map((name) => `was.${name}`).join(', ')}
     )
     INSERT INTO customer_history (${columns}) SELECT ${columns} FROM updated`,
    stageParameters(writes, source, batchId, ctx.now),
  )
  if (rowCount !== writes.length) throw failures.changedMeanwhile({ count: writes.length - (rowCount ?? 0) })
}
