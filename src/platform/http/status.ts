import type { FailureKind } from '../../kernel/failure.ts'
import type { Presented } from '../presenter.ts'

const BY_KIND: Readonly<Record<FailureKind, number>> = {
  invalid: 422,
  refused: 403,
  forbidden: 403,
  absent: 404,
  conflict: 409,
  unavailable: 503,
  defect: 500,
}

/** Where HTTP has a word of its own for one failure. */
const BY_CODE: Readonly<Record<string, number>> = {
  'http.unreadable': 400,
  'http.tooLarge': 413,
  'auth.signInNeeded': 401,
  'auth.wrongPassword': 401,
  'auth.wrongCode': 401,
  'auth.tooManyTries': 429,
}

/** The one place that maps failures to HTTP. */
export function statusOf({ code, kind }: Pick<Presented, 'code' | 'kind'>): number {
  return BY_CODE[code] ?? BY_KIND[kind]
}
