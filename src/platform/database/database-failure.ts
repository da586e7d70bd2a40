import { Failure, type FailureFactory } from '../../kernel/failure.ts'
import { failures } from '../postgres/failures.ts'

/** SQLSTATE, or class of SQLSTATE, to what a user can be told. @source PostgreSQL, appendix A */
const BY_STATE: readonly [prefix: string, failure: FailureFactory][] = [
  ['40001', failures.busy],
  ['40P01', failures.busy],
  ['55P03', failures.busy],
  ['57014', failures.tooSlow],
  ['22021', failures.badText],
  ['22P05', failures.badText],
  ['53100', failures.diskFull],
  ['53', failures.down],
  ['08', failures.down],
  ['57P', failures.down],
  ['25P03', failures.down],
  ['28P01', failures.down],
]

const BROKEN_CONNECTION = /^(ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|ENOENT|EHOSTUNREACH|EAI_AGAIN)/
const BROKEN_MESSAGE =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/

/** Whether the connection itself is gone, so that nothing more can be said on it. */
export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = (error as { code?: string }).code ?? ''
  return BROKEN_CONNECTION.test(code) || /^(08|57P|25P03)/.test(code) || BROKEN_MESSAGE.test(error.message)
}

/** The failure that a database error stands for; what has no translation is returned as it is, a defect. */
export function asFailure(error: unknown): unknown {
  if (error instanceof Failure || !(error instanceof Error)) return error
  const code = (error as { code?: string }).code ?? ''
  if (code === 'ENOSPC') return failures.diskFull({}, { cause: error })
  const failure =
    BY_STATE.find(([prefix]) => code.startsWith(prefix))?.[1] ?? (isConnectionLoss(error) ? failures.down : undefined)
  return failure ? failure({}, { cause: error }) : error
}
