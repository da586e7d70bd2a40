import { type Problem, problem } from '../problem.ts'
import type { Source, Span } from '../source.ts'

/** Ends the reading of one expression at its first error; caught in `parse.ts`, it never leaves the language. */
export class Rejection extends Error {
  readonly problem: Problem

  constructor(reported: Problem) {
    super(reported.message)
    this.problem = reported
  }
}

/** Refuses the text under `span`. Messages are Chinese, `expected` is what would have been right there. */
export function reject(source: Source, span: Span, code: string, message: string, expected?: string): never {
  throw new Rejection(problem(source, span, code, message, expected))
}
