import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import type { Logger } from 'pino'
import { failures } from '../failures.ts'
import { makeSecret, readSecret } from '../secret.ts'

/** The key-encryption key. It stands in a file of its own, in no database and no backup of one. */
export interface Kek {
  /** Tells one key from another and says nothing about it: sixteen hexadecimal digits. */
  readonly id: string
  readonly wrapping: KeyObject
}

/**
 * Reads the key's file. Only where nothing was ever wrapped (`fresh`) is a missing file made: a new key for an old vault
 * would open nothing.
 */
export function readKek(file: string, fresh: boolean, log: Logger): Kek {
  if (!fresh && !existsSync(file)) throw failures.kekMissing({ file })
  let text: string
  try {
    text = (fresh ? makeSecret(file) : readSecret(file)) ?? ''
  } catch (cause) {
    throw failures.kekUnreadable({ file, reason: (cause as Error).message }, { cause })
  }
  if (!/^[0-9a-f]{64}$/i.test(text)) throw failures.kekUnreadable({ file, reason: '内容不是 64 个十六进制字符。' })
  if (process.platform !== 'win32' && statSync(file).mode & 0o077) {
    log.warn({ file }, '主密钥文件可被其他用户读取，请把权限改为 600')
  }
  const secret = Buffer.from(text, 'hex')
  const kek = kekOf(secret)
  secret.fill(0)
  return kek
}

export function kekOf(secret: Buffer): Kek {
  return {
    id: createHmac('sha256', secret).update('zhike kek id').digest('hex').slice(0, 16),
    wrapping: createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', 'zhike kek wrap', 32))),
  }
}
