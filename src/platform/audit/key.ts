import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { auditFailures } from './failures.ts'

/** Two keys of one secret: who can write an event's MAC cannot therefore write a seal's. */
export interface AuditKeys {
  readonly event: KeyObject
  readonly seal: KeyObject
}

const LENGTH = 32

/**
 * The audit keys of a data folder, made on first use. The secret stands outside the database, so that whoever can rewrite
 * rows cannot also restamp them.
 * @throws audit.badKey where the file is not 32 bytes of hexadecimal.
 */
export function openAuditKeys(dataDir: string): AuditKeys {
  const file = join(dataDir, 'secrets', 'audit.key')
  const secret = Buffer.from(readOrMake(file).trim(), 'hex')
  if (secret.length !== LENGTH) throw auditFailures.badKey({ file })
  return auditKeysOf(secret)
}

export function auditKeysOf(secret: Buffer): AuditKeys {
  return { event: derive(secret, 'event'), seal: derive(secret, 'seal') }
}

function derive(secret: Buffer, purpose: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `zhike audit ${purpose}`, LENGTH)))
}

/** `wx` lets exactly one of several processes that start together make the file. */
function readOrMake(file: string): string {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  try {
    writeFileSync(file, `${randomBytes(LENGTH).toString('hex')}\n`, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(file, 'utf8')
}
