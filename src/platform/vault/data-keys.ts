import { createSecretKey, type KeyObject, randomFillSync } from 'node:crypto'
import { failures } from '../failures.ts'
import { decrypt, encrypt } from './cipher.ts'
import type { Kek } from './kek.ts'
import type { DataKeys } from './vault.ts'

/** A data key as the vault keeps it. */
export interface WrappedKey {
  readonly partyId: string
  readonly kekId: string
  readonly wrapped: Buffer
}

const KEY_BYTES = 32

/** A new random data key under the key-encryption key, bound to its party. */
export function newWrappedKey(kek: Kek, partyId: string): Buffer {
  const plain = randomFillSync(Buffer.allocUnsafe(KEY_BYTES))
  const wrapped = encrypt(kek.wrapping, plain, keyContext(partyId))
  plain.fill(0)
  return wrapped
}

/** Opened keys are KeyObjects, never bytes that could be logged or stored. Each is opened at its first use. */
export function openDataKeys(kek: Kek, rows: readonly WrappedKey[]): DataKeys {
  const wrapped = new Map(rows.map((row) => [row.partyId, row]))
  const opened = new Map<string, KeyObject>()
  const keyOf = (partyId: string): KeyObject => {
    const known = opened.get(partyId)
    if (known) return known
    const row = wrapped.get(partyId)
    if (!row) throw failures.keyMissing()
    const key = unwrap(kek, row)
    opened.set(partyId, key)
    return key
  }
  return {
    has: (partyId) => wrapped.has(partyId),
    seal(partyId, table, values) {
      return encrypt(keyOf(partyId), Buffer.from(JSON.stringify(values)), sealContext(table, partyId))
    },
    open(partyId, table, sealed) {
      const plain = decrypt(keyOf(partyId), sealed, sealContext(table, partyId))
      if (!plain) throw failures.sealBroken({ table })
      return JSON.parse(plain.toString('utf8'))
    },
  }
}

function unwrap(kek: Kek, { partyId, kekId, wrapped }: WrappedKey): KeyObject {
  const plain = kekId === kek.id ? decrypt(kek.wrapping, wrapped, keyContext(partyId)) : undefined
  if (plain?.length !== KEY_BYTES) throw failures.sealBroken({ table: 'data_key' })
  const key = createSecretKey(plain)
  plain.fill(0)
  return key
}

function keyContext(partyId: string): string {
  return `data_key\0${partyId}`
}

function sealContext(table: string, partyId: string): string {
  return `${table}\0${partyId}`
}
