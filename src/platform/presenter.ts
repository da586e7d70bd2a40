import type { ClauseRef } from '../kernel/clause-ref.ts'
import { citation } from '../kernel/clause-ref.ts'
import { defineFailures, Failure, type FailureDetail, type FailureKind } from '../kernel/failure.ts'

const platform = defineFailures('platform', {
  defect: {
    kind: 'defect',
    what: '系统出现内部错误，操作没有完成。',
    why: '这是系统自身的缺陷，不是您的操作有误；没有写入任何数据。',
    next: '请把追踪号交给系统管理员。',
  },
})

/** A failure as a person reads it, whichever way it goes out. */
export interface Presented {
  readonly code: string
  readonly kind: FailureKind
  readonly what: string
  readonly why: string | undefined
  readonly next: string
  readonly clause: PresentedClause | undefined
  readonly details: readonly FailureDetail[]
}

export interface PresentedClause extends ClauseRef {
  /** 《大客户管理办法》第四条第一款 */
  readonly citation: string
}

/** Everything that is not a failure is a defect, of which nothing inside is told. */
export function present(error: unknown): Presented {
  const { code, kind, message, why, next, clause, details } = error instanceof Failure ? error : platform.defect()
  return { code, kind, what: message, why, next, clause: clause && { ...clause, citation: citation(clause) }, details }
}

/** Exit codes of the command line; 130 is Ctrl-C. */
export const EXIT_CODES: Readonly<Record<FailureKind, number>> = {
  defect: 1,
  invalid: 2,
  refused: 3,
  forbidden: 4,
  absent: 5,
  conflict: 6,
  unavailable: 7,
}
