import type { LocalDate } from '../../kernel/local-date.ts'

export type CustomerKind = 'person' | 'sole_trader' | 'farmer' | 'company' | 'institution'

/** One party's facts of one family as of one date; numbers are scaled integers as their columns hold them. */
export interface DemoFacts {
  readonly family: string
  readonly source: string
  readonly asOf: LocalDate
  readonly values: Readonly<Record<string, string | number | boolean | null>>
}

/** A customer of the demo bank. It belongs to the book of one member of staff; the loader turns that into a number. */
export interface DemoCustomer {
  readonly customerNo: string
  readonly kind: CustomerKind
  readonly stage: 'prospect' | 'active' | 'dormant' | 'closed'
  /** Code of the member of staff in whose book the customer is. */
  readonly keeper: string
  readonly name: string
  readonly identityKind?: 'id_card' | 'travel_permit'
  readonly identityNo?: string
  readonly registeredCode?: string
  readonly phone?: string
  readonly email?: string
  readonly address?: string
  readonly remark?: string
  readonly industry?: string
  readonly region?: string
  readonly foundedOn?: LocalDate
  readonly birthDate?: LocalDate
  readonly customerSince: LocalDate
  /** The deposit in 万元 that it had until so many months ago, where a story turns on that. */
  readonly turn?: { readonly monthsAgo: number; readonly deposit: number }
  /** Oldest first where a family comes more than once; the position comes first. */
  readonly facts: readonly DemoFacts[]
}

/** Of forty seeds the one whose two thousand customers are nearest to the bank that `docs/demo.md` describes. */
export const DEFAULT_SEED = 22

/** What the generator hangs everything on. The same three give the same bank, to the byte. */
export interface DemoBank {
  readonly size: number
  readonly seed: number
  /** The day that the demo calls today. */
  readonly anchor: LocalDate
}

/** Above ten thousand customers the bank comes without its past: tens of millions of month-ends would show nobody anything. */
export function hasPast({ size }: DemoBank): boolean {
  return size <= 10_000
}

/** 万元 as fen. */
export function wan(amount: number): number {
  return Math.round(amount * 1_000_000)
}

/** Per cent as millionths. */
export function percent(value: number): number {
  return Math.round(value * 10_000)
}
