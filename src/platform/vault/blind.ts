import { createHmac, createSecretKey, hkdfSync } from 'node:crypto'

/** Makes keyed digests of values: equal values of one kind meet, and without the index secret nothing can be looked up. */
export interface BlindIndex {
  /** 128 bits as 32 hexadecimal digits; equal values of two kinds give different digests. */
  digest(kind: string, value: string): string
  /** 64 bits as a decimal text, for a bigint column. */
  token(token: string): string
}

const DIGEST_BYTES = 16
/** A number is looked for and claimed within moments: the numbers of a few chunks, so that each is digested once. */
const RECENT_VALUES = 10_000
/** Names of a people repeat: of 100,000 names' 1.2 million tokens some 60,000 differ. */
const RECENT_TOKENS = 100_000

/** `secret` is the vault's own: it vanishes with the vault, and no other store holds it. */
export function openBlindIndex(secret: Buffer): BlindIndex {
  // A copy, since keys are derived as kinds turn up and the caller wipes its bytes.
  const root = createSecretKey(secret)
  const macOf = (kind: string) => {
    const key = createSecretKey(Buffer.from(hkdfSync('sha256', root, '', `zhike blind ${kind}`, 32)))
    return (value: string) => createHmac('sha256', key).update(value).digest()
  }
  const digestOf = (kind: string) => {
    const mac = macOf(kind)
    return remembering(RECENT_VALUES, (value) => mac(normaliseValue(kind, value)).toString('hex', 0, DIGEST_BYTES))
  }
  const kinds = new Map<string, (value: string) => string>()
  const nameMac = macOf('name')
  return {
    digest(kind, value) {
      const digest = kinds.get(kind) ?? digestOf(kind)
      kinds.set(kind, digest)
      return digest(value)
    },
    token: remembering(RECENT_TOKENS, (token) => nameMac(token).readBigInt64BE(0).toString()),
  }
}

/** `make` that remembers at least its last `count` answers, and at most twice as many. */
function remembering(count: number, make: (key: string) => string): (key: string) => string {
  let young = new Map<string, string>()
  let old = new Map<string, string>()
  return (key) => {
    const known = young.get(key)
    if (known !== undefined) return known
    const answer = old.get(key) ?? make(key)
    if (young.size === count) {
      old = young
      young = new Map()
    }
    young.set(key, answer)
    return answer
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
