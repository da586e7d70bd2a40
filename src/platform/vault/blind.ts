import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'

/** Makes keyed digests of values: equal values of one kind meet, and without the index secret nothing can be looked up. */
export interface BlindIndex {
  /** 128 bits as 32 hexadecimal digits; equal values of two kinds give different digests. */
  digest(kind: string, value: string): string
  /** 64 bits as a decimal text, for a bigint column. */
  token(token: string): string
}

const DIGEST_BYTES = 16
/** Names of a people repeat: of 100,000 names' 1.2 million tokens some 60,000 differ. A full cache starts anew. */
const CACHED_TOKENS = 200_000

/** `secret` is the vault's own: it vanishes with the vault, and no other store holds it. */
export function openBlindIndex(secret: Buffer): BlindIndex {
  const keys = new Map<string, KeyObject>()
  const keyOf = (kind: string) => {
    const known = keys.get(kind)
    if (known) return known
    const key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `zhike blind ${kind}`, 32)))
    keys.set(kind, key)
    return key
  }
  const mac = (kind: string, value: string) => createHmac('sha256', keyOf(kind)).update(value).digest()
  const cached = new Map<string, string>()
  return {
    digest: (kind, value) => mac(kind, normaliseValue(kind, value)).toString('hex', 0, DIGEST_BYTES),
    token(token) {
      const known = cached.get(token)
      if (known) return known
      if (cached.size >= CACHED_TOKENS) cached.clear()
      const made = mac('name', token).readBigInt64BE(0).toString()
      cached.set(token, made)
      return made
    },
  }
}

/** Kinds whose numbers are written with letters and digits only: all else in them is layout. */
const NUMBER_KINDS = new Set(['id_card', 'uscc', 'passport', 'travel_permit', 'phone', 'id_tail', 'card_no'])

/** One spelling of a value: full-width becomes half-width, small letters capitals, and layout (spaces, hyphens, brackets) goes. */
export function normaliseValue(kind: string, value: string): string {
  if (/^[0-9A-Z]*$/.test(value)) return value
  const plain = value.normalize('NFKC').replace(/\s+/gu, '').toUpperCase()
  return NUMBER_KINDS.has(kind) ? plain.replace(/[^\p{L}\p{N}]/gu, '') : plain
}
