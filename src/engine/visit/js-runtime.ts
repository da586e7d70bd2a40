import type { Value } from '../value.ts'
import * as calendar from './calendar.ts'
import * as points from './code-points.ts'
import * as exact from './exact.ts'
import { type Rounding, roundBig, roundNumber } from './rounding.ts'

type Unknown = null | undefined
type Truth = boolean | Unknown
type Maybe<T> = T | Unknown
type List = readonly Value[] | Unknown

/** A function of known values as one that is unknown where its operand is… */
function lift<A, R>(work: (operand: A) => R | null): (operand: Maybe<A>) => R | null {
  return (operand) => (operand == null ? null : work(operand))
}

/** …or either of its two… */
function lift2<A, B, R>(work: (one: A, other: B) => R | null): (one: Maybe<A>, other: Maybe<B>) => R | null {
  return (one, other) => (one == null || other == null ? null : work(one, other))
}

/** …or any of more: slower, since it gathers them. */
function liftAll<A extends unknown[], R>(
  work: (...operands: A) => R | null,
): (...operands: { [K in keyof A]: Maybe<A[K]> }) => R | null {
  return (...operands) => {
    for (const operand of operands) if (operand == null) return null
    return work(...(operands as unknown as A))
  }
}

/**
 * What compiled expressions call, as `$`. Every function takes unknowns (null or undefined) and returns null for unknown. Where
 * an expression reads only facts, its compiled code tests them itself and calls nothing here.
 */
export const jsRuntime = {
  // Kleene's logic
  and: (one: Truth, other: Truth): boolean | null =>
    one === false || other === false ? false : one == null || other == null ? null : true,
  or: (one: Truth, other: Truth): boolean | null =>
    one === true || other === true ? true : one == null || other == null ? null : false,
  not: (one: Truth): boolean | null => (one == null ? null : !one),
  choose: <T>(condition: Truth, yes: T, no: T): T | null => (condition == null ? null : condition ? yes : no),

  // Comparison of values of one type; text is ordered by code point
  eq: (one: Value | undefined, other: Value | undefined): boolean | null =>
    one == null || other == null ? null : one === other,
  ne: (one: Value | undefined, other: Value | undefined): boolean | null =>
    one == null || other == null ? null : one !== other,
  same: (one: Value | undefined, other: Value | undefined): boolean => (one ?? null) === (other ?? null),
  lt: (one: Maybe<number | bigint>, other: Maybe<number | bigint>): boolean | null =>
    one == null || other == null ? null : one < other,
  le: (one: Maybe<number | bigint>, other: Maybe<number | bigint>): boolean | null =>
    one == null || other == null ? null : one <= other,
  compareText: lift2(points.compareText),

  // Arithmetic
  add: <T extends number | bigint | string>(one: Maybe<T>, other: Maybe<T>): T | null =>
    one == null || other == null ? null : (((one as number) + (other as number)) as T),
  subtract: <T extends number | bigint>(one: Maybe<T>, other: Maybe<T>): T | null =>
    one == null || other == null ? null : (((one as number) - (other as number)) as T),
  multiply: (one: Maybe<number>, other: Maybe<number>): number | null =>
    one == null || other == null ? null : one * other + 0,
  multiplyBig: (one: Maybe<bigint>, other: Maybe<bigint>): bigint | null =>
    one == null || other == null ? null : one * other,
  negate: <T extends number | bigint>(one: Maybe<T>): T | null =>
    one == null ? null : typeof one === 'number' ? ((0 - one) as T) : (-one as T),
  big: (one: Maybe<number | bigint>): bigint | null => (one == null ? null : BigInt(one)),
  small: (one: Maybe<number | bigint>): number | null => (one == null ? null : Number(one)),
  divide: (numerator: Maybe<bigint>, denominator: Maybe<bigint>, digits: number): bigint | null =>
    numerator == null || denominator == null ? null : exact.divide(numerator, denominator, digits),
  power: liftAll(exact.power),
  squareRoot: liftAll(exact.squareRoot),
  logarithm: liftAll(exact.logarithm),
  exponential: liftAll(exact.exponential),
  abs: <T extends number | bigint>(one: Maybe<T>): T | null => (one == null ? null : one < 0 ? (-one as T) : one),
  round: (mode: Rounding, value: Maybe<number>, step: number, factor: number): number | null =>
    value == null ? null : roundNumber(mode, value, step, factor),
  roundBig: (mode: Rounding, value: Maybe<bigint>, step: bigint, factor: bigint): bigint | null =>
    value == null ? null : roundBig(mode, value, step, factor),
  modulo: lift2((one: number, divisor: number) => {
    if (divisor === 0) return null
    const rest = one % divisor
    return (rest !== 0 && rest < 0 !== divisor < 0 ? rest + divisor : rest) + 0
  }),
  moduloBig: lift2((one: bigint, divisor: bigint) => {
    if (divisor === 0n) return null
    const rest = one % divisor
    return rest !== 0n && rest < 0n !== divisor < 0n ? rest + divisor : rest
  }),

  // Lists
  least: (list: List): Value => extreme(list, -1),
  greatest: (list: List): Value => extreme(list, 1),
  sum: (list: List): bigint | null => {
    if (list == null || list.length === 0) return null
    let total = 0n
    for (const item of list) {
      if (item == null) return null
      total += BigInt(item as number | bigint)
    }
    return total
  },
  count: (list: List): number | null => (list == null ? null : list.length),
  /** Kleene's `or` over the members. */
  contains: (list: List, item: Value | undefined): boolean | null => {
    if (list == null) return null
    return some(list, (member) => (member == null || item == null ? null : member === item))
  },
  /** DMN's, in which null is equal to null. */
  containsSame: (list: List, item: Value | undefined): boolean | null =>
    list == null ? null : list.some((member) => (member ?? null) === (item ?? null)),
  some: (list: List, holds: (item: Value) => Truth): boolean | null => (list == null ? null : some(list, holds)),
  every: (list: List, holds: (item: Value) => Truth): boolean | null => {
    if (list == null) return null
    const failing = some(list, (item) => jsRuntime.not(holds(item)))
    return failing === null ? null : !failing
  },

  // Text
  textLength: lift(points.codePointCount),
  substring: lift2((text: string, start: number) => points.substring(text, start, undefined)),
  substringOf: liftAll((text: string, start: number, length: number) => points.substring(text, start, length)),
  textContains: lift2((text: string, part: string) => text.includes(part)),
  startsWith: lift2((text: string, part: string) => text.startsWith(part)),
  endsWith: lift2((text: string, part: string) => text.endsWith(part)),
  upperCase: lift(points.upperCase),
  lowerCase: lift(points.lowerCase),

  // Dates, as day numbers
  addDays: lift2(calendar.addDays),
  addMonths: lift2(calendar.addMonths),
  date: liftAll(calendar.dayOf),
  year: lift((day: number) => calendar.calendarDay(day).year),
  month: lift((day: number) => calendar.calendarDay(day).month),
  day: lift((day: number) => calendar.calendarDay(day).day),
  weekday: lift2((day: number, names: readonly string[]) => names[calendar.weekday(day)]!),
  completeMonths: lift2(calendar.completeMonths),
  completeYears: lift2((from: number, to: number) => Math.trunc(calendar.completeMonths(from, to) / 12) * 12 + 0),
} as const

function some(list: readonly Value[], holds: (item: Value) => Truth): boolean | null {
  let open = false
  for (const item of list) {
    const held = holds(item ?? null)
    if (held === true) return true
    if (held == null) open = true
  }
  return open ? null : false
}

/** The least (`sign` -1) or greatest member; unknown where a member is, or where there is none. */
function extreme(list: List, sign: number): Value {
  if (list == null || list.length === 0) return null
  let best: Value = null
  for (const item of list) {
    if (item == null) return null
    if (best === null || order(item, best) * sign > 0) best = item
  }
  return best
}

function order(one: Value, other: Value): number {
  if (typeof one === 'string' && typeof other === 'string') return points.compareText(one, other)
  return one! < other! ? -1 : one! > other! ? 1 : 0
}
