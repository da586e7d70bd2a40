import type pg from 'pg'
import type { Logger } from 'pino'
import type { Clock } from '../kernel/clock.ts'
import type { Config } from './config.ts'
import type { Context } from './context.ts'
import type { Principal } from './principal.ts'
import type { Vault } from './vault/vault.ts'

export interface TransactOptions {
  readonly traceId?: string
  readonly readOnly?: boolean
  /** Limit of each statement; 30 s unless said otherwise, 0 for none (bulk work). */
  readonly timeoutMs?: number
}

/** Everything that a process has. Opened once by the composition root. */
export interface Ground {
  readonly config: Config
  readonly clock: Clock
  readonly log: Logger
  readonly vault: Vault
  /** The application role's pool of the main database, for the platform's own parts (jobs, login limits); use cases never see it. */
  readonly pool: pg.Pool
  /** Runs `work` in one transaction under the principal's row scope: commits its result, or rolls back and throws. */
  transact<T>(principal: Principal, work: (ctx: Context) => Promise<T>, options?: TransactOptions): Promise<T>
  /** Ends the pools and leaves the private servers; the last process out stops them. */
  stop(): Promise<void>
}

export interface GroundOptions {
  readonly clock?: Clock
  readonly log?: Logger
  /** Connections of the main pool. */
  readonly poolSize?: number
}

export declare function openGround(config: Config, options?: GroundOptions): Promise<Ground>
