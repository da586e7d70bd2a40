import type { Context } from '../../platform/context.ts'
import type { CustomerRecord, SealedValues, StoredCustomer } from './domain.ts'
import { openValues } from './sealed.ts'
import { type CustomerRow, loadRows } from './store.ts'

export function recordOf(row: CustomerRow, sealed: SealedValues): CustomerRecord {
  return {
    customerNo: row.customer_no,
    kind: row.kind,
    stage: row.stage,
    publicName: row.public_name,
    registeredCode: row.registered_code,
    industry: row.industry,
    region: row.region,
    foundedOn: row.founded_on,
    birthDate: row.birth_date,
    customerSince: row.customer_since,
    ...sealed,
  }
}

/** Rows with their sealed values opened: one question to the vault for all. */
export async function openRows(ctx: Pick<Context, 'vault'>, rows: readonly CustomerRow[]): Promise<StoredCustomer[]> {
  if (rows.length === 0) return []
  const keys = await ctx.vault.openKeys(rows.map((row) => row.party_id))
  return rows.map((row) => ({
    partyId: row.party_id,
    scopeNo: row.scope_no,
    record: recordOf(row, openValues(keys, row.party_id, row.sealed)),
    rowVersion: row.row_version,
    source: row.source,
    createdAt: row.created_at,
    recordedAt: row.recorded_at,
  }))
}

/** The customers of these parties that the principal may see, in the order asked. */
export async function loadCustomers(
  ctx: Pick<Context, 'client' | 'vault'>,
  partyIds: readonly string[],
): Promise<StoredCustomer[]> {
  const found = new Map(
    (await openRows(ctx, await loadRows(ctx, partyIds))).map((customer) => [customer.partyId, customer]),
  )
  return partyIds.flatMap((partyId) => found.get(partyId) ?? [])
}
