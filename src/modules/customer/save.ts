import type { Context } from '../../platform/context.ts'
import { saveParties, saveRoles } from '../../platform/party.ts'
import { nameTokens } from '../../platform/pinyin.ts'
import type { DataKeys, IdentityClaim, NameEntry, ValueEntry } from '../../platform/vault/vault.ts'
import { type FactRow, saveFacts } from '../fact/index.ts'
import { checkDraft } from './check.ts'
import {
  type CustomerDraft,
  type IdentifyBy,
  isNatural,
  nameOf,
  type SaveMode,
  sameRecord,
  type Verdict,
} from './domain.ts'
import { phoneKey } from './phone.ts'
import { claimsOf, type Plan, type PlanEntry, planSave } from './save-plan.ts'
import { sealValues } from './sealed.ts'
import { type CustomerWrite, insertCustomers, updateCustomers } from './store.ts'

export interface SaveOptions {
  /** Where the rows come from, as every row records it. */
  readonly source?: string
  /** The import or feed that the rows belong to. */
  readonly batchId?: string | null
  readonly identifyBy?: IdentifyBy
}

export interface SaveResult {
  /** One for each draft, in order. */
  readonly verdicts: readonly Verdict[]
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly rejected: number
  /** Parties outside the principal's range that drafts collided with: for the audit, not to be told. */
  readonly unseen: readonly string[]
}

/**
 * Saves customers with their facts, any number in one go: checked, compared with what is there, and only differences written, the
 * vault first. A bad draft is rejected and does not stop the others. Drafts of one call must speak of different customers.
 */
export async function saveCustomers(
  ctx: Context,
  drafts: readonly CustomerDraft[],
  mode: SaveMode = 'upsert',
  options: SaveOptions = {},
): Promise<SaveResult> {
  const checked = drafts.map((draft) => checkDraft(draft, ctx.today))
  const sound = checked.flatMap(({ draft, problems }) => (problems.length === 0 ? [draft] : []))
  const plan = await planSave(ctx, sound, { mode, identifyBy: options.identifyBy ?? 'customer_no' })
  await applyPlan(ctx, sound, plan.entries, options)
  await recordUnseen(ctx, plan)
  let at = 0
  const verdicts = checked.map(
    ({ problems }): Verdict =>
      problems.length > 0 ? { outcome: 'rejected', problems } : verdictOf(plan.entries[at++]!),
  )
  return { verdicts, ...countVerdicts(verdicts), unseen: plan.unseen }
}

export function verdictOf(entry: PlanEntry): Verdict {
  return entry.outcome === 'rejected' ? entry : { outcome: entry.outcome, partyId: entry.partyId }
}

export function countVerdicts(verdicts: readonly Pick<Verdict, 'outcome'>[]): Omit<SaveResult, 'verdicts' | 'unseen'> {
  const counts = { created: 0, updated: 0, unchanged: 0, rejected: 0 }
  for (const { outcome } of verdicts) counts[outcome]++
  return counts
}

type Accepted = Exclude<PlanEntry, { outcome: 'rejected' }>

/** Writes what a plan says: vault, then parties, customers and facts in the context's transaction. */
export async function applyPlan(
  ctx: Context,
  drafts: readonly CustomerDraft[],
  entries: readonly PlanEntry[],
  options: SaveOptions,
): Promise<void> {
  const source = options.source ?? '人工录入'
  const batchId = options.batchId ?? null
  const created: Accepted[] = []
  const changed: Accepted[] = []
  for (const entry of entries) {
    if (entry.outcome === 'created') created.push(entry)
    else if (entry.outcome === 'updated' && !sameRecord(entry.record, entry.present!)) changed.push(entry)
  }
  const keysOfNew = await writeVaultOfNew(ctx, created)
  const keysOfChanged = await writeVaultOfChanged(ctx, changed)
  await saveParties(ctx, [...created, ...changed.filter(renamed)].map(partyOf))
  const since = ctx.today
  const staged = [...created, ...changed.filter((entry) => entry.record.stage !== entry.present!.stage)]
  await saveRoles(
    ctx,
    staged.map(({ partyId, scopeNo, record }) => ({ partyId, scopeNo, role: 'customer', stage: record.stage, since })),
  )
  await insertCustomers(
    ctx,
    created.map((entry) => writeOf(entry, keysOfNew!)),
    source,
    batchId,
  )
  await updateCustomers(
    ctx,
    changed.map((entry) => writeOf(entry, keysOfChanged!)),
    source,
    batchId,
  )
  for (const [family, rows] of factsOf(drafts, entries)) await saveFacts(ctx, family, rows, batchId)
}

/** That somebody tried numbers that are on file out of their range is recorded, whether they were to be saved or only tried. */
export async function recordUnseen(ctx: Context, { unseen }: Pick<Plan, 'unseen'>): Promise<void> {
  if (unseen.length === 0) return
  await ctx.audit.record({ act: 'customer.duplicate', detail: { parties: [...new Set(unseen)] } })
}

async function writeVaultOfNew(ctx: Context, created: readonly Accepted[]): Promise<DataKeys | undefined> {
  if (created.length === 0) return undefined
  return ctx.vault.writeChunk({
    parties: created.map(({ partyId, scopeNo }) => ({ partyId, scopeNo })),
    identities: created.flatMap(identitiesOf),
    values: created.flatMap((entry) => valuesOf(entry).filter(({ values }) => values.length > 0)),
    names: created.flatMap(namesOf),
  })
}

/** An identity that a customer had stays claimed: an old passport goes on finding its holder. */
async function writeVaultOfChanged(ctx: Context, changed: readonly Accepted[]): Promise<DataKeys | undefined> {
  if (changed.length === 0) return undefined
  const keys = await ctx.vault.writeChunk({
    parties: changed.map(({ partyId, scopeNo }) => ({ partyId, scopeNo })),
    identities: changed.flatMap(identitiesOf),
    values: [],
    names: [],
  })
  await ctx.vault.indexValues(changed.flatMap((entry) => valuesOf(entry)))
  await ctx.vault.indexNames(changed.filter(renamed).flatMap(namesOf))
  return keys
}

function identitiesOf({ partyId, scopeNo, record }: Accepted): IdentityClaim[] {
  return claimsOf(record).map(({ kind, value }) => ({ partyId, scopeNo, kind, value }))
}

function valuesOf({ partyId, scopeNo, record }: Accepted): ValueEntry[] {
  const { phone, email } = record
  return [
    { partyId, scopeNo, kind: 'phone', values: phone === null ? [] : [phoneKey(phone)] },
    { partyId, scopeNo, kind: 'email', values: email === null ? [] : [email.toLowerCase()] },
  ]
}

function namesOf({ partyId, scopeNo, record }: Accepted): NameEntry[] {
  return record.name === null ? [] : [{ partyId, scopeNo, tokens: nameTokens(record.name) }]
}

function renamed({ record, present }: Accepted): boolean {
  return present !== undefined && nameOf(record) !== nameOf(present)
}

function partyOf({ partyId, scopeNo, record }: Accepted) {
  const kind = isNatural(record.kind) ? ('person' as const) : ('organisation' as const)
  return { partyId, scopeNo, kind, publicName: record.publicName }
}

function writeOf({ partyId, scopeNo, record, rowVersion }: Accepted, keys: DataKeys): CustomerWrite {
  return { partyId, scopeNo, values: record, sealed: sealValues(keys, partyId, record), rowVersion }
}

function factsOf(drafts: readonly CustomerDraft[], entries: readonly PlanEntry[]): Map<string, FactRow[]> {
  const families = new Map<string, FactRow[]>()
  for (const [position, entry] of entries.entries()) {
    if (entry.outcome !== 'created' && entry.outcome !== 'updated') continue
    for (const { family, source, asOf, values } of drafts[position]!.facts ?? []) {
      const row = { partyId: entry.partyId, scopeNo: entry.scopeNo, source, asOf, values }
      const list = families.get(family)
      if (list === undefined) families.set(family, [row])
      else list.push(row)
    }
  }
  return families
}
