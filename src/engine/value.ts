import type { Type } from './type.ts'

/**
 * A value at run time. Numbers are scaled integers of their static type: a JavaScript number where the type's bound is at most
 * `SAFE_BOUND`, else a BigInt. A date is its day number. Unknown is null.
 */
export type Value = number | bigint | string | boolean | null | readonly Value[]

/** What a decision reads, by identifier. An absent key is an unknown fact. */
export type Facts = Readonly<Record<string, Value>>

export type { Type }
