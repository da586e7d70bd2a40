import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from 'node:crypto'

const ALGORITHM = 'aes-256-gcm'
const VERSION = 1
const NONCE = 12
const TAG = 16

const pool = Buffer.allocUnsafe(NONCE * 1024)
let used = pool.length

/** A random 96-bit nonce. Under one party's key at most 2^32 may be drawn; a party's rows are some thousands. @source NIST SP 800-38D §8.3 */
function nextNonce(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += NONCE
  return pool.subarray(used - NONCE, used)
}

/** version (1 byte), nonce (12), ciphertext, tag (16). */
export function encrypt(key: KeyObject, plain: Buffer, associated: string): Buffer {
  const nonce = nextNonce()
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG })
  cipher.setAAD(Buffer.from(associated))
  const sealed = Buffer.allocUnsafe(1 + NONCE + plain.length + TAG)
  sealed[0] = VERSION
  nonce.copy(sealed, 1)
  cipher.update(plain).copy(sealed, 1 + NONCE)
  cipher.final()
  cipher.getAuthTag().copy(sealed, sealed.length - TAG)
  return sealed
}

/** Undefined where it is not exactly what `encrypt` made under this key and associated data. */
export function decrypt(key: KeyObject, sealed: Buffer, associated: string): Buffer | undefined {
  if (sealed.length < 1 + NONCE + TAG || sealed[0] !== VERSION) return undefined
  const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(1, 1 + NONCE), { authTagLength: TAG })
  decipher.setAAD(Buffer.from(associated))
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG))
  try {
    const plain = decipher.update(sealed.subarray(1 + NONCE, sealed.length - TAG))
    decipher.final()
    return plain
  } catch {
    return undefined
  }
}
