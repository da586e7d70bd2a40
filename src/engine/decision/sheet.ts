import type { HitPolicy, ScoreCategory } from '../program.ts'
import type { Reason } from '../reason.ts'

/**
 * The sheet of paper that says how each value came about. Plain data with a fixed order of keys: the same program, facts and outcome
 * give the same bytes of JSON. Values are shown as people write them; scores also stand as scaled integers.
 */
export interface Sheet {
  readonly document: {
    readonly id: string
    readonly title: string
    readonly version: number
    readonly effective: string
  }
  /** The word whose value an assessment records, by identifier; null where the document names none. */
  readonly result: string | null
  readonly decisions: readonly SheetDecision[]
}

export type SheetDecision = SheetFormula | SheetTable | SheetScorecard | SheetNative

interface SheetBase {
  /** 第四条第一款 */
  readonly clause: string
  readonly name: string
  readonly answers: readonly SheetAnswer[]
  readonly inputs: readonly SheetInput[]
}

export interface SheetAnswer {
  readonly name: string
  readonly identifier: string
  readonly value: string
  readonly known: boolean
  readonly reason: Reason
  /** Why there is no value, in Chinese; empty where there is one. */
  readonly because: string
  /** Identifiers of the facts that are missing. */
  readonly missing: readonly string[]
}

export interface SheetInput {
  readonly name: string
  readonly identifier: string
  readonly of: 'fact' | 'decision'
  readonly value: string
  readonly known: boolean
  /** What it does that the value is unknown; empty where it is known. */
  readonly effect: string
}

export interface SheetFormula extends SheetBase {
  readonly kind: 'formula'
  readonly sentence: string
}

export interface SheetNative extends SheetBase {
  readonly kind: 'native'
  readonly native: string
  readonly parameters: Readonly<Record<string, string>>
}

export interface SheetTable extends SheetBase {
  readonly kind: 'table'
  readonly hit: HitPolicy
  /** The rows that fired, and those that are open and so leave an answer without a value. */
  readonly rows: readonly SheetRow[]
}

export interface SheetRow {
  /** From 1, as written. */
  readonly number: number
  readonly state: 'fired' | 'open'
  readonly sentence: string
  readonly cells: readonly string[]
  readonly outputs: readonly string[]
  readonly reason: string
}

export interface SheetScorecard extends SheetBase {
  readonly kind: 'scorecard'
  /** Scores are integers of 10^-scale. */
  readonly scale: number
  readonly baseline: number
  readonly characteristics: readonly SheetCharacteristic[]
  /** Null where a 基本项 has no attribute for its value. */
  readonly low: number | null
  readonly high: number | null
  readonly veto: 'passed' | 'vetoed' | 'open'
  readonly bands: readonly SheetBand[]
  /** The band that gave the grade, by its place in `bands`; null: none. */
  readonly band: number | null
  /** The next better grade and the points to it; null where there is none or the score is not certain. */
  readonly next: { readonly grade: string; readonly distance: number } | null
}

export interface SheetCharacteristic {
  readonly category: ScoreCategory
  readonly text: string
  readonly value: string
  readonly state: 'scored' | 'none' | 'open' | 'uncovered'
  /** All attributes with their partial scores, null for a veto, and which of them may have scored. */
  readonly attributes: readonly {
    readonly cell: string
    readonly partial: number | null
    readonly reason: string
    readonly possible: boolean
  }[]
  readonly low: number | null
  readonly high: number | null
  /** The attribute that scored, as a sentence, or what is open. */
  readonly sentence: string
}

export interface SheetBand {
  readonly grade: string
  readonly cell: string
  readonly low: number | null
  readonly high: number | null
  readonly lowClosed: boolean
  readonly highClosed: boolean
  readonly takesVeto: boolean
}
