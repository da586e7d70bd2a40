import type { Scope } from '../language/scope.ts'
import { type Problem, problem } from '../problem.ts'
import type { ClauseHead, Decision } from '../program.ts'
import { type Cell, type Clause, inCell, listOf } from './document.ts'

/** A decision whose form is read and whose expressions wait until the decisions that it uses are checked. */
export interface Draft {
  readonly head: ClauseHead
  /** The words that it makes, its value first, each with its identifier. */
  readonly makes: readonly { readonly name: string; readonly identifier: string }[]
  /** Every cell that may name a fact or a decision. */
  readonly reads: readonly Cell[]
  /** Undefined where a problem makes it unusable; the problems are reported. */
  check(scope: Scope, report: Report): Decision | undefined
}

/**
 * Stands for a rule whose form is broken: what reads its names is then left unchecked, for calling them unknown would only echo
 * the first problem.
 */
export function brokenDraft(head: ClauseHead, names: readonly string[]): Draft {
  const makes = names.filter((name) => name !== '').map((name) => ({ name, identifier: '' }))
  return { head, makes, reads: [], check: () => undefined }
}

/** Where the checks of one document put what they find. */
export interface Report {
  readonly problems: Problem[]
  /** An error that covers the whole cell. Gives undefined, so that a check may end with it. */
  cell(cell: Cell, code: string, message: string, expected?: string): undefined
  /** An error about the clause as a whole, at its heading. */
  clause(head: Pick<ClauseHead, 'source'>, code: string, message: string, expected?: string): undefined
  warn(head: Pick<ClauseHead, 'source'>, code: string, message: string): void
  /** What the language found in the cell's text; true where that is free of errors. */
  language(cell: Cell, found: readonly Problem[]): boolean
}

export function startReport(problems: Problem[]): Report {
  return {
    problems,
    cell(cell, code, message, expected) {
      const found = problem(cell.source, { start: 0, end: cell.text.length }, code, message, expected)
      problems.push(...inCell(cell, [found]))
      return undefined
    },
    clause({ source }, code, message, expected) {
      problems.push(problem(source, { start: 0, end: source.text.length }, code, message, expected))
      return undefined
    },
    warn({ source }, code, message) {
      problems.push({ ...problem(source, { start: 0, end: source.text.length }, code, message), severity: 'warning' })
    },
    language(cell, found) {
      problems.push(...inCell(cell, found))
      return !found.some(({ severity }) => severity === 'error')
    },
  }
}

export function headOf(clause: Clause): ClauseHead {
  const { number, name, source } = clause
  return { number, name, source, binds: listOf(clause, 'binds'), covers: listOf(clause, 'covers') }
}

/** `d_4_2`: the second word that the decisions of `004.md` make. Names are Chinese; columns and compiled code need plain ones. */
export function identifiersOf(order: number): () => string {
  let made = 0
  return () => `d_${order}_${++made}`
}
