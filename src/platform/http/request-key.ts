import type { FastifyRequest } from 'fastify'
import { type RequestKey, requestKey } from '../idempotency.ts'
import { httpFailures } from './failures.ts'

const VISIBLE = /^[\x21-\x7e]{8,100}$/

/** The request's `Idempotency-Key`. @throws http.badKey where it is none, or the operation takes none. */
export function keyOf({ headers, method, url, body }: FastifyRequest, idempotent: boolean): RequestKey | undefined {
  const key = headers['idempotency-key']
  if (key === undefined) return undefined
  if (!idempotent || typeof key !== 'string' || !VISIBLE.test(key)) throw httpFailures.badKey()
  return requestKey(key, method, url, body)
}
