import type { Stage } from './stages.ts'

/** A decision's part of the statement of stages. */
export interface DecisionStages {
  /** One after the other, from the first stage at which all that the decision reads stands; the values by the last. */
  readonly stages: readonly Stage[]
  /** Reasons that ask for the values, and so come after them. */
  readonly reasons: Stage
}

/** Names of the columns that a decision's answers get, in the order of `answersOf`. */
export interface AnswerNames {
  readonly values: readonly string[]
  readonly reasons: readonly string[]
  /** A further column of the statement, for what the decision needs in between. */
  fresh(wanted: string): string
}

/** The type of a column of reasons. */
export function smallint(expression: string): string {
  return `CAST(${expression} AS smallint)`
}
