import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'
import { makeSecret, secretFile } from '../secret.ts'
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
  const file = secretFile(dataDir, 'audit.key')
  const secret = Buffer.from(makeSecret(file), 'hex')
  if (secret.length !== LENGTH) throw auditFailures.badKey({ file })
  return auditKeysOf(secret)
}

export function auditKeysOf(secret: Buffer): AuditKeys {
  return { event: derive(secret, 'event'), seal: derive(secret, 'seal') }
}

function derive(secret: Buffer, purpose: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `zhike audit ${purpose}`, LENGTH)))
}
