import { newId } from '../../kernel/id.ts'
import type { Context } from '../../platform/context.ts'
import type { IdentityKind, PartyScope } from '../../platform/vault/vault.ts'
import { judgeFacts } from '../fact/index.ts'
import { missingBooks } from '../org/index.ts'
import { missingForNew } from './check.ts'
import {
  type CustomerDraft,
  type CustomerRecord,
  type DraftField,
  type DraftProblem,
  FIELD_NAMES,
  type IdentifyBy,
  isNatural,
  mergeDraft,
  problemsOfRecord,
  type SaveMode,
  sameRecord,
} from './domain.ts'
import { recordOf } from './load.ts'
import { openValues } from './sealed.ts'
import { type CustomerRow, loadRows } from './store.ts'

/** What will be done with one draft. `present` is the row that it changes. */
export type PlanEntry =
  | { readonly outcome: 'rejected'; readonly problems: readonly DraftProblem[] }
  | {
      readonly outcome: 'created' | 'updated' | 'unchanged'
      readonly partyId: string
      readonly scopeNo: number
      readonly record: CustomerRecord
      readonly present: CustomerRecord | undefined
      readonly rowVersion: number
    }

export interface PlanOptions {
  readonly mode: SaveMode
  readonly identifyBy: IdentifyBy
}

interface Claim {
  readonly kind: IdentityKind
  readonly value: string
  readonly field: DraftField
}

/** Parties that a draft collided with outside the principal's range: who they are may not be told, that it happened is audited. */
export interface Plan {
  readonly entries: readonly PlanEntry[]
  readonly unseen: readonly string[]
}

type Sight = 'free' | 'seen' | 'unseen'

/**
 * Decides, without writing anything, what each checked draft does: the same for a dry run and for the real one. Two drafts of one
 * call that speak of the same customer or number are the caller's to keep apart.
 */
export async function planSave(ctx: Context, drafts: readonly CustomerDraft[], options: PlanOptions): Promise<Plan> {
  const claims = drafts.map((draft) => claimsOf(draft))
  const holders = await findHolders(ctx, claims)
  const candidates = new Set<string>()
  for (const list of holders)
    for (const holder of list) if (holder && inRange(ctx, holder)) candidates.add(holder.partyId)
  const present = new Map((await loadRows(ctx, [...candidates])).map((row) => [row.party_id, row]))
  const opened = await openPresent(ctx, present)
  const unseen: string[] = []
  const entries = drafts.map((draft, index) =>
    planOne(ctx, draft, claims[index]!, holders[index]!, { present, opened, unseen, ...options }),
  )
  return { entries: await withFacts(ctx, drafts, await inBooks(ctx, entries)), unseen }
}

/** A new customer goes into a book that there is: into another nobody would keep them. */
async function inBooks(ctx: Context, entries: readonly PlanEntry[]): Promise<PlanEntry[]> {
  const wanted = new Set(entries.flatMap((entry) => (entry.outcome === 'created' ? entry.scopeNo : [])))
  const missing = await missingBooks(ctx, [...wanted])
  return entries.map((entry) =>
    entry.outcome === 'created' && missing.has(entry.scopeNo)
      ? reject('scopeNo', `没有编号为 ${entry.scopeNo} 的管户簿`)
      : entry,
  )
}

/** The identities that a draft claims for its customer. */
export function claimsOf(
  draft: Pick<CustomerDraft, 'customerNo' | 'identityNo' | 'identityKind' | 'registeredCode'>,
): Claim[] {
  const claims: Claim[] = []
  if (draft.customerNo != null) claims.push({ kind: 'customer_no', value: draft.customerNo, field: 'customerNo' })
  if (draft.identityNo != null) {
    claims.push({ kind: draft.identityKind ?? 'id_card', value: draft.identityNo, field: 'identityNo' })
  }
  if (draft.registeredCode != null) claims.push({ kind: 'uscc', value: draft.registeredCode, field: 'registeredCode' })
  return claims
}

async function findHolders(ctx: Context, claims: readonly (readonly Claim[])[]): Promise<(PartyScope | undefined)[][]> {
  const flat = await ctx.vault.findIdentities(claims.flat())
  let at = 0
  return claims.map((list) => {
    at += list.length
    return flat.slice(at - list.length, at)
  })
}

function inRange(ctx: Context, { partyId, scopeNo }: PartyScope): boolean {
  const { lo, hi, granted } = ctx.principal
  return (scopeNo >= lo && scopeNo <= hi) || granted.includes(partyId)
}

async function openPresent(ctx: Context, rows: ReadonlyMap<string, CustomerRow>): Promise<Map<string, CustomerRecord>> {
  if (rows.size === 0) return new Map()
  const keys = await ctx.vault.openKeys([...rows.keys()])
  return new Map([...rows].map(([partyId, row]) => [partyId, recordOf(row, openValues(keys, partyId, row.sealed))]))
}

interface Known extends PlanOptions {
  readonly present: ReadonlyMap<string, CustomerRow>
  readonly opened: ReadonlyMap<string, CustomerRecord>
  readonly unseen: string[]
}

function planOne(
  ctx: Context,
  draft: CustomerDraft,
  claims: readonly Claim[],
  holders: readonly (PartyScope | undefined)[],
  known: Known,
): PlanEntry {
  const keyField = KEY_FIELDS[known.identifyBy]
  const keyAt = claims.findIndex((claim) => claim.field === keyField)
  if (keyAt === -1) return reject(keyField, `不能为空：按${FIELD_NAMES[keyField]}识别客户`)
  // A number that the vault knows inside the range and main does not is the trace of a chunk that never came to its end: adopted.
  const sight = (holder: PartyScope | undefined): Sight =>
    holder === undefined ? 'free' : inRange(ctx, holder) ? 'seen' : 'unseen'
  const own = holders[keyAt]
  if (sight(own) === 'unseen') {
    known.unseen.push(own!.partyId)
    return reject(keyField, '已有建档，请联系所属机构')
  }
  const orphan = holders.find((holder) => sight(holder) === 'seen' && !known.present.has(holder!.partyId))
  const subject = own ?? orphan
  const row = own && known.present.get(own.partyId)
  const problems: DraftProblem[] = []
  for (const [index, claim] of claims.entries()) {
    const holder = holders[index]
    if (holder === undefined || holder.partyId === subject?.partyId) continue
    if (sight(holder) === 'unseen') {
      known.unseen.push(holder.partyId)
      problems.push({ field: claim.field, reason: '已有建档，请联系所属机构' })
    } else {
      const other = known.present.get(holder.partyId)
      const whose = other === undefined ? '一条未完成的导入' : `客户 ${other.customer_no} `
      problems.push({ field: claim.field, reason: `已由${whose}登记` })
    }
  }
  if (row === undefined) {
    if (known.mode === 'update') return reject(keyField, '没有这位客户，不能更新')
    return planNew(ctx, draft, subject, problems)
  }
  if (known.mode === 'create') return reject(keyField, `客户 ${row.customer_no} 已经存在，不能新建`)
  return planChange(draft, row, known.opened.get(row.party_id)!, problems)
}

function planNew(
  ctx: Context,
  draft: CustomerDraft,
  orphan: PartyScope | undefined,
  found: readonly DraftProblem[],
): PlanEntry {
  const scopeNo = draft.scopeNo ?? ownBook(ctx)
  const problems = [...found, ...missingForNew(draft)]
  if (scopeNo === undefined) problems.push({ field: 'scopeNo', reason: '请写明客户归属：您管辖多个账簿' })
  else if (scopeNo < ctx.principal.lo || scopeNo > ctx.principal.hi) {
    problems.push({ field: 'scopeNo', reason: '不在您的管辖范围内' })
  }
  const record = mergeDraft(draft, undefined)
  problems.push(...problemsOfRecord(record))
  if (problems.length > 0 || scopeNo === undefined) return { outcome: 'rejected', problems }
  const partyId = orphan?.partyId ?? newId(ctx.now.getTime())
  return { outcome: 'created', partyId, scopeNo, record, present: undefined, rowVersion: 0 }
}

function planChange(
  draft: CustomerDraft,
  row: CustomerRow,
  present: CustomerRecord,
  found: readonly DraftProblem[],
): PlanEntry {
  const problems = [...found]
  if (draft.kind !== undefined && isNatural(draft.kind) !== isNatural(present.kind)) {
    problems.push({ field: 'kind', reason: '不能在自然人与企业、机构之间改变，请另行建档' })
    return { outcome: 'rejected', problems }
  }
  if (draft.scopeNo !== undefined && draft.scopeNo !== row.scope_no) {
    problems.push({ field: 'scopeNo', reason: `客户现归属 ${row.scope_no}，变更归属请办理客户移交` })
  }
  const record = mergeDraft(draft, present)
  problems.push(...problemsOfRecord(record))
  if (problems.length > 0) return { outcome: 'rejected', problems }
  return {
    outcome: sameRecord(record, present) ? 'unchanged' : 'updated',
    partyId: row.party_id,
    scopeNo: row.scope_no,
    record,
    present,
    rowVersion: row.row_version,
  }
}

const KEY_FIELDS: Readonly<Record<IdentifyBy, DraftField>> = {
  customer_no: 'customerNo',
  identity_no: 'identityNo',
  registered_code: 'registeredCode',
}

function reject(field: DraftField, reason: string): PlanEntry {
  return { outcome: 'rejected', problems: [{ field, reason }] }
}

/** Where a customer goes that nobody said a book for: the only one of the principal, and book 1 for unattended work. */
function ownBook({ principal }: Context): number | undefined {
  if (principal.lo === principal.hi) return principal.lo
  return principal.kind === 'service' ? Math.max(1, principal.lo) : undefined
}

/** A customer whose row is the same but whose figures are not is an updated one. */
async function withFacts(
  ctx: Context,
  drafts: readonly CustomerDraft[],
  entries: readonly PlanEntry[],
): Promise<PlanEntry[]> {
  const families = new Map<string, { position: number; partyId: string; scopeNo: number; facts: number }[]>()
  for (const [position, entry] of entries.entries()) {
    if (entry.outcome !== 'unchanged') continue
    for (const [index, facts] of (drafts[position]!.facts ?? []).entries()) {
      const list = families.get(facts.family) ?? []
      list.push({ position, partyId: entry.partyId, scopeNo: entry.scopeNo, facts: index })
      families.set(facts.family, list)
    }
  }
  const changed = new Set<number>()
  for (const [family, list] of families) {
    const rows = list.map(({ position, partyId, scopeNo, facts }) => {
      const { source, asOf, values } = drafts[position]!.facts![facts]!
      return { partyId, scopeNo, source, asOf, values }
    })
    const verdicts = await judgeFacts(ctx, family, rows)
    for (const [index, verdict] of verdicts.entries()) if (verdict !== 'unchanged') changed.add(list[index]!.position)
  }
  return entries.map((entry, position) =>
    entry.outcome === 'unchanged' && changed.has(position) ? { ...entry, outcome: 'updated' as const } : entry,
  )
}
