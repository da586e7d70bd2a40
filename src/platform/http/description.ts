import swagger from '@fastify/swagger'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import type { ZhikeServer } from './server-type.ts'

/** Must be registered before the routes that it describes. */
export async function describeRoutes(server: ZhikeServer, version: string): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: '知客 HTTP API',
        version,
        description:
          '登录后凭会话 Cookie 调用。改动数据的请求须带请求头 X-Zhike: 1，且不得跨站。出错时一律回答 Error。分页用 after 与 next。',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'zhike_session' } },
      },
      security: [{ session: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
}

/** The OpenAPI 3.1 document of all routes as text: keys in the order of the code, two spaces, a line break at the end. */
export async function openApiText(server: ZhikeServer): Promise<string> {
  await server.ready()
  const document = JSON.parse(JSON.stringify(server.swagger(), worded)) as { components: { schemas: object } }
  const text = JSON.stringify(document)
  // The library writes every schema down twice, as input and as output; only what an operation refers to is told.
  const used = Object.entries(document.components.schemas).filter(([name]) => text.includes(`/schemas/${name}"`))
  document.components.schemas = Object.fromEntries(used)
  return `${JSON.stringify(document, null, 2)}\n`
}

function worded(key: string, value: unknown): unknown {
  return key === 'description' && value === 'Default Response' ? '见结构。' : value
}
