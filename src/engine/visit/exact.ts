import { LARGEST_BOUND } from '../type.ts'

/**
 * The operations that leave the exact domain, on integers, each rounded half-even once. Migration 0007 says the same in PL/pgSQL;
 * `standard.csv` and the property test hold the two together. `digits` is the most significant digits kept, 0 for all.
 */

/** numerator / denominator as an integer; unknown where the denominator is zero. */
export function divide(numerator: bigint, denominator: bigint, digits: number): bigint | null {
  if (denominator === 0n) return null
  const unit = digits === 0 ? 1n : surplus(numerator / denominator, digits)
  const step = unit === 1n ? denominator : denominator * unit
  const whole = numerator / step
  const rest = numerator - whole * step
  if (rest === 0n) return whole * unit
  const twice = (rest < 0n ? -rest : rest) * 2n
  const size = step < 0n ? -step : step
  if (twice < size || (twice === size && whole % 2n === 0n)) return whole * unit
  return (numerator < 0n === denominator < 0n ? whole + 1n : whole - 1n) * unit
}

/** The power of ten below which a quotient has more than `digits` digits. */
function surplus(quotient: bigint, digits: number): bigint {
  const length = (quotient < 0n ? -quotient : quotient).toString().length
  return length > digits ? 10n ** BigInt(length - digits) : 1n
}

/** (base × 10^-scale)^exponent × 10^kept; unknown past the exponent 1000, past `LARGEST_BOUND`, and for 0 to a negative power. */
export function power(base: bigint, exponent: bigint, scale: number, kept: number, digits: number): bigint | null {
  const size = exponent < 0n ? -exponent : exponent
  if (size > 1000n || (base === 0n && exponent < 0n)) return null
  const raised = base ** size
  const shift = 10n ** (BigInt(scale) * size)
  const unit = 10n ** BigInt(kept)
  const result = exponent < 0n ? divide(shift * unit, raised, digits) : divide(raised * unit, shift, digits)
  return within(result)
}

/** The square root of value × 10^-scale, × 10^kept. No root of an integer lies on a tie. */
export function squareRoot(value: bigint, scale: number, kept: number, digits: number): bigint | null {
  if (value < 0n) return null
  const shift = 2 * kept - scale
  const guard = 40
  const root = integerRoot(value * 10n ** BigInt(shift + 2 * guard))
  return divide(root, 10n ** BigInt(guard), digits)
}

/** floor(√value), by Newton from above. */
function integerRoot(value: bigint): bigint {
  if (value < 2n) return value
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1)
  for (;;) {
    const next = (root + value / root) >> 1n
    if (next >= root) return root
    root = next
  }
}

/** Decimals with which logarithm and exponential are computed before their one rounding. */
const WORKING = 160
const ONE = 10n ** BigInt(WORKING)

/** The natural logarithm of value × 10^-scale, × 10^kept; unknown for what is not positive. */
export function logarithm(value: bigint, scale: number, kept: number, digits: number): bigint | null {
  if (value <= 0n) return null
  // value = m × 2^k with m in [1, 2): ln = ln m + k ln 2, both by the series of artanh.
  let mantissa = (value * ONE) / 10n ** BigInt(scale)
  let twos = 0n
  while (mantissa >= 2n * ONE) {
    mantissa >>= 1n
    twos++
  }
  while (mantissa < ONE) {
    mantissa <<= 1n
    twos--
  }
  const sum = artanh(((mantissa - ONE) * ONE) / (mantissa + ONE)) * 2n + twos * LN2
  return divide(sum, 10n ** BigInt(WORKING - kept), digits)
}

function artanh(x: bigint): bigint {
  const square = (x * x) / ONE
  let term = x
  let sum = 0n
  for (let n = 1n; term !== 0n; n += 2n) {
    sum += term / n
    term = (term * square) / ONE
  }
  return sum
}

const LN2 = artanh(ONE / 3n) * 2n

/** e to the power value × 10^-scale, × 10^kept; unknown past `LARGEST_BOUND`. */
export function exponential(value: bigint, scale: number, kept: number, digits: number): bigint | null {
  const whole = value / 10n ** BigInt(scale)
  if (whole > 300n) return null
  if (whole < -300n) return 0n
  const exact = (value * ONE) / 10n ** BigInt(scale)
  // Halved often enough for the series to be short, then squared back.
  const halvings = 12n
  const x = exact >> halvings
  let term = ONE
  let sum = 0n
  for (let n = 1n; term !== 0n; n++) {
    sum += term
    term = (term * x) / (ONE * n)
  }
  for (let i = 0n; i < halvings; i++) sum = (sum * sum) / ONE
  return within(divide(sum, 10n ** BigInt(WORKING - kept), digits))
}

function within(value: bigint | null): bigint | null {
  return value === null || value > LARGEST_BOUND || value < -LARGEST_BOUND ? null : value
}
