import { dayNumberOf } from '../../kernel/local-date.ts'
import type { Node } from '../tree.ts'
import type { Type } from '../type.ts'
import type { Value } from '../value.ts'
import { isBig } from '../visit/representation.ts'
import type { Cut } from './cuts.ts'
import { roundest } from './roundest.ts'

/** A part of a column's values within which no cell of the column changes its answer. */
export type Part =
  /** Numbers (scaled integers) and dates (day numbers) from `low` to `high`, both included. */
  | { readonly kind: 'interval'; readonly low: bigint; readonly high: bigint }
  | { readonly kind: 'value'; readonly value: string | boolean }
  /** Any text that no cell names; `value` is one. */
  | { readonly kind: 'other'; readonly value: string }
  | { readonly kind: 'unknown' }

/** A column as the linter sees it: one subject and the parts of its values; unknown is a part of its own, the last. */
export interface Axis {
  /** Two columns that ask the same expression are one axis. */
  readonly key: string
  /** The column's header. */
  readonly text: string
  readonly subject: Node
  /** Numbers and dates. */
  readonly ordered: boolean
  readonly parts: readonly Part[]
  /** The constants that its cells name. */
  readonly cuts: readonly Cut[]
  /** The numbers and days that cells name, scaled: where bounds are spoken of as 超过 and 不满. */
  readonly marks: ReadonlySet<bigint>
}

/** Undefined for a subject without parts: a list. */
export function axisOf(key: string, text: string, subject: Node, cuts: readonly Cut[]): Axis | undefined {
  const { type } = subject
  const known = partsOfType(type, cuts)
  if (!known) return undefined
  const parts: readonly Part[] = subject.optional ? [...known, { kind: 'unknown' }] : known
  const ordered = type.kind === 'number' || type.kind === 'date'
  return { key, text, subject, ordered, parts, cuts, marks: new Set(ordered ? marksOf(type, cuts) : []) }
}

function partsOfType(type: Type, cuts: readonly Cut[]): readonly Part[] | undefined {
  switch (type.kind) {
    case 'number':
    case 'date':
      return intervals(type, cuts)
    case 'boolean':
      return [true, false].map((value) => ({ kind: 'value', value }))
    case 'code':
      return type.codes.map((value) => ({ kind: 'value', value }))
    case 'text': {
      const named = [...new Set(cuts.map(({ value }) => String(value)))]
      let other = '其他'
      while (named.includes(other)) other += '他'
      return [...named.map((value): Part => ({ kind: 'value', value })), { kind: 'other', value: other }]
    }
    case 'list':
    case 'nothing':
      return undefined
  }
}

/** Whole numbers of the type's own scale: a cell that is finer cuts between two of them. */
function intervals(type: Type, cuts: readonly Cut[]): Part[] {
  const [least, greatest] = limitsOf(type)
  const starts = new Set<bigint>([least])
  for (const cut of cuts) {
    const { floor, exact } = atScale(type, cut)
    for (const start of exact ? [floor, floor + 1n] : [floor + 1n])
      if (start > least && start <= greatest) starts.add(start)
  }
  const sorted = [...starts].toSorted((a, b) => (a < b ? -1 : 1))
  return sorted.map((low, index) => ({ kind: 'interval', low, high: (sorted[index + 1] ?? greatest + 1n) - 1n }))
}

function limitsOf(type: Type): [bigint, bigint] {
  if (type.kind === 'number') return [-type.bound, type.bound]
  return [BigInt(dayNumberOf(1, 1, 1)!), BigInt(dayNumberOf(9999, 12, 31)!)]
}

function marksOf(type: Type, cuts: readonly Cut[]): bigint[] {
  return cuts.flatMap((cut) => {
    const { floor, exact } = atScale(type, cut)
    return exact ? [floor] : []
  })
}

function atScale(type: Type, { value, scale }: Cut): { floor: bigint; exact: boolean } {
  const number = BigInt(value as number | bigint)
  const shift = type.kind === 'number' ? scale - type.scale : 0
  const divisor = 10n ** BigInt(Math.max(shift, 0))
  const quotient = (number * 10n ** BigInt(Math.max(-shift, 0))) / divisor
  const exact = shift <= 0 || quotient * divisor === number
  return { floor: exact || number > 0n ? quotient : quotient - 1n, exact }
}

/** The axis's parts but the unknown one, as a set. */
export function knownParts({ parts }: Axis): bigint {
  const unknown = parts.at(-1)?.kind === 'unknown'
  return (1n << BigInt(parts.length - Number(unknown))) - 1n
}

export function allParts({ parts }: Axis): bigint {
  return (1n << BigInt(parts.length)) - 1n
}

/** The part in which a value lies. */
export function partOf({ parts }: Axis, value: Value): number {
  return parts.findIndex((part) => isIn(part, value))
}

function isIn(part: Part, value: Value): boolean {
  switch (part.kind) {
    case 'interval':
      return (typeof value === 'number' || typeof value === 'bigint') && value >= part.low && value <= part.high
    case 'value':
      return value === part.value
    case 'other':
      return value !== null
    case 'unknown':
      return value === null
  }
}

/** A value of the part, the roundest where there is a choice. */
export function sampleOf({ subject: { type } }: Pick<Axis, 'subject'>, part: Part): Value {
  switch (part.kind) {
    case 'interval': {
      const number = roundest(part.low, part.high, oneOf(type))
      return isBig(type) ? number : Number(number)
    }
    case 'value':
    case 'other':
      return part.value
    case 'unknown':
      return null
  }
}

/** The number that people would call one: 1元, 1%, 1次. */
function oneOf(type: Type): bigint {
  if (type.kind !== 'number') return 1n
  return 10n ** BigInt(type.dimension === 'ratio' ? Math.max(type.scale - 2, 0) : type.scale)
}
