import { staffPrincipals } from '../modules/org/index.ts'
import type { Ground } from '../platform/ground.ts'
import { createServer } from '../platform/http/server.ts'
import type { ZhikeServer } from '../platform/http/server-type.ts'
import { ladder } from './ladder.ts'
import { VERSION } from './version.ts'

/** The HTTP server with every module's routes; not listening yet. Described without a ground, it may not be asked. */
export async function buildServer(ground?: Ground): Promise<ZhikeServer> {
  const server = await createServer({
    ground: () => {
      if (!ground) throw new Error('a server without a ground can only be described')
      return ground
    },
    principals: staffPrincipals,
    version: VERSION,
    ...(ground ? { log: ground.log } : {}),
  })
  for (const { routes } of ladder) routes?.(server)
  return server
}

const PATIENCE_MS = 10_000

/** Requests under way may come to their end, but a reader who does not read keeps nobody from stopping. */
export async function closeServer(server: ZhikeServer, patienceMs = PATIENCE_MS): Promise<void> {
  const late = setTimeout(() => server.server.closeAllConnections(), patienceMs)
  try {
    await server.close()
  } finally {
    clearTimeout(late)
  }
}
