import type { Decision, Program } from '../program.ts'
import type { Reason } from '../reason.ts'
import type { Type } from '../type.ts'
import type { Value } from '../value.ts'
import type { Word } from '../vocabulary.ts'

/** One word that a decision gives a value to: a table has one per output, a scorecard its grade and its score. */
export interface Answer {
  readonly word: Word
  readonly decision: Decision
  /** A table's output column; 0 for the decision's own value; `score` for a scorecard's score. */
  readonly output: number | 'score'
}

export function answersOf(decision: Decision): readonly Answer[] {
  switch (decision.kind) {
    case 'table':
      return decision.outputs.map(({ word }, output) => ({ word, decision, output }))
    case 'scorecard': {
      const score: Answer = { word: decision.score, decision, output: 'score' }
      return decision.bands.length === 0 ? [score] : [{ word: decision.word, decision, output: 0 }, score]
    }
    case 'formula':
    case 'native':
      return [{ word: decision.word, decision, output: 0 }]
  }
}

/** All answers of a program, in the order of its decisions. */
export function answersOfProgram(program: Program): readonly Answer[] {
  return program.decisions.flatMap(answersOf)
}

/**
 * What a program says about one subject. Each answer has its value, null where it has none, and its reason, `Reason.known` where it
 * has a value. `trace` is by decision, compact: see `Trace`; `explain` makes a sheet of it.
 */
export interface Outcome {
  readonly values: Readonly<Record<string, Value>>
  readonly reasons: Readonly<Record<string, Reason>>
  readonly trace: Readonly<Record<string, Trace>>
}

/**
 * What a decision did, in numbers. A table: the indexes of the rows that fired. A scorecard: low, high, veto (`Veto`), and then for
 * each characteristic the attribute that scored (`NO_ATTRIBUTE`, `OPEN_ATTRIBUTE`) and its partial score. Formula and native: empty.
 */
export type Trace = readonly (number | null)[]

export const NO_ATTRIBUTE = -1
export const OPEN_ATTRIBUTE = -2

export const Veto = { passed: 0, vetoed: 1, open: 2 } as const
export type Veto = (typeof Veto)[keyof typeof Veto]

/** The type of one element where the word collects a list, else the word's own. */
export function elementType(type: Type): Type {
  return type.kind === 'list' ? type.of : type
}
