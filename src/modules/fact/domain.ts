import type { LocalDate } from '../../kernel/local-date.ts'

/** One entry of the dictionary (数据项与指标). */
export interface FactDefinition {
  readonly subject: string
  readonly identifier: string
  readonly name: string
  /** As an article writes it: 金额, 比率, 数量, 小数(n), 天数, 月数, 年数, 代码, 文本, 是否, 日期. */
  readonly type: string
  readonly unit: string
  readonly codes: readonly string[]
  readonly protection: 'measure' | 'public'
  readonly source: string
  /** Days after which a value is stale; undefined: never. */
  readonly freshDays?: number | undefined
  /** The table that holds it, `fact_customer_own`. */
  readonly family: string
  /** The clause that defined it, `document/version/clause`; undefined for a shipped fact. */
  readonly definedBy?: string | undefined
}

/**
 * Which state of the facts is meant: as known and valid now; what was valid on `asOf` as known now; what was recorded at the
 * instant `recordedAt` (replay); or what was valid on a date as it was recorded at an instant.
 */
export type Moment = 'now' | { readonly asOf?: LocalDate; readonly recordedAt?: Date }

/** What a fact's column may hold; a date is written `YYYY-MM-DD`, a number is a scaled integer. */
export type FactColumnValue = string | number | boolean | null

/** One party's values of one family. A column that `values` leaves out keeps what it has; null makes it unknown. */
export interface FactRow {
  readonly partyId: string
  readonly scopeNo: number
  readonly source: string
  readonly asOf: LocalDate
  readonly values: Readonly<Record<string, FactColumnValue>>
}

export interface Provenance {
  readonly source: string
  readonly asOf: LocalDate | null
  readonly recordedAt: Date
  readonly stale: boolean
}

/** The PostgreSQL type of a fact's column, as `add_fact` chooses it. */
export function columnTypeOf(type: string): 'bigint' | 'text' | 'boolean' | 'date' {
  if (type === '代码' || type === '文本') return 'text'
  if (type === '是否') return 'boolean'
  if (type === '日期') return 'date'
  return 'bigint'
}

const TYPES = new Set(['金额', '比率', '数量', '天数', '月数', '年数', '代码', '文本', '是否', '日期'])

export function isFactType(type: string): boolean {
  return TYPES.has(type) || /^小数\([0-9]\)$/.test(type)
}

/** The columns that every family has; a fact may not be called so. */
const RESERVED = new Set(['party_id', 'scope_no', 'source', 'batch_id', 'as_of', 'recorded_at'])

export function isFactIdentifier(identifier: string): boolean {
  return /^[a-z][a-z0-9_]{0,62}$/.test(identifier) && !RESERVED.has(identifier)
}

/** How a type is shown: 代码（好、一般、差）, 金额（元）. */
export function showFactType(definition: Pick<FactDefinition, 'type' | 'unit' | 'codes'>): string {
  if (definition.codes.length > 0) return `${definition.type}（${definition.codes.join('、')}）`
  return definition.unit === '' ? definition.type : `${definition.type}（${definition.unit}）`
}

/** True where two definitions hold the same values: a policy that declares the fact again finds it as it wants it. */
export function sameFactType(
  a: Pick<FactDefinition, 'type' | 'unit' | 'codes'>,
  b: Pick<FactDefinition, 'type' | 'unit' | 'codes'>,
): boolean {
  return a.type === b.type && a.unit === b.unit && a.codes.join('\n') === b.codes.join('\n')
}

export function isStale(asOf: LocalDate | null, freshDays: number | undefined, today: LocalDate): boolean {
  if (asOf === null || freshDays === undefined) return false
  return (Date.parse(today) - Date.parse(asOf)) / 86_400_000 > freshDays
}
