import type { Dialect } from './dialect.ts'
import type { Problem } from './problem.ts'
import type { Source } from './source.ts'
import type { Node } from './tree.ts'
import type { Type } from './type.ts'
import type { Word } from './vocabulary.ts'

/** The head of `document.md`. */
export interface DocumentHead {
  readonly id: string
  readonly title: string
  /** The subject that the rules are about: `customer`. */
  readonly about: string
  /** Unit codes, each with all below it; empty for 全行. */
  readonly units: readonly string[]
  readonly dialect: Dialect
  readonly version: number
  readonly effective: string
  readonly repealed?: string
  readonly issuer?: string
  readonly number?: string
  /** Basis in outside law, as text. */
  readonly basis: readonly string[]
  /** Requirement ids that the document answers. */
  readonly covers: readonly string[]
}

/** A clause as the heading announces it: its number in the document's own way of counting. */
export interface ClauseHead {
  readonly number: string
  readonly name: string
  readonly source: Source
  readonly binds: readonly string[]
  readonly covers: readonly string[]
}

export type HitPolicy = 'U' | 'A' | 'P' | 'F' | 'R' | 'O' | 'C' | 'C+' | 'C#' | 'C<' | 'C>'

interface DecisionBase {
  readonly clause: ClauseHead
  /** The decision's own word: its name is how other rules refer to it. */
  readonly word: Word
}

/** A formula of a `define`: a derived fact. */
export interface FormulaDecision extends DecisionBase {
  readonly kind: 'formula'
  readonly expression: Node
}

export interface TableRow {
  readonly source: Source
  /** One boolean node per input column: the cell applied to the column's subject. */
  readonly tests: readonly Node[]
  /** As written, for the sheet and the sentence. */
  readonly cells: readonly string[]
  readonly outputs: readonly Node[]
  readonly reason: string
}

export interface TableOutput {
  readonly word: Word
  /** The values in order of priority, first the highest, where the hit policy (P, O) needs them. */
  readonly priorities: readonly string[]
}

export interface TableDecision extends DecisionBase {
  readonly kind: 'table'
  readonly hit: HitPolicy
  readonly inputs: readonly { readonly text: string; readonly subject: Node }[]
  /** The first output is the decision's value; the others have names of their own. */
  readonly outputs: readonly TableOutput[]
  readonly rows: readonly TableRow[]
}

export type ScoreCategory = '基本项' | '加分项' | '减分项' | '一票否决'

export interface ScoreAttribute {
  readonly source: Source
  readonly test: Node
  readonly cell: string
  /** Scaled by the scorecard's score type; null for a veto. */
  readonly partial: bigint | null
  readonly reason: string
}

/** PMML's characteristic: one 指标 with its 分档 in order, the first that holds scores. */
export interface Characteristic {
  readonly category: ScoreCategory
  readonly text: string
  readonly subject: Node
  readonly attributes: readonly ScoreAttribute[]
}

/** A grade with the scores it takes. `test` is over the score; a grade that takes vetoed customers says so. */
export interface Band {
  readonly source: Source
  readonly grade: string
  readonly cell: string
  readonly low: bigint | null
  readonly high: bigint | null
  readonly lowClosed: boolean
  readonly highClosed: boolean
  readonly takesVeto: boolean
}

export interface ScorecardDecision extends DecisionBase {
  readonly kind: 'scorecard'
  /** The score's own word (资信得分); `word` is the grade's. */
  readonly score: Word
  readonly baseline: bigint
  readonly characteristics: readonly Characteristic[]
  readonly bands: readonly Band[]
}

/** A decision that code makes (control closure, allocation, rank), whose parameters stand in the clause. */
export interface NativeDecision extends DecisionBase {
  readonly kind: 'native'
  readonly native: string
  readonly parameters: Readonly<Record<string, string>>
  readonly inputs: readonly Node[]
}

export type Decision = FormulaDecision | TableDecision | ScorecardDecision | NativeDecision

export interface Binding {
  readonly hook: string
  readonly clause: ClauseHead
  readonly decision: string
}

/** Facts that a `define` declares and that are not derived: the organisation's own dictionary entries. */
export interface FactDeclaration {
  readonly clause: ClauseHead
  readonly word: Word
  /** As an article writes it: 金额, 比率, 代码… */
  readonly typeName: string
  readonly protection: 'measure' | 'public'
}

/** A value as a case writes it, checked against its word's type. */
export interface Case {
  readonly source: Source
  readonly clause: ClauseHead
  readonly given: Readonly<Record<string, import('./value.ts').Value>>
  readonly expected: Readonly<Record<string, Expected>>
}

export type Expected =
  | { readonly kind: 'value'; readonly value: Exclude<import('./value.ts').Value, null> }
  /** Unknown, and the facts it must name where the case names them. */
  | { readonly kind: 'unknown'; readonly missing: readonly string[] }

/** One document version, checked: what the back ends compile. */
export interface Program {
  readonly head: DocumentHead
  readonly declarations: readonly FactDeclaration[]
  /** In an order in which each decision comes after those it uses. */
  readonly decisions: readonly Decision[]
  /** The decision whose value an assessment records. */
  readonly result: Decision | undefined
  /** The facts that the decisions read, in order of first use. */
  readonly inputs: readonly Word[]
  readonly bindings: readonly Binding[]
  readonly cases: readonly Case[]
}

export type { Problem, Type }
