import type { FastifyRequest } from 'fastify'
import { ANONYMOUS } from '../auth/anonymous.ts'
import { authFailures } from '../auth/failures.ts'
import { findSession } from '../auth/session.ts'
import type { Principal } from '../principal.ts'
import type { ZhikeServer } from './server-type.ts'
import { tokenOf } from './session-cookie.ts'

/**
 * Who calls. The session is read at each request, so that one that was closed, and an account that was disabled, counts from the
 * next one on; posts and books are read again after a second.
 * @throws auth.signInNeeded where the act needs somebody and nobody is signed in.
 */
export async function callerOf(server: ZhikeServer, request: FastifyRequest, act: string): Promise<Principal> {
  const { ground, principals } = server
  const token = tokenOf(request)
  const session = token === undefined ? undefined : await findSession(ground.pool, ground.clock.now(), token)
  const caller = session && (await principals.remembered(ground, session))
  if (!caller && act !== 'open') throw authFailures.signInNeeded()
  return caller ?? ANONYMOUS
}
