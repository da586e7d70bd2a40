/**
 * Static types. A number is always an integer times 10^-scale; the type says its dimension, its scale and the largest absolute
 * value of that integer (`bound`), so that a back end may choose a machine integer where the bound proves it exact.
 */
export interface NumberType {
  readonly kind: 'number'
  readonly dimension: Dimension
  readonly scale: number
  readonly bound: bigint
}

/** `''` a plain number, `ratio`, `money`, `day`, `month` (a year is 12), or a counting unit's own word (`户`, `次`, `分`). */
export type Dimension = string

export interface TextType {
  readonly kind: 'text'
}

/** Text out of a closed list, compared by equality only. */
export interface CodeType {
  readonly kind: 'code'
  readonly codes: readonly string[]
}

export interface BooleanType {
  readonly kind: 'boolean'
}

/** Days since 1970-01-01 at run time. */
export interface DateType {
  readonly kind: 'date'
}

export interface ListType {
  readonly kind: 'list'
  readonly of: Type
}

/** The type of a bare 未知 (FEEL `null`), which fits every other. */
export interface NothingType {
  readonly kind: 'nothing'
}

export type Type = NumberType | TextType | CodeType | BooleanType | DateType | ListType | NothingType

/** Above this a JavaScript number no longer holds every integer: such a type is carried as BigInt. */
export const SAFE_BOUND = 2n ** 53n - 1n
/** Above this a PostgreSQL bigint no longer holds every integer: such a type is carried as numeric. */
export const BIGINT_BOUND = 2n ** 63n - 1n
/** No expression may need more digits than this; the checker refuses it with the operation that passed the limit. */
export const LARGEST_BOUND = 10n ** 100n
/** What a fact's column may hold, in its own scaled unit; the column's CHECK constraint says the same. */
export const FACT_BOUND = 9_000_000_000_000_000n

export function number(dimension: Dimension, scale: number, bound: bigint): NumberType {
  return { kind: 'number', dimension, scale, bound }
}

export const TEXT: TextType = { kind: 'text' }
export const BOOLEAN: BooleanType = { kind: 'boolean' }
export const DATE: DateType = { kind: 'date' }
export const NOTHING: NothingType = { kind: 'nothing' }
/** Money in yuan with two decimals: the run-time integer counts fen. */
export const MONEY = number('money', 2, FACT_BOUND)
/** A ratio with six decimals: 58.12 % is 581200. */
export const RATIO = number('ratio', 6, FACT_BOUND)
