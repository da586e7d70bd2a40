import { createHash, randomBytes } from 'node:crypto'
import type pg from 'pg'
import type { Context } from '../context.ts'

const IDLE_MINUTES = 30
const LONGEST_HOURS = 12
/** The row is touched at most so often, so that reading does not write at every request. */
const TOUCH_SECONDS = 60

export interface Session {
  readonly principalId: string
  readonly capacity: string | undefined
}

/** An opaque token of 256 bits; the database keeps its SHA-256 only, so that a copy of the table opens nothing. */
export async function openSession({ client, now }: Context, principalId: string, capacity?: string): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await client.query(
    `INSERT INTO zhike.session (token_hash, principal_id, capacity, created_at, seen_at, expires_at)
     VALUES ($1, $2, $3, $4, $4, $4::timestamptz + make_interval(hours => $5))`,
    [hashOf(token), principalId, capacity ?? null, now, LONGEST_HOURS],
  )
  return token
}

/**
 * The live session of a token. Idle for half an hour, twelve hours old, or its principal disabled: there is none. Asked at every
 * request, so it is one statement without a transaction, over tables that no row security covers.
 */
export async function findSession(pool: pg.Pool, now: Date, token: string): Promise<Session | undefined> {
  const { rows } = await pool.query<{ principal_id: string; capacity: string | null; stale: boolean }>({
    name: 'find-session',
    text: `SELECT s.principal_id, s.capacity, s.seen_at < $2::timestamptz - make_interval(secs => $4) AS stale
     FROM zhike.session s JOIN zhike.principal p USING (principal_id)
     WHERE s.token_hash = $1 AND s.expires_at > $2 AND s.seen_at > $2::timestamptz - make_interval(mins => $3)
       AND p.disabled_at IS NULL`,
    values: [hashOf(token), now, IDLE_MINUTES, TOUCH_SECONDS],
  })
  const row = rows[0]
  if (!row) return undefined
  if (row.stale) await pool.query('UPDATE zhike.session SET seen_at = $2 WHERE token_hash = $1', [hashOf(token), now])
  return { principalId: row.principal_id, capacity: row.capacity ?? undefined }
}

export async function chooseCapacity({ client, audit }: Context, token: string, capacity: string): Promise<void> {
  await client.query('UPDATE zhike.session SET capacity = $2 WHERE token_hash = $1', [hashOf(token), capacity])
  await audit.record({ act: 'auth.chooseCapacity', detail: { capacity } })
}

export async function closeSession({ client }: Context, token: string): Promise<void> {
  await client.query('DELETE FROM zhike.session WHERE token_hash = $1', [hashOf(token)])
}

/** Everywhere the person is signed in: after a new password, or when the account is disabled. */
export async function closeSessionsOf({ client }: Context, principalId: string): Promise<void> {
  await client.query('DELETE FROM zhike.session WHERE principal_id = $1', [principalId])
}

export async function forgetSessions({ client, now }: Pick<Context, 'client' | 'now'>): Promise<number> {
  const { rowCount } = await client.query(
    'DELETE FROM zhike.session WHERE expires_at < $1 OR seen_at < $1::timestamptz - make_interval(mins => $2)',
    [now, IDLE_MINUTES],
  )
  return rowCount ?? 0
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
