import { createHash } from 'node:crypto'
import type { output, ZodType } from 'zod'
import { canonicalJson } from './audit/canonical.ts'
import type { Context } from './context.ts'
import { httpFailures } from './http/failures.ts'

/** What makes two requests the same one: the caller's key, and a digest of what was asked. */
export interface RequestKey {
  readonly key: string
  readonly hash: Buffer
}

export function requestKey(key: string, method: string, path: string, body: unknown): RequestKey {
  const hash = createHash('sha256')
    .update(canonicalJson([method, path, body ?? null]))
    .digest()
  return { key, hash }
}

/**
 * Does `work` once per key: the answer is kept in the act's own transaction, so that it exists exactly when the act does, and
 * the same request gets it again for a day. An act that fails keeps nothing and may be tried again under its key.
 * @source draft-ietf-httpapi-idempotency-key-header: 422 for a key with another request, 409 while the first is in flight
 * @throws http.keyReused, http.inFlight
 */
export async function answerOnce<Answer extends ZodType>(
  ctx: Context,
  { key, hash }: RequestKey,
  schema: Answer,
  work: () => Promise<output<Answer>>,
): Promise<output<Answer>> {
  const { client, principal } = ctx
  const lock = await client.query<{ free: boolean }>(
    'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS free',
    [`idempotency ${principal.id} ${key}`],
  )
  if (!lock.rows[0]!.free) throw httpFailures.inFlight()
  const { rows } = await client.query<{ request_hash: Buffer; body: string }>(
    'SELECT request_hash, body FROM zhike.idempotency WHERE principal_id = $1 AND key = $2',
    [principal.id, key],
  )
  const first = rows[0]
  if (first) {
    if (!first.request_hash.equals(hash)) throw httpFailures.keyReused()
    return schema.parse(JSON.parse(first.body))
  }
  const answer = schema.parse(await work())
  await client.query(
    `INSERT INTO zhike.idempotency (principal_id, key, request_hash, body, created_at) VALUES ($1, $2, $3, $4, $5)`,
    [principal.id, key, hash, JSON.stringify(answer ?? null), ctx.now],
  )
  return answer
}

/** Keys older than a day; their requests count as new. */
export async function forgetKeys({ client, now }: Pick<Context, 'client' | 'now'>): Promise<number> {
  const { rowCount } = await client.query(
    `DELETE FROM zhike.idempotency WHERE created_at < $1::timestamptz - interval '1 day'`,
    [now],
  )
  return rowCount ?? 0
}
