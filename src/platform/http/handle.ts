import type { FastifyReply, FastifyRequest } from 'fastify'
import { type output, ZodObject, type ZodType } from 'zod'
import type { AuditEvent } from '../audit/trail.ts'
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
  /**
   * Records in a transaction of its own after the act's, whether that was committed or not. Not during it: an act that waits for
   * a second connection while it holds one can wait for itself, once all connections are held so.
   */
  recordApart(event: AuditEvent): void
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
      const apart: AuditEvent[] = []
      const exchange: Exchange = { request, reply, recordApart: (event) => void apart.push(event) }
      const { params, query, body } = request
      const input = { params, query, body } as OperationInput<Params, Query, Body>
      const work = async (ctx: Context) => {
        // Also before an answer is given again: its caller may have lost the act since.
        if (operation.act !== 'open' && operation.act !== 'signed-in') authorise(ctx, operation.act)
        const once = () => act(ctx, input, exchange)
        return key === undefined ? once() : answerOnce(ctx, key, operation.answer, once)
      }
      const limits = { traceId: request.id, ...(timeoutMs === undefined ? {} : { timeoutMs }) }
      const answer = await server.ground.transact(caller, work, limits).finally(async () => {
        if (apart.length > 0) await server.ground.transact(caller, (ctx) => recordAll(ctx, apart), limits)
      })
      return reply.status(status).send(answer)
    },
  })
}

async function recordAll({ audit }: Context, events: readonly AuditEvent[]): Promise<void> {
  for (const event of events) await audit.record(event)
}

/**
 * The contract as fastify and the OpenAPI document read it. A parameter that the query does not know is refused: a filter misspelt
 * would else give the whole list.
 */
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
    ...(query && { querystring: query instanceof ZodObject ? query.strict() : query }),
    ...(body && { body }),
    response: { [status]: answer, default: errorAnswer },
  }
}
