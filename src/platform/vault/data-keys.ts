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

/** A data key that has just been made, under the key-encryption key, bound to its party. */
export interface NewKey extends WrappedKey {
  readonly key: KeyObject
}

export function newDataKeys(kek: Kek, partyIds: readonly string[]): NewKey[] {
  const random = randomFillSync(Buffer.allocUnsafe(partyIds.length * KEY_BYTES))
  const made = partyIds.map((partyId, i) => {
    const plain = random.subarray(i * KEY_BYTES, (i + 1) * KEY_BYTES)
    return {
      partyId,
      kekId: kek.id,
      wrapped: encrypt(kek.wrapping, plain, keyContext(partyId)),
      key: createSecretKey(plain),
    }
  })
  random.fill(0)
  return made
}

/** Opened keys are KeyObjects, never bytes that could be logged or stored. A stored key is opened at its first use. */
export function openDataKeys(kek: Kek, rows: readonly (WrappedKey | NewKey)[]): DataKeys {
  const wrapped = new Map(rows.map((row) => [row.partyId, row]))
  const opened = new Map(rows.flatMap((row) => ('key' in row ? [[row.partyId, row.key] as const] : [])))
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
