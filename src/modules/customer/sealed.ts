import type { DataKeys } from '../../platform/vault/vault.ts'
import type { SealedValues } from './domain.ts'

const FIELDS = ['name', 'identityKind', 'identityNo', 'phone', 'email', 'address', 'remark'] as const

/** The ciphertext of a customer's identifying values: one for the row, absent values left out. */
export function sealValues(keys: DataKeys, partyId: string, values: SealedValues): Buffer {
  const present: Record<string, string> = {}
  for (const field of FIELDS) {
    const value = values[field]
    if (value !== null) present[field] = value
  }
  return keys.seal(partyId, 'customer', present)
}

export function openValues(keys: DataKeys, partyId: string, sealed: Buffer): SealedValues {
  const opened = keys.open(partyId, 'customer', sealed)
  return {
    name: opened.name ?? null,
    identityKind: opened.identityKind ?? null,
    identityNo: opened.identityNo ?? null,
    phone: opened.phone ?? null,
    email: opened.email ?? null,
    address: opened.address ?? null,
    remark: opened.remark ?? null,
  }
}
