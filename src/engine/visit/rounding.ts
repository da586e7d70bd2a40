/** How a quotient that is not whole is made whole. */
export type Rounding =
  | 'floor'
  | 'ceiling'
  | 'round up'
  | 'round down'
  | 'round half up'
  | 'round half down'
  | 'round half even'

/**
 * Whether the truncated quotient moves one step away from zero. `twice` compares twice the remainder with the divisor: negative
 * below the half, 0 on it, positive above.
 */
function movesAway(mode: Rounding, negative: boolean, twice: number, odd: boolean): boolean {
  switch (mode) {
    case 'floor':
      return negative
    case 'ceiling':
      return !negative
    case 'round up':
      return true
    case 'round down':
      return false
    case 'round half up':
      return twice >= 0
    case 'round half down':
      return twice > 0
    case 'round half even':
      return twice > 0 || (twice === 0 && odd)
  }
}

/** value / step as an integer, times `factor`. Remainder and quotient of safe integers are exact. */
export function roundNumber(mode: Rounding, value: number, step: number, factor: number): number {
  const rest = value % step
  const whole = (value - rest) / step
  if (rest === 0) return whole * factor + 0
  const negative = value < 0
  const twice = Math.abs(rest) * 2 - step
  const moved = movesAway(mode, negative, twice, whole % 2 !== 0) ? whole + (negative ? -1 : 1) : whole
  return moved * factor + 0
}

export function roundBig(mode: Rounding, value: bigint, step: bigint, factor: bigint): bigint {
  const rest = value % step
  const whole = value / step
  if (rest === 0n) return whole * factor
  const negative = value < 0n
  const twice = (negative ? -rest : rest) * 2n - step
  const sign = twice > 0n ? 1 : twice < 0n ? -1 : 0
  const moved = movesAway(mode, negative, sign, whole % 2n !== 0n) ? whole + (negative ? -1n : 1n) : whole
  return moved * factor
}
