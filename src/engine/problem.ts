import type { FailureDetail } from '../kernel/failure.ts'
import { type Position, positionOf, type Source, type Span } from './source.ts'

/** An error stops a text from being compiled; a warning is shown beside it. */
export type Severity = 'error' | 'warning'

/** What is wrong with a policy's text, where, and what was expected there. Texts are Chinese: authors read them. */
export interface Problem {
  readonly severity: Severity
  /** Stable, kebab-case, `unknown-name`. */
  readonly code: string
  readonly position: Position
  readonly message: string
  /** What would have been right here: `一个数`, `》`, the nearest known name. */
  readonly expected?: string
}

export function problem(from: Source, span: Span, code: string, message: string, expected?: string): Problem {
  const at = { severity: 'error' as const, code, position: positionOf(from, span.start), message }
  return expected === undefined ? at : { ...at, expected }
}

/** The place, as editors and terminals link it (`004.md:7:12`), and beside it what is wrong and what was expected. */
export function problemDetail({ position, message, expected }: Problem): FailureDetail {
  const hint = expected === undefined ? '' : `；此处应为${expected}`
  return { where: `${position.file}:${position.line}:${position.column}`, message: `${message}${hint}` }
}

/** The same in one line: `004.md:7:12 未知的名称“年用两”；此处应为“年用量”`. */
export function showProblem(problem: Problem): string {
  const { where, message } = problemDetail(problem)
  return `${where} ${message}`
}
