import type { Kysely } from 'kysely'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { LocalDate } from '../kernel/local-date.ts'
import type { AuditTrail } from './audit.ts'
import { failures } from './failures.ts'
import { mayDo, type Principal } from './principal.ts'
import type { Vault } from './vault/vault.ts'

/** What a use case receives: one principal, one transaction, one moment. Nothing in it can reach the pool. */
export interface Context {
  readonly principal: Principal
  /** Inside the one transaction; a module narrows it: `ctx.db.withTables<CustomerTables>()`. */
  readonly db: Kysely<unknown>
  /** The same transaction, for COPY and for generated SQL text. */
  readonly client: pg.PoolClient
  /** Commits on its own, before the transaction: vault first, then main. */
  readonly vault: Vault
  /** Start of the transaction, by the clock. */
  readonly now: Date
  /** The business date of `now` in the organisation's zone. */
  readonly today: LocalDate
  readonly log: Logger
  /** Records events in this transaction. */
  readonly audit: AuditTrail
  readonly traceId: string
}

/** Passes when the principal may do the act; otherwise throws `platform.forbidden`. */
export function authorise(ctx: Pick<Context, 'principal'>, act: string): void {
  if (!mayDo(ctx.principal, act)) throw failures.forbidden({ act })
}
