import '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** `__Host-` binds the cookie to this host over https; a browser refuses the prefix over plain http. */
const PLAIN = 'zhike_session'
const SECURE = `__Host-${PLAIN}`

export function tokenOf({ cookies }: FastifyRequest): string | undefined {
  return cookies[SECURE] ?? cookies[PLAIN]
}

/** Gone when the browser is closed; the server's own limits end it earlier. */
export function giveToken(request: FastifyRequest, reply: FastifyReply, token: string): void {
  const secure = overHttps(request)
  reply.setCookie(secure ? SECURE : PLAIN, token, { path: '/', httpOnly: true, sameSite: 'strict', secure })
}

export function takeToken(request: FastifyRequest, reply: FastifyReply): void {
  const secure = overHttps(request)
  reply.clearCookie(secure ? SECURE : PLAIN, { path: '/', httpOnly: true, sameSite: 'strict', secure })
}

/**
 * A proxy in front may end TLS, and its headers can be forged; the browser's own `Origin`, sent with each write, says what the
 * user sees in the address bar. Who forges it can only fail to sign in.
 */
function overHttps({ headers, protocol }: FastifyRequest): boolean {
  return protocol === 'https' || headers.origin?.startsWith('https://') === true
}
