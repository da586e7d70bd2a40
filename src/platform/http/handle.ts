import type { FastifyReply, FastifyRequest } from 'fastify'
import type { output, ZodType } from 'zod'
import { authorise, type Context } from '../context.ts'
import { answerOnce } from '../idempotency.ts'
import { callerOf } from './caller.ts'
import type { Operation, OperationInput } from './contract.ts'
import { errorAnswer } from './error-answer.ts'
import { keyOf } from './request-key.ts'
import type { ZhikeServer } from './server-type.ts'

/** The exchange itself, for what is about HTTP only: a cookie. */
export interface Exchange {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/**
 * Registers one operation: validate → authorise → act → present, in one transaction under the caller's scope. `act` is a use
 * case; what it returns is checked and trimmed to the contract's answer.
 */
export function handle<Params extends ZodType, Query extends ZodType, Body extends ZodType, Answer extends ZodType>(
  server: ZhikeServer,
  operation: Operation<Params, Query, Body, Answer>,
  act: (ctx: Context, input: OperationInput<Params, Query, Body>, exchange: Exchange) => Promise<output<Answer>>,
): void {
  const status = operation.status ?? 200
  server.route({
    method: operation.method,
    url: `/api${operation.path}`,
    schema: schemaOf(operation),
    ...(operation.bodyLimit === undefined ? {} : { bodyLimit: operation.bodyLimit }),
    async handler(request: FastifyRequest, reply: FastifyReply) {
      const caller = await callerOf(server, request, operation.act)
      const key = keyOf(request, operation.idempotent ?? false)
      const { timeoutMs } = operation
      const work = async (ctx: Context) => {
        if (operation.act !== 'open' && operation.act !== 'signed-in') authorise(ctx, operation.act)
        const { params, query, body } = request
        return act(ctx, { params, query, body } as OperationInput<Params, Query, Body>, {
          request,
          reply,
        })
      }
      const answer = await server.ground.transact(
        caller,
        (ctx) => (key === undefined ? work(ctx) : answerOnce(ctx, key, operation.answer, () => work(ctx))),
        { traceId: request.id, ...(timeoutMs === undefined ? {} : { timeoutMs }) },
      )
      return reply.status(status).send(answer)
    },
  })
}

/** The contract as fastify and the OpenAPI document read it. */
export function schemaOf(operation: Operation) {
  const { id, summary, act, params, query, body, answer, status = 200, idempotent } = operation
  const who = act === 'open' ? '无须登录。' : act === 'signed-in' ? '须登录。' : `须有权限 ${act}。`
  return {
    operationId: id,
    summary,
    description: idempotent ? `${who}可带请求头 Idempotency-Key 防止重复执行。` : who,
    ...(act === 'open' && { security: [] }),
    tags: [id.split('.')[0]!],
    ...(params && { params }),
    ...(query && { querystring: query }),
    ...(body && { body }),
    response: { [status]: answer, default: errorAnswer },
  }
}
