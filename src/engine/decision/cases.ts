import type { Case, Program } from '../program.ts'
import type { Type } from '../type.ts'
import type { Facts, Value } from '../value.ts'
import type { Word } from '../vocabulary.ts'
import { type Answer, answersOfProgram, type Outcome } from './answer.ts'
import { compileProgram, factsOf } from './compile.ts'
import { sameValue } from './gather.ts'
import { missingFacts } from './missing.ts'
import { type Natives, NO_NATIVES } from './native.ts'
import { programSql } from './program-sql.ts'
import { sqlLiteral } from './sql-literal.ts'

/** One expectation of one case that does not hold. */
export interface CaseDifference {
  readonly word: Word
  /** The value found; null: unknown. */
  readonly found: Value
  /** Where an unknown was expected for want of certain facts: those that the program names. */
  readonly missing: readonly string[]
}

export interface CaseResult {
  readonly case: Case
  /** Empty where the case holds. */
  readonly differences: readonly CaseDifference[]
}

/** Every case of the program on the JavaScript back end. */
export function runCases(program: Program, natives: Natives = NO_NATIVES): readonly CaseResult[] {
  const compiled = compileProgram(program, natives)
  return program.cases.map((one) => {
    const outcome = compiled.assess(one.given)
    return { case: one, differences: differencesOf(program, one, outcome) }
  })
}

function differencesOf(program: Program, one: Case, outcome: Outcome): readonly CaseDifference[] {
  const missing = missingFacts(program, one.given, outcome)
  return answersOfProgram(program).flatMap(({ word }) => {
    const expected = one.expected[word.identifier]
    if (expected === undefined) return []
    const found = outcome.values[word.identifier]!
    const named = missing.get(word.identifier) ?? []
    const holds =
      expected.kind === 'value'
        ? sameValue(found, expected.value)
        : found === null &&
          expected.missing.every((identifier) => named.includes(identifier)) &&
          namesAll(expected.missing, named)
    return holds ? [] : [{ word, found, missing: named }]
  })
}

/** A case that names missing facts names all of them; a bare 未知 may be for want of any. */
function namesAll(expected: readonly string[], found: readonly string[]): boolean {
  return expected.length === 0 || expected.length === found.length
}

/** The statement that runs all cases on PostgreSQL, and what its rows are held against. */
export interface CasesSql {
  /** One row per case: `case_no` (from 0), then a value and a reason per answer. */
  readonly text: string
  readonly answers: readonly { readonly answer: Answer; readonly value: string; readonly reason: string }[]
}

/** Undefined where the program has no case. */
export function sqlCases(program: Program, natives: Natives = NO_NATIVES): CasesSql | undefined {
  if (program.cases.length === 0) return undefined
  const relation = factsRelation(
    program,
    program.cases.map(({ given }) => given),
  )
  const { text, answers } = programSql(program, { ...relation, keys: ['subject.case_no'] }, natives)
  return { text: `${text}\nORDER BY 1`, answers }
}

/** Facts written out as a relation `subject`, one row each, numbered by `case_no` from 0: for cases, trials and tests. */
export function factsRelation(program: Program, given: readonly Facts[]) {
  const identifiers = factsOf(program)
  const types = new Map(program.inputs.map(({ identifier, type }) => [identifier, type]))
  const columns = ['case_no', ...identifiers.map((_, index) => `c${index}`)]
  const rows = given.map((facts, number) => {
    const values = identifiers.map((identifier) => sqlLiteral(typeOf(types, identifier), facts[identifier] ?? null))
    return `(${[`${number}`, ...values].join(', ')})`
  })
  return {
    from: `(VALUES\n${rows.join(',\n')}\n) AS subject(${columns.join(', ')})`,
    column: (identifier: string) => `subject.c${identifiers.indexOf(identifier)}`,
  }
}

function typeOf(types: ReadonlyMap<string, Type>, identifier: string): Type {
  const type = types.get(identifier)
  if (type === undefined) throw new Error(`${identifier} is not among the program's inputs`)
  return type
}
