import { z } from 'zod'
import { newId } from '../../kernel/id.ts'
import type { ZhikeServer } from './server-type.ts'

const part = z.enum(['ok', 'down'])
const readiness = z.object({ database: part, vault: part, schema: part })

/** For the process supervisor and the load balancer: outside `/api`, without a session, telling nothing but ok or down. */
export function healthRoutes(server: ZhikeServer): void {
  server.get(
    '/health',
    {
      schema: {
        operationId: 'health.show',
        summary: '进程是否存活',
        tags: ['health'],
        response: { 200: z.object({ status: z.literal('ok') }) },
      },
    },
    async () => ({ status: 'ok' as const }),
  )
  server.get(
    '/ready',
    {
      schema: {
        operationId: 'health.ready',
        summary: '能否服务：主库、密钥库、库表版本',
        tags: ['health'],
        response: { 200: readiness, 503: readiness },
      },
    },
    async (request, reply) => {
      const check = async (work: () => Promise<unknown>) => {
        try {
          await work()
          return 'ok' as const
        } catch (error) {
          request.log.error({ err: error }, 'not ready')
          return 'down' as const
        }
      }
      const { pool, vault } = server.ground
      const [database, inVault, schema] = await Promise.all([
        check(() => pool.query('SELECT 1')),
        check(() => vault.openKeys([newId()])),
        check(() => pool.query('SELECT FROM zhike.task, zhike_jobs.version LIMIT 0')),
      ])
      const ready = database === 'ok' && inVault === 'ok' && schema === 'ok'
      return reply.status(ready ? 200 : 503).send({ database, vault: inVault, schema })
    },
  )
}
