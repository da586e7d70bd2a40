import pg from 'pg'
import type { Logger } from 'pino'
import { clientConfig, type ServerLogin } from '../postgres/connection.ts'
import { types } from './types.ts'

export interface PoolOptions {
  readonly size: number
  readonly searchPath: string
  readonly log: Logger
}

/** Waiting so long for a free connection means that the database is overloaded or gone. */
const ACQUIRE_MS = 10_000

/** Session defaults that hold whatever the server's configuration says. */
function sessionOptions(searchPath: string): string {
  const settings = {
    search_path: searchPath,
    timezone: 'UTC',
    datestyle: 'ISO',
    lock_timeout: '10s',
    idle_in_transaction_session_timeout: '10min',
    client_min_messages: 'warning',
    jit: 'off',
  }
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value.replaceAll(' ', '\\ ')}`)
    .join(' ')
}

/** The client configuration of a role that works in one schema. */
export function sessionConfig(login: ServerLogin, searchPath: string): pg.ClientConfig {
  return { ...clientConfig(login), options: sessionOptions(searchPath), types, connectionTimeoutMillis: ACQUIRE_MS }
}

export function openPool(login: ServerLogin, { size, searchPath, log }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    ...sessionConfig(login, searchPath),
    max: size,
    idleTimeoutMillis: 60_000,
    allowExitOnIdle: true,
  })
  // An idle connection that breaks leaves the pool; without a listener it would end the process. When all are being closed, the
  // server may be quicker than the farewell.
  pool.on('error', (error) => {
    if (!pool.ending) log.warn({ code: (error as { code?: string }).code }, 'an idle database connection broke')
  })
  return pool
}
