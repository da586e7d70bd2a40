/**
 * Why a decision has no value, the same number from both back ends. A set-based result row stores it; its Chinese sentence is
 * made by `explain`.
 */
export const Reason = {
  known: 0,
  /** A fact that the answer depends on is unknown. */
  missing: 1,
  /** No row matches, and the table has no default. */
  noRow: 2,
  /** Rows that the hit policy forbids to differ or to match together do. */
  conflict: 3,
  /** Division by zero, root of a negative number, a result beyond its declared bound. */
  notComputable: 4,
  /** A veto's fact is unknown: undecided, never passed. */
  vetoOpen: 5,
  /** The score is an interval that reaches into more than one band. */
  scoreOpen: 6,
  /** The score lies outside every band. */
  outsideBands: 7,
} as const

export type Reason = (typeof Reason)[keyof typeof Reason]
