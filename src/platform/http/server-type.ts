import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Ground } from '../ground.ts'
import type { RememberedPrincipals } from './remembered-principals.ts'

/** The HTTP server as a module's `routes` sees it: fastify, with what its handlers stand on. */
export type ZhikeServer = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
> & {
  /** Absent while the server is only described (`openapi.json`): a handler may use it, a registration may not. */
  readonly ground: Ground
  readonly principals: RememberedPrincipals
}
