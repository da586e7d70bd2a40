import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import fastify from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Logger } from 'pino'
import { newId } from '../../kernel/id.ts'
import type { PrincipalSource } from '../auth/principals.ts'
import { authRoutes } from '../auth/routes.ts'
import type { Ground } from '../ground.ts'
import { taskRoutes } from '../tasks/routes.ts'
import { refuseForeign } from './cross-site.ts'
import { describeRoutes } from './description.ts'
import { answerError } from './error-answer.ts'
import { httpFailures } from './failures.ts'
import { healthRoutes } from './health.ts'
import { rememberPrincipals } from './remembered-principals.ts'
import type { ZhikeServer } from './server-type.ts'

export interface ServerParts {
  /** Asked for when a request comes, so that a server can be described without one. */
  readonly ground: () => Ground
  readonly principals: PrincipalSource
  readonly log?: Logger
  /** Of the product, for the API's description. */
  readonly version: string
}

const MIB = 2 ** 20

/** Fastify with what holds for every request; modules add their routes to it. */
export async function createServer({ ground, principals, log, version }: ServerParts): Promise<ZhikeServer> {
  const app = fastify({
    ...(log ? { loggerInstance: log } : {}),
    // The address is the socket's: a client can forge X-Forwarded-For, and the login limits count by address.
    trustProxy: false,
    genReqId: () => newId(),
    bodyLimit: MIB,
    requestTimeout: 60_000,
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(answerError)
  app.setNotFoundHandler((request) => {
    throw httpFailures.noRoute({ method: request.method, path: request.url.split('?')[0]! })
  })
  app.decorate('ground', { getter: ground })
  const remembered = rememberPrincipals(principals)
  app.decorate('principals', { getter: () => remembered })
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-trace-id', request.id)
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
    refuseForeign(request)
  })
  await app.register(helmet, { contentSecurityPolicy: { useDefaults: false, directives: POLICY } })
  await app.register(cookie)
  const server = app as unknown as ZhikeServer
  await describeRoutes(server, version)
  healthRoutes(server)
  authRoutes(server)
  taskRoutes(server)
  return server
}

/** Nothing from elsewhere, no script in a page's text; style attributes stay allowed for the component library. */
const POLICY = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  connectSrc: ["'self'"],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
}
