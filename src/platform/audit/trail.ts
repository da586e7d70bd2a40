import { createHmac, type KeyObject } from 'node:crypto'
import type pg from 'pg'
import { newId } from '../../kernel/id.ts'
import { canonicalJson } from './canonical.ts'
import { auditFailures } from './failures.ts'

/** Something that somebody did. `detail` holds no `identify` value. */
export interface AuditEvent {
  /** The name of the act, `customer.reveal`. */
  readonly act: string
  readonly partyId?: string
  /** The clause that it rests on, `document/version/clause`. */
  readonly clause?: string
  readonly detail?: Record<string, unknown>
  /** Who acted, where that is not the context's principal: somebody who is just signing in. */
  readonly principalId?: string
}

/** Records an event in the act's own transaction, under a keyed MAC. An event that cannot be recorded stops the act. */
export interface AuditTrail {
  record(event: AuditEvent): Promise<void>
}

/** An event as its row keeps it. */
export interface AuditRow {
  readonly event_id: string
  readonly at: Date
  readonly principal_id: string
  readonly act: string
  readonly party_id: string | null
  readonly clause: string | null
  /** Canonical JSON. */
  readonly detail: string
}

/** What a trail writes with: the transaction, who acts in it, and when. */
export interface TrailGround {
  readonly client: pg.ClientBase
  readonly principalId: string
  readonly now: Date
  readonly traceId: string
}

/** HMAC-SHA-256 over the row as a canonical JSON array, so that no two rows share one encoding. */
export function eventMac(key: KeyObject, row: AuditRow): Buffer {
  const fields = [row.event_id, row.at.toISOString(), row.principal_id, row.act, row.party_id, row.clause, row.detail]
  return createHmac('sha256', key).update(JSON.stringify(fields)).digest()
}

/** @throws audit.notWritten, which rolls the act back. */
export function auditTrail(key: KeyObject, { client, principalId, now, traceId }: TrailGround): AuditTrail {
  return {
    async record(event) {
      const row: AuditRow = {
        event_id: newId(),
        at: now,
        principal_id: event.principalId ?? principalId,
        act: event.act,
        party_id: event.partyId ?? null,
        clause: event.clause ?? null,
        detail: canonicalJson({ ...event.detail, trace: traceId }),
      }
      try {
        await client.query(INSERT, [...Object.values(row), eventMac(key, row)])
      } catch (cause) {
        throw auditFailures.notWritten({}, { cause })
      }
    },
  }
}

const INSERT = `WITH event AS (
  INSERT INTO zhike.audit_event (event_id, at, principal_id, act, party_id, clause, detail, mac)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING event_id
) INSERT INTO zhike.audit_unsealed SELECT event_id FROM event`
