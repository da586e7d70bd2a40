import { showDecimal } from '../literal.ts'

/** A score as written, exact: `digits` × 10^-`scale`. */
export interface Score {
  readonly digits: bigint
  readonly scale: number
}

const SCORE = /^([+-]?)(\d+)(?:\.(\d+))?\s*分?$/

/** `15`, `-8`, `2.5分`; undefined: no score. Full-width digits and signs count as ASCII. */
export function readScore(text: string): Score | undefined {
  const plain = text
    .replace(/[０-９＋－．]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace('−', '-')
  const match = SCORE.exec(plain.trim())
  if (!match) return undefined
  const [, sign, whole, fraction = ''] = match
  const digits = BigInt(whole + fraction)
  return { digits: sign === '-' ? -digits : digits, scale: fraction.length }
}

/** The score at a scale that is not below its own. */
export function atScale({ digits, scale }: Score, target: number): bigint {
  return digits * 10n ** BigInt(target - scale)
}

export function showScore(score: bigint, scale: number): string {
  return showDecimal(score, scale)
}
