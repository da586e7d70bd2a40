import type { FastifyReply, FastifyRequest } from 'fastify'
import type { output, ZodType } from 'zod'
import { callerOf } from '../http/caller.ts'
import type { Operation } from '../http/contract.ts'
import { handle, schemaOf } from '../http/handle.ts'
import type { ZhikeServer } from '../http/server-type.ts'
import { giveToken, takeToken, tokenOf } from '../http/session-cookie.ts'
import {
  changePasswordOperation,
  chooseCapacityOperation,
  signInOperation,
  signInWithCodeOperation,
  signOutOperation,
  whoAmIOperation,
} from './contract.ts'
import { authFailures } from './failures.ts'
import { type LoginLimits, loginLimits } from './limits.ts'
import { chooseCapacity } from './session.ts'
import { changePassword, signIn, signInWithCode, signOut, type Visitor } from './sign-in.ts'

const DONE = { done: true } as const

/** Signing in and out. Those that give a cookie are no use cases in one transaction, so they stand beside `handle`. */
export function authRoutes(server: ZhikeServer): void {
  let limits: LoginLimits | undefined
  const limited = () => (limits ??= loginLimits(server.ground.pool))

  giving(server, signInOperation, (visitor, body) => signIn(server.ground, limited(), visitor, body))
  giving(server, signInWithCodeOperation, (visitor, body) => signInWithCode(server.ground, limited(), visitor, body))
  giving(server, changePasswordOperation, async (visitor, body, request) => {
    const principal = await callerOf(server, request, 'signed-in')
    return changePassword(server.ground, limited(), visitor, principal, body)
  })

  handle(server, whoAmIOperation, async (ctx) => {
    const { id, kind, name, acts } = ctx.principal
    const capacities = await server.principals.capacitiesOf(ctx, id)
    return { principal: { id, kind, name }, acts: [...acts].sort(), capacities: [...capacities] }
  })
  handle(server, chooseCapacityOperation, async (ctx, { body }, { request }) => {
    const capacities = await server.principals.capacitiesOf(ctx, ctx.principal.id)
    if (!capacities.some(({ id }) => id === body.id)) throw authFailures.notYourPost()
    await chooseCapacity(ctx, tokenOf(request)!, body.id)
    return DONE
  })
  handle(server, signOutOperation, async (ctx, _input, { request, reply }) => {
    await signOut(ctx, tokenOf(request)!)
    takeToken(request, reply)
    return DONE
  })
}

function giving<Body extends ZodType>(
  server: ZhikeServer,
  operation: Operation<ZodType, ZodType, Body>,
  enter: (visitor: Visitor, body: output<Body>, request: FastifyRequest) => Promise<string>,
): void {
  server.route({
    method: operation.method,
    url: `/api${operation.path}`,
    schema: schemaOf(operation),
    async handler(request: FastifyRequest, reply: FastifyReply) {
      const visitor = { address: request.ip, traceId: request.id, token: tokenOf(request) }
      giveToken(request, reply, await enter(visitor, request.body as output<Body>, request))
      return reply.send(DONE)
    },
  })
}
