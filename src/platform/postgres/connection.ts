import type pg from 'pg'
import { failures } from './failures.ts'

/** How to reach one database as one role. `host` is a name, an address, or the folder of a Unix socket. */
export interface ServerLogin {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
  /** What else the URL asked for (sslmode and the like), as its query part, without `?`. */
  readonly parameters?: string
}

export type ServerPlace = Pick<ServerLogin, 'host' | 'port'>

/** What `pg` takes. */
export function clientConfig(login: ServerLogin, applicationName = 'zhike'): pg.ClientConfig {
  if (login.parameters) return { connectionString: urlOf(login), application_name: applicationName }
  const { host, port, user, password, database } = login
  return { host, port, user, password, database, application_name: applicationName }
}

/** The login as a URL, as DATABASE_URL writes it. It holds the password: not for a log or a screen. */
export function urlOf(login: ServerLogin): string {
  const secret = `${encodeURIComponent(login.user)}:${encodeURIComponent(login.password)}`
  const database = encodeURIComponent(login.database)
  const parameters = login.parameters ? `?${login.parameters}` : ''
  const host = login.host.startsWith('/') ? encodeURIComponent(login.host) : login.host
  return `postgresql://${secret}@${host}:${login.port}/${database}${parameters}`
}

/** A PostgreSQL URL in its parts; undefined where it is none, or names no user or database. */
export function parsePostgresUrl(text: string): URL | undefined {
  // libpq allows an empty host, which stands for the parameter `host`; WHATWG URLs do not.
  const url = URL.parse(text.replace('@/', '@localhost/'))
  const known = url?.protocol === 'postgresql:' || url?.protocol === 'postgres:'
  return url && known && url.username !== '' && url.pathname.length > 1 ? url : undefined
}

/** The login that a URL names; the configuration has validated it. */
export function loginOf(text: string): ServerLogin {
  const url = parsePostgresUrl(text)
  if (!url) throw new TypeError('not a PostgreSQL URL')
  const { hostname, port, username, password, pathname, searchParams } = url
  const rest = new URLSearchParams([...searchParams].filter(([name]) => !OF_LOGIN.has(name))).toString()
  return {
    host: searchParams.get('host') ?? (decodeURIComponent(hostname) || 'localhost'),
    port: Number(searchParams.get('port') ?? (port || 5432)),
    user: searchParams.get('user') ?? decodeURIComponent(username),
    password: searchParams.get('password') ?? decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    ...(rest ? { parameters: rest } : {}),
  }
}

/**
 * Parameters that say who logs in and how a session begins. They overrule what stands before them, so they go into the login and
 * not on to the application's: it would work as the owner, or with other settings than ours.
 */
const OF_LOGIN = new Set(['host', 'port', 'user', 'password', 'options', 'application_name'])

/** Why a connection failed, in Chinese; the server's own words where they are needed to act. */
export function unreachable(which: string, login: ServerLogin, cause: unknown): Error {
  const { code, message } = cause as { code?: string; message?: string }
  const place = login.host.startsWith('/') ? login.host : `${login.host}:${login.port}`
  const reasons: Record<string, string> = {
    ECONNREFUSED: `${place} 没有数据库在监听`,
    ENOENT: `${place} 没有数据库在监听`,
    ENOTFOUND: `找不到主机 ${login.host}`,
    ETIMEDOUT: `连接 ${place} 超时`,
    '28P01': `用户 ${login.user} 的口令不正确`,
    '28000': `服务器不允许用户 ${login.user} 从本机登录（pg_hba.conf）`,
    '3D000': `数据库 ${login.database} 不存在`,
  }
  const reason = reasons[code ?? ''] ?? message ?? String(cause)
  return failures.unreachable({ which, reason: `${reason}。` }, { cause })
}
