import type { FastifyRequest } from 'fastify'
import { ANONYMOUS } from '../auth/anonymous.ts'
import { authFailures } from '../auth/failures.ts'
import { findSession } from '../auth/session.ts'
import { type Principal, SYSTEM } from '../principal.ts'
import type { ZhikeServer } from './server-type.ts'
import { tokenOf } from './session-cookie.ts'

/**
 * Who calls: read from the database at each request, so that a session closed, an account disabled or a post taken away
 * counts from the next one on.
 * @throws auth.signInNeeded where the act needs somebody and nobody is signed in.
 */
export async function callerOf(server: ZhikeServer, request: FastifyRequest, act: string): Promise<Principal> {
  const token = tokenOf(request)
  const found =
    token === undefined
      ? undefined
      : await server.ground.transact(
          SYSTEM,
          async (ctx) => {
            const session = await findSession(ctx, token)
            return session && server.principals.principalOf(ctx, session.principalId, session.capacity)
          },
          { traceId: request.id },
        )
  if (!found && act !== 'open') throw authFailures.signInNeeded()
  return found ?? ANONYMOUS
}
