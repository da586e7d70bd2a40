import type { AddressInfo } from 'node:net'
import { buildServer } from '../src/app/server.ts'
import { issueCode } from '../src/platform/auth/one-time-code.ts'
import type { ZhikeServer } from '../src/platform/http/server-type.ts'
import { SYSTEM } from '../src/platform/principal.ts'
import { type TestGround, type TestGroundOptions, withGround } from './harness.ts'

/** An answer with its body read. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into any answer, and fails where it is not so
  readonly body: any
}

/** One browser: keeps its cookie and writes as our own pages do. */
export interface Browser {
  cookie: string | undefined
  get(path: string, headers?: Record<string, string>): Promise<Answer>
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
}

export interface TestHttp {
  readonly ground: TestGround
  readonly address: string
  browser(): Browser
  /** A browser in which the staff member has signed in, by a one-time code, choosing `password`. */
  signedIn(staffCode: string, password?: string): Promise<Browser>
}

export const PASSWORD = '青禾-correct-horse'

/** The whole server on a fresh ground, listening. */
export async function withHttp(
  t: { after(work: () => Promise<void>): void },
  options?: TestGroundOptions,
  addRoutes?: (server: ZhikeServer) => void,
): Promise<TestHttp> {
  const ground = await withGround(t, options)
  const server = await buildServer(ground)
  addRoutes?.(server)
  await server.listen({ host: '127.0.0.1', port: 0 })
  t.after(() => server.close())
  const address = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`
  return {
    ground,
    address,
    browser: () => openBrowser(address),
    async signedIn(staffCode, password = PASSWORD) {
      const browser = openBrowser(address)
      const code = await ground.transact(SYSTEM, async (ctx) => {
        const { rows } = await ctx.client.query('SELECT principal_id FROM staff WHERE staff_code = $1', [staffCode])
        return issueCode(ctx, rows[0].principal_id)
      })
      const answer = await browser.send('POST', '/api/session/code', { code, newPassword: password })
      if (answer.status !== 200) throw new Error(`${staffCode} could not sign in: ${JSON.stringify(answer.body)}`)
      return browser
    },
  }
}

function openBrowser(address: string): Browser {
  const browser: Browser = {
    cookie: undefined,
    get: (path, headers) => call('GET', path, undefined, headers),
    send: (method, path, body, headers) => call(method, path, body, { 'x-zhike': '1', ...headers }),
  }
  async function call(
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(address + path, {
      method,
      headers: {
        ...(browser.cookie === undefined ? {} : { cookie: browser.cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const given = response.headers.get('set-cookie')?.split(';')[0]
    if (given !== undefined) browser.cookie = given.endsWith('=') ? undefined : given
    const text = await response.text()
    const json = response.headers.get('content-type')?.startsWith('application/json')
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text }
  }
  return browser
}
