/**
 * Both ends of a score's interval in one bigint, low + width × 2³²: both add up, so that one sum over the characteristics gives
 * least and greatest score, and a score without an open characteristic is the plain sum.
 */

/** Every score of a program lies below this, see `checkProgram`. */
export const SCORE_LIMIT = 2n ** 31n

const SHIFT = 32n

export function packed(low: number, high: number): string {
  return String(BigInt(low) + (BigInt(high - low) << SHIFT))
}

/** The same over SQL. */
export function packedSql(low: string, high: string): string {
  return `${low} + (CAST(${high} AS bigint) - ${low}) * ${1n << SHIFT}`
}

/** Whether the interval is one score: its column is then that score. */
export function isOneScore(column: string): string {
  return `${column} < ${SCORE_LIMIT}`
}

export function lowOf(column: string): string {
  return `(${column} - (${widthOf(column)} << ${SHIFT}))`
}

export function highOf(column: string): string {
  return `(${lowOf(column)} + ${widthOf(column)})`
}

/** Half the range is added before the shift, for a negative low borrows from the width. */
function widthOf(column: string): string {
  return `((${column} + ${SCORE_LIMIT}) >> ${SHIFT})`
}
