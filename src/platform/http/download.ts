import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ZodType } from 'zod'
import { gate } from '../auth/gate.ts'
import { authorise, type Context } from '../context.ts'
import { callerOf } from './caller.ts'
import type { Operation, OperationInput } from './contract.ts'
import { httpFailures } from './failures.ts'
import { schemaOf } from './handle.ts'
import type { ZhikeServer } from './server-type.ts'

export interface Download {
  /** As the user's disk shall call it. */
  readonly fileName: string
  /** `text/csv; charset=utf-8` */
  readonly type: string
  readonly chunks: AsyncIterable<string | Buffer>
}

/** A download holds a connection to the database for as long as its reader takes; the others are left to everybody else. */
const AT_ONCE = 4
const enter = gate(AT_ONCE, 0, () => httpFailures.tooManyDownloads({ count: AT_ONCE }))

/**
 * Registers an operation that answers with a file, made chunk by chunk in one transaction under the caller's scope. That the
 * file goes out is recorded and committed before its first byte leaves: a reader who hangs up half-way has half of it and a record.
 */
export function handleDownload<Params extends ZodType, Query extends ZodType>(
  server: ZhikeServer,
  operation: Operation<Params, Query>,
  act: (ctx: Context, input: Omit<OperationInput<Params, Query, ZodType>, 'body'>) => Download,
): void {
  const { response: _response, ...schema } = schemaOf(operation)
  server.route({
    method: operation.method,
    url: `/api${operation.path}`,
    schema,
    async handler(request: FastifyRequest, reply: FastifyReply) {
      const caller = await callerOf(server, request, operation.act)
      const { params, query } = request as {
        params: OperationInput<Params, Query, ZodType>['params']
        query: typeof request.query
      }
      const trace = { traceId: request.id }
      const record = async (ctx: Context) => {
        authorise(ctx, operation.act)
        await ctx.audit.record({ act: operation.act, detail: { operation: operation.id, params, query } })
      }
      const work = (ctx: Context) => send(reply, act(ctx, { params, query } as never))
      await enter(async () => {
        await server.ground.transact(caller, record, trace)
        await server.ground.transact(caller, work, { ...trace, timeoutMs: operation.timeoutMs ?? 0 })
      })
      return reply
    },
  })
}

/** Resolves when the file is out, or the reader is gone; throws what making it threw. */
async function send(reply: FastifyReply, { fileName, type, chunks }: Download): Promise<void> {
  const iterator = chunks[Symbol.asyncIterator]()
  // The first chunk is made before the status is sent, so that a refusal is an answer and no broken file.
  const first = await iterator.next()
  let failure: unknown
  async function* all() {
    try {
      if (!first.done) yield first.value
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
    } catch (error) {
      failure = error
      throw error
    }
  }
  const stream = Readable.from(all(), { objectMode: true })
  reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`)
  reply.type(type).send(stream)
  await finished(stream).catch(() => {})
  if (failure !== undefined) throw failure
}
