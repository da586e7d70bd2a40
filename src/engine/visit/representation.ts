import { BIGINT_BOUND, type NumberType, SAFE_BOUND, type Type } from '../type.ts'

/** How a number of this type is carried in JavaScript. */
export function isBig(type: Type): boolean {
  return type.kind === 'number' && type.bound > SAFE_BOUND
}

/** How a value of this type is carried in PostgreSQL: a number as bigint where its bound proves that it fits. */
export function sqlType(type: Type): string {
  switch (type.kind) {
    case 'number':
      return isNumeric(type) ? 'numeric' : 'bigint'
    case 'text':
    case 'code':
    case 'nothing':
      return 'text'
    case 'boolean':
      return 'boolean'
    case 'date':
      return 'date'
    case 'list':
      return `${sqlType(type.of)}[]`
  }
}

export function isNumeric(type: Type): boolean {
  return type.kind === 'number' && type.bound > BIGINT_BOUND
}

/** 10^power as a plain integer literal's digits. */
export function powerOfTen(power: number): string {
  return `1${'0'.repeat(power)}`
}

/** What a division multiplies its two sides by, so that the quotient of the integers has the result's scale. */
export function quotientShifts(left: NumberType, right: NumberType, scale: number): { top: number; bottom: number } {
  const shift = scale + right.scale - left.scale
  return shift >= 0 ? { top: shift, bottom: 0 } : { top: 0, bottom: -shift }
}

/** Most significant digits that an inexact operation keeps; 0 for all. DMN's numbers are decimal128. */
export const DIGITS = { article: 0, dmn: 34 } as const
