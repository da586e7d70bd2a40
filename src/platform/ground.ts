import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { Logger } from 'pino'
import { type Clock, systemClock } from '../kernel/clock.ts'
import { localDateOf } from '../kernel/local-date.ts'
import { openAuditKeys } from './audit/key.ts'
import { auditTrail } from './audit/trail.ts'
import type { Config } from './config.ts'
import type { Context } from './context.ts'
import { boundKysely } from './database/bound-kysely.ts'
import { openPool } from './database/pool.ts'
import { openStores, type Stores } from './database/stores.ts'
import { runTransaction } from './database/transact.ts'
import { openLog } from './log.ts'
import type { Principal } from './principal.ts'
import { openVault } from './vault/open-vault.ts'
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

const POOL_SIZE = 10
const VAULT_POOL_SIZE = 6

/** Starts or attaches the servers, migrates, and opens the pools and the vault. */
export async function openGround(config: Config, options: GroundOptions = {}): Promise<Ground> {
  const log = options.log ?? openLog(config)
  return groundOn(config, await openStores(config, log), { ...options, log })
}

/** A ground on databases that are ready. */
export async function groundOn(config: Config, stores: Stores, options: GroundOptions = {}): Promise<Ground> {
  const clock = options.clock ?? systemClock(config.zone)
  const log = options.log ?? openLog(config)
  const pool = openPool(stores.main, { size: options.poolSize ?? POOL_SIZE, searchPath: 'zhike, public', log })
  const vaultPool = openPool(stores.vault, { size: VAULT_POOL_SIZE, searchPath: 'vault', log })
  const close = async () => {
    await Promise.all([pool.end(), vaultPool.end()])
    await stores.release()
  }
  try {
    const vault = await openVault(vaultPool, config.kekFile, log)
    const keys = openAuditKeys(config.dataDir)
    let stopped: Promise<void> | undefined
    const ground: Ground = {
      config,
      clock,
      log,
      vault,
      pool,
      transact: (principal, work, { traceId = randomUUID(), ...transaction } = {}) =>
        runTransaction(pool, principal, transaction, (client) => {
          const now = clock.now()
          const trail = { client, principalId: principal.id, now, traceId }
          return work({
            principal,
            db: boundKysely(client),
            client,
            vault,
            now,
            today: localDateOf(now, config.zone),
            log: log.child({ traceId }),
            audit: auditTrail(keys.event, trail),
            traceId,
          })
        }),
      stop() {
        stopped ??= close()
        return stopped
      },
    }
    return ground
  } catch (error) {
    await close()
    throw error
  }
}
