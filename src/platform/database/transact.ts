import type pg from 'pg'
import { isId } from '../../kernel/id.ts'
import { failures as platformFailures } from '../failures.ts'
import { failures } from '../postgres/failures.ts'
import type { Principal } from '../principal.ts'
import { asFailure, isConnectionLoss } from './database-failure.ts'

export interface TransactionOptions {
  readonly readOnly?: boolean
  readonly timeoutMs?: number
}

const DEFAULT_TIMEOUT_MS = 30_000

/**
 * Runs `work` in one transaction of the pool under the principal's row scope. Commits when `work` resolves, rolls back when it
 * throws. A client whose state is in doubt leaves the pool; the client given to `work` is dead once the transaction is over.
 */
export async function runTransaction<T>(
  pool: pg.Pool,
  principal: Principal,
  options: TransactionOptions,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await begin(pool, beginText(principal, options))
  const { guarded, close } = guard(client)
  let broken: Error | undefined
  try {
    const result = await work(guarded)
    close()
    await commit(client)
    return result
  } catch (error) {
    close()
    broken = await rollBack(client, error)
    throw asFailure(error)
  } finally {
    client.off('error', onBreak)
    client.release(broken)
  }
}

/** A connection that breaks while we compute, or wait for an answer, must not end the process; the next statement reports it. */
function onBreak(): void {}

/**
 * BEGIN and the scope in one message of literals: Citus sends on SET LOCAL but not set_config, and after the transaction
 * nothing of it is left on the connection.
 */
export function beginText(
  principal: Principal,
  { readOnly = false, timeoutMs = DEFAULT_TIMEOUT_MS }: TransactionOptions,
): string {
  const { lo, hi, granted } = principal
  if (!Number.isInteger(lo) || !Number.isInteger(hi)) throw new TypeError('a range of books is two integers')
  if (!granted.every(isId)) throw new TypeError('a granted party is named by its id')
  return [
    readOnly ? 'BEGIN READ ONLY' : 'BEGIN',
    `SET LOCAL zhike.lo = '${lo}'`,
    `SET LOCAL zhike.hi = '${hi}'`,
    `SET LOCAL zhike.granted = '{${granted.join(',')}}'`,
    `SET LOCAL statement_timeout = ${Math.max(0, Math.trunc(timeoutMs))}`,
  ].join('; ')
}

/** A pooled connection may have died unseen, with the server that it led to: then another one is tried, nothing being done yet. */
async function begin(pool: pg.Pool, text: string): Promise<pg.PoolClient> {
  for (let attempt = 0; ; attempt++) {
    let client: pg.PoolClient
    try {
      client = await pool.connect()
    } catch (error) {
      throw asFailure(error)
    }
    client.on('error', onBreak)
    try {
      await client.query(text)
      return client
    } catch (error) {
      client.release(error as Error)
      if (attempt >= pool.options.max || !isConnectionLoss(error)) throw asFailure(error)
    }
  }
}

async function commit(client: pg.PoolClient): Promise<void> {
  let command: string
  try {
    command = (await client.query('COMMIT')).command
  } catch (error) {
    throw isConnectionLoss(error) ? failures.outcomeUnknown({}, { cause: error }) : error
  }
  // COMMIT of a transaction in which a statement failed is answered ROLLBACK, without an error.
  if (command !== 'COMMIT') throw new Error('a failed statement was passed over: nothing was committed')
}

/** Undefined where the client is fit for the pool again. */
async function rollBack(client: pg.PoolClient, error: unknown): Promise<Error | undefined> {
  try {
    await client.query('ROLLBACK')
    return isConnectionLoss(error) ? (error as Error) : undefined
  } catch (failed) {
    return failed as Error
  }
}

/** The client as `work` sees it: a statement after the end, from work nobody waited for, would run in another's transaction. */
function guard(client: pg.PoolClient): { guarded: pg.PoolClient; close: () => void } {
  let over = false
  const query = (...parameters: unknown[]) => {
    if (over) throw platformFailures.transactionOver()
    return Reflect.apply(client.query, client, parameters)
  }
  const refuse = () => {
    throw new Error('the transaction is drawn at the edge: a use case does not release its client')
  }
  const guarded = new Proxy(client, {
    get(target, name) {
      if (name === 'query') return query
      if (name === 'release') return refuse
      const value = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return {
    guarded,
    close: () => {
      over = true
    },
  }
}
