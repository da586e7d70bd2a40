import type { FastifyRequest } from 'fastify'
import { httpFailures } from './failures.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/** The header that a page of another site cannot add without asking first (a CORS preflight, which we do not answer). */
export const WRITE_HEADER = 'x-zhike'

/**
 * Refuses a write that a page of another site may have sent in the user's name: by `Sec-Fetch-Site` where the browser states
 * it, by `Origin` against `Host` where it does not, and by the custom header always.
 * @source OWASP Cross-Site Request Forgery Prevention: Fetch Metadata, with origin verification and custom header as fallback
 * @throws http.foreignOrigin
 */
export function refuseForeign({ method, headers }: FastifyRequest): void {
  if (SAFE.has(method)) return
  const site = headers['sec-fetch-site']
  const foreignSite = site !== undefined && site !== 'same-origin'
  const { origin } = headers
  const foreignOrigin = origin !== undefined && hostOf(origin) !== headers.host
  if (foreignSite || foreignOrigin || headers[WRITE_HEADER] === undefined) throw httpFailures.foreignOrigin()
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}
