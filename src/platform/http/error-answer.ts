import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors, isResponseSerializationError } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Failure } from '../../kernel/failure.ts'
import { asFailure } from '../database/database-failure.ts'
import { present } from '../presenter.ts'
import { httpFailures } from './failures.ts'
import '../validation.ts'
import { statusOf } from './status.ts'

/** What every answer that is no success holds. */
export const errorAnswer = z
  .object({
    error: z.object({
      code: z.string(),
      what: z.string(),
      why: z.string().optional(),
      next: z.string(),
      clause: z
        .object({
          document: z.string(),
          title: z.string(),
          version: z.number().int(),
          clause: z.string(),
          citation: z.string(),
        })
        .optional(),
      details: z.array(z.object({ where: z.string(), message: z.string() })),
      traceId: z.string(),
    }),
  })
  .meta({ id: 'Error', description: '出错时的统一回答：发生了什么、为什么、下一步怎么做。' })

/** The parts of a request, where something is wrong with one as a whole; a field stands by its own name. */
const PARTS: Readonly<Record<string, string>> = {
  body: '提交内容',
  querystring: '查询条件',
  params: '地址',
  headers: '请求头',
}

/** The presenter of the HTTP side: failures with their text, all else as a defect whose inside goes to the log only. */
export async function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { kind, ...shown } = present(understood(error))
  if (kind === 'defect') request.log.error({ err: error }, 'a request failed')
  const { retryAfter } = error as { retryAfter?: number }
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter))
  reply.status(statusOf({ code: shown.code, kind })).send({ error: { ...shown, traceId: request.id } })
}

/** Fastify's own complaints in our words, and the database's where no transaction has put them so already. */
function understood(error: FastifyError): unknown {
  if (error instanceof Failure || isResponseSerializationError(error)) return error
  const known = asFailure(error)
  if (known !== error) return known
  if (hasZodFastifySchemaValidationErrors(error)) {
    const whole = PARTS[error.validationContext ?? ''] ?? ''
    const details = error.validation.map(({ instancePath, message }) => ({
      where: instancePath.split('/').filter(Boolean).join('.') || whole,
      message: message ?? '',
    }))
    return httpFailures.badRequest({ count: details.length }, { details })
  }
  if (error.statusCode === 413) return httpFailures.tooLarge()
  if (error.statusCode !== undefined && error.statusCode < 500) return httpFailures.unreadable({}, { cause: error })
  return error
}
