import { authorise, type Context } from '../../platform/context.ts'
import type { CustomerDraft, DraftField, StoredCustomer } from './domain.ts'
import { FIELD_NAMES } from './domain.ts'
import { failures } from './failures.ts'
import { loadCustomers } from './load.ts'
import { type RecordApart, type RelationDraft, relate, unrelate } from './related.ts'
import { saveCustomers } from './save.ts'
import { findCustomer } from './search.ts'
import { type CustomerSheet, customerSheet } from './sheet.ts'

/** @throws customer.absent where there is none in range */
async function requireCustomer(ctx: Context, partyId: string): Promise<StoredCustomer> {
  const [customer] = await loadCustomers(ctx, [partyId])
  if (customer === undefined) throw failures.absent({ wanted: partyId })
  return customer
}

/** The sheet of the customer meant by a party id, a customer number or a whole name. */
export async function showCustomer(ctx: Context, wanted: string): Promise<CustomerSheet> {
  authorise(ctx, 'customer.read')
  return customerSheet(ctx, await findCustomer(ctx, wanted))
}

/**
 * @param recordApart is told that somebody tried a number which is on file elsewhere
 * @throws customer.rejected with one detail for each field that is wrong
 */
export async function createCustomer(
  ctx: Context,
  draft: CustomerDraft,
  recordApart?: RecordApart,
): Promise<{ partyId: string }> {
  authorise(ctx, 'customer.write')
  const partyId = await saveOne(ctx, draft, 'create', recordApart)
  await ctx.audit.record({ act: 'customer.create', partyId })
  return { partyId }
}

/**
 * Changes the fields that the draft names. `rowVersion` is the one that the user saw.
 * @throws customer.changedMeanwhile where somebody else has saved since; customer.rejected
 */
export async function changeCustomer(
  ctx: Context,
  partyId: string,
  rowVersion: number,
  draft: Omit<CustomerDraft, 'customerNo' | 'scopeNo'>,
  recordApart?: RecordApart,
): Promise<{ partyId: string; rowVersion: number }> {
  authorise(ctx, 'customer.write')
  const present = await requireCustomer(ctx, partyId)
  if (present.rowVersion !== rowVersion) throw failures.changedMeanwhile({ count: 1 })
  await saveOne(ctx, { ...draft, customerNo: present.record.customerNo }, 'update', recordApart)
  const saved = await requireCustomer(ctx, partyId)
  if (saved.rowVersion !== rowVersion) {
    await ctx.audit.record({ act: 'customer.change', partyId, detail: { fields: Object.keys(draft).sort() } })
  }
  return { partyId, rowVersion: saved.rowVersion }
}

async function saveOne(
  ctx: Context,
  draft: CustomerDraft,
  mode: 'create' | 'update',
  recordApart: RecordApart | undefined,
): Promise<string> {
  const { verdicts, unseen } = await saveCustomers(ctx, [draft], mode)
  const verdict = verdicts[0]!
  if (verdict.outcome !== 'rejected') return verdict.partyId
  for (const partyId of unseen) recordApart?.({ act: 'customer.duplicate', partyId })
  const details = verdict.problems.map(({ field, reason }) => ({ where: FIELD_NAMES[field], message: reason }))
  throw failures.rejected({}, { details })
}

/** What may be revealed: all that a list masks. */
export const REVEALABLE = ['name', 'identityNo', 'phone', 'email', 'address', 'remark'] as const

export type RevealField = (typeof REVEALABLE)[number] & DraftField

/**
 * Identifying values in full, for a reason that is recorded before they are shown: an answer without its audit event is not possible.
 * @throws customer.reasonRequired
 */
export async function revealCustomer(
  ctx: Context,
  partyId: string,
  fields: readonly RevealField[],
  reason: string,
): Promise<Partial<Record<RevealField, string | null>>> {
  authorise(ctx, 'customer.reveal')
  if ([...reason.trim()].length < 4) throw failures.reasonRequired()
  const { record } = await requireCustomer(ctx, partyId)
  await ctx.audit.record({
    act: 'customer.reveal',
    partyId,
    detail: { fields: [...fields].sort(), reason: reason.trim() },
  })
  const values = { ...record, name: record.publicName ?? record.name }
  return Object.fromEntries(fields.map((field) => [field, values[field]]))
}

export async function relateCustomer(
  ctx: Context,
  partyId: string,
  draft: RelationDraft,
  recordApart?: RecordApart,
): Promise<{ otherId: string }> {
  authorise(ctx, 'customer.write')
  return { otherId: await relate(ctx, await requireCustomer(ctx, partyId), draft, recordApart) }
}

export async function unrelateCustomer(
  ctx: Context,
  partyId: string,
  otherId: string,
  relation: string,
): Promise<{ done: true }> {
  authorise(ctx, 'customer.write')
  await requireCustomer(ctx, partyId)
  await unrelate(ctx, partyId, otherId, relation)
  return { done: true }
}
