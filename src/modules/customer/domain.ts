import type { LocalDate } from '../../kernel/local-date.ts'
import type { FactColumnValue } from '../fact/index.ts'

export type CustomerKind = 'person' | 'sole_trader' | 'farmer' | 'company' | 'institution'
export type CustomerStage = 'prospect' | 'active' | 'dormant' | 'closed'

export const KIND_NAMES: Readonly<Record<CustomerKind, string>> = {
  person: '个人',
  sole_trader: '个体工商户',
  farmer: '农户',
  company: '企业',
  institution: '机构',
}

export const STAGE_NAMES: Readonly<Record<CustomerStage, string>> = {
  prospect: '潜在客户',
  active: '正式客户',
  dormant: '睡眠客户',
  closed: '已销户',
}

export const IDENTITY_KIND_NAMES: Readonly<Record<string, string>> = {
  id_card: '居民身份证',
  passport: '护照',
  travel_permit: '港澳台居民来往内地通行证',
}

/** A natural person: the name is sealed, and found through the vault. A sole trader and a farming household stand for theirs. */
export function isNatural(kind: CustomerKind): boolean {
  return kind === 'person' || kind === 'sole_trader' || kind === 'farmer'
}

/** Values that stand sealed under the customer's own key. */
export interface SealedValues {
  /** Of a natural person; an organisation's name is public. */
  readonly name: string | null
  readonly identityKind: string | null
  readonly identityNo: string | null
  readonly phone: string | null
  readonly email: string | null
  readonly address: string | null
  readonly remark: string | null
}

/** Values in plain columns. */
export interface OpenValues {
  readonly customerNo: string
  readonly kind: CustomerKind
  readonly stage: CustomerStage
  readonly publicName: string | null
  readonly registeredCode: string | null
  readonly industry: string | null
  readonly region: string | null
  readonly foundedOn: LocalDate | null
  readonly birthDate: LocalDate | null
  readonly customerSince: LocalDate | null
}

/** All that a customer's own row says. */
export type CustomerRecord = OpenValues & SealedValues

/** A row as it stands: the record and how it got there. */
export interface StoredCustomer {
  readonly partyId: string
  readonly scopeNo: number
  readonly record: CustomerRecord
  readonly rowVersion: number
  readonly source: string
  readonly createdAt: Date
  readonly recordedAt: Date
}

/** Figures that came with a customer: one family, one source, one date. */
export interface DraftFacts {
  readonly family: string
  readonly source: string
  readonly asOf: LocalDate
  readonly values: Readonly<Record<string, FactColumnValue>>
}

/**
 * What somebody says about a customer: a form, a row of a file, a feed. A field that is left out keeps what it has; null makes it
 * unknown. A new customer needs `customerNo`, `kind` and `name`.
 */
export interface CustomerDraft {
  readonly customerNo?: string | undefined
  readonly kind?: CustomerKind | undefined
  readonly stage?: CustomerStage | undefined
  /** Number of the book it belongs to; left out: the principal's own. Of a known customer it must be the present one. */
  readonly scopeNo?: number | undefined
  readonly name?: string | undefined
  readonly identityKind?: string | null | undefined
  readonly identityNo?: string | null | undefined
  readonly phone?: string | null | undefined
  readonly email?: string | null | undefined
  readonly address?: string | null | undefined
  readonly remark?: string | null | undefined
  readonly registeredCode?: string | null | undefined
  readonly industry?: string | null | undefined
  readonly region?: string | null | undefined
  readonly foundedOn?: LocalDate | null | undefined
  readonly birthDate?: LocalDate | null | undefined
  readonly customerSince?: LocalDate | null | undefined
  readonly facts?: readonly DraftFacts[] | undefined
}

export type DraftField = Exclude<keyof CustomerDraft, 'facts'>

/** The Chinese name of each field, as a form, a header and a message show it. */
export const FIELD_NAMES: Readonly<Record<DraftField, string>> = {
  customerNo: '客户号',
  kind: '客户类型',
  stage: '客户阶段',
  scopeNo: '客户归属',
  name: '客户名称',
  identityKind: '证件类型',
  identityNo: '证件号码',
  phone: '手机号码',
  email: '电子邮箱',
  address: '联系地址',
  remark: '备注',
  registeredCode: '统一社会信用代码',
  industry: '行业',
  region: '地区',
  foundedOn: '成立日期',
  birthDate: '出生日期',
  customerSince: '开户日期',
}

export type SaveMode = 'create' | 'update' | 'upsert'

/** How a draft finds its customer. */
export type IdentifyBy = 'customer_no' | 'identity_no' | 'registered_code'

/** One thing wrong with one field of a draft. */
export interface DraftProblem {
  readonly field: DraftField
  readonly reason: string
}

export type Verdict =
  | { readonly outcome: 'created' | 'updated' | 'unchanged'; readonly partyId: string }
  | { readonly outcome: 'rejected'; readonly problems: readonly DraftProblem[] }

/** What is wrong with the record as a whole, once a draft is laid over what is known. */
export function problemsOfRecord(record: CustomerRecord): DraftProblem[] {
  const problems: DraftProblem[] = []
  const natural = isNatural(record.kind)
  if (natural && record.kind !== 'sole_trader' && record.registeredCode !== null) {
    problems.push({ field: 'registeredCode', reason: `${KIND_NAMES[record.kind]}没有统一社会信用代码` })
  }
  if (!natural && record.identityNo !== null) {
    problems.push({ field: 'identityNo', reason: '企业和机构请填统一社会信用代码，证件号码只用于自然人' })
  }
  if (!natural && record.birthDate !== null) {
    problems.push({ field: 'birthDate', reason: '出生日期只用于自然人' })
  }
  return problems
}

/** Lays a draft over the present record, or over nothing. */
export function mergeDraft(draft: CustomerDraft, present: CustomerRecord | undefined): CustomerRecord {
  const kind = draft.kind ?? present?.kind ?? 'person'
  const natural = isNatural(kind)
  const name = draft.name ?? present?.name ?? present?.publicName ?? ''
  const keep = <K extends keyof CustomerRecord & keyof CustomerDraft>(field: K): CustomerRecord[K] | null =>
    draft[field] === undefined ? (present?.[field] ?? null) : (draft[field] as CustomerRecord[K] | null)
  const identityNo = keep('identityNo')
  return {
    customerNo: draft.customerNo ?? present?.customerNo ?? '',
    kind,
    stage: draft.stage ?? present?.stage ?? 'active',
    publicName: natural ? null : name,
    registeredCode: keep('registeredCode'),
    industry: keep('industry'),
    region: keep('region'),
    foundedOn: keep('foundedOn'),
    birthDate: keep('birthDate'),
    customerSince: keep('customerSince'),
    name: natural ? name : null,
    identityKind: identityNo === null ? null : (keep('identityKind') ?? 'id_card'),
    identityNo,
    phone: keep('phone'),
    email: keep('email'),
    address: keep('address'),
    remark: keep('remark'),
  }
}

export function sameRecord(a: CustomerRecord, b: CustomerRecord): boolean {
  for (const field in a) {
    if (a[field as keyof CustomerRecord] !== b[field as keyof CustomerRecord]) return false
  }
  return true
}

/** The name that people call the customer by, whichever column it stands in. */
export function nameOf(record: Pick<CustomerRecord, 'name' | 'publicName'>): string {
  return record.publicName ?? record.name ?? ''
}
