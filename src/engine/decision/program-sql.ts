import type { Decision, Program } from '../program.ts'
import { Reason } from '../reason.ts'
import type { Node } from '../tree.ts'
import { type Answer, answersOf } from './answer.ts'
import { assertCompiles } from './check-program.ts'
import { factsOf } from './compile.ts'
import { namesOfAll } from './names.ts'
import { type Natives, NO_NATIVES, parametersOf } from './native.ts'
import { coerce } from './nodes.ts'
import { nodesOf } from './settle.ts'
import { lacksSql } from './sql-analysis.ts'
import { type AnswerNames, type DecisionStages, smallint } from './sql-decision.ts'
import { any, type Columns, caseOf, sql, sqlOfType, sqlType } from './sql-expression.ts'
import { type ScorecardColumns, scorecardSql } from './sql-scorecard.ts'
import { tableSql } from './sql-table.ts'
import { columnNamer, type Stage, stageColumn, stagesSql } from './stages.ts'

/** Where the subjects and their facts stand. */
export interface Relation {
  /** What follows FROM: one row per subject. */
  readonly from: string
  /** The SQL of a fact, of the type that `sqlType` gives for its word. */
  column(identifier: string): string
  /** Expressions that identify a subject and are kept as they are: `subject.party_id`. */
  readonly keys: readonly string[]
}

/** The columns of the statement in which one answer stands. */
export interface AnswerColumns {
  readonly answer: Answer
  readonly value: string
  /** smallint, see `Reason`. */
  readonly reason: string
}

export interface ProgramSql {
  /** One SELECT without a semicolon; it may stand in a FROM as a sub-select. */
  readonly text: string
  /** The keys' columns, in the order of `Relation.keys`. */
  readonly keys: readonly string[]
  readonly answers: readonly AnswerColumns[]
  /** By the scorecard's identifier. */
  readonly scorecards: Readonly<Record<string, ScorecardColumns>>
}

/**
 * A program as one statement of stages over a relation. A decision stands one stage after those it uses, so that each value is
 * computed once; reasons come after all values, and the planner drops what the statement around this one does not read. Never
 * raises, whatever the facts are. Throws where a native decision is absent or has no SQL.
 */
export function programSql(program: Program, relation: Relation, natives: Natives = NO_NATIVES): ProgramSql {
  assertCompiles(program, natives)
  const named = columnNamer()
  const keys = relation.keys.map((key) => ({ name: named(/[^."]+(?="?$)/.exec(key)?.[0] ?? 'key'), sql: key }))
  const columns = new Map<string, string>()
  const base: { name: string; sql: string }[] = [...keys]
  for (const identifier of factsOf(program)) {
    const name = named(identifier)
    base.push({ name, sql: relation.column(identifier) })
    columns.set(identifier, stageColumn(name))
  }
  const stages: Stage[] = []
  const readyAt = new Map<string, number>()
  const answers: AnswerColumns[] = []
  const scorecards: Record<string, ScorecardColumns> = {}
  const reasonColumns: { name: string; sql: string }[] = []
  for (const decision of program.decisions) {
    const own = answersOf(decision).map((answer) => {
      const value = named(answer.word.identifier)
      return { answer, value, reason: named(`${value}_reason`) }
    })
    const names: AnswerNames = {
      values: own.map(({ value }) => value),
      reasons: own.map(({ reason }) => reason),
      fresh: named,
    }
    const first = Math.max(0, ...namesOfAll(nodesOf(decision)).map((name) => readyAt.get(name.identifier) ?? 0))
    const made = decisionSql(program, decision, columns, names, natives, scorecards)
    made.stages.forEach((stage, at) => {
      stages[first + at] = [...(stages[first + at] ?? []), ...stage]
    })
    for (const { answer, value } of own) {
      columns.set(answer.word.identifier, stageColumn(value))
      readyAt.set(answer.word.identifier, first + made.stages.length)
    }
    reasonColumns.push(...made.reasons)
    answers.push(...own)
  }
  if (reasonColumns.length > 0) stages.push(reasonColumns)
  const kept = [
    ...keys.map(({ name }) => name),
    ...answers.flatMap(({ value, reason }) => [value, reason]),
    ...Object.values(scorecards).flatMap(({ low, high, veto }) => [low, high, veto]),
  ]
  const inner = stagesSql(base, relation.from, stages, kept)
  const text = `SELECT ${kept.map((name) => stageColumn(name)).join(', ')}\nFROM (\n${inner}\n) AS stage`
  return { text, keys: keys.map(({ name }) => name), answers, scorecards }
}

function decisionSql(
  program: Program,
  decision: Decision,
  columns: Columns,
  names: AnswerNames,
  natives: Natives,
  scorecards: Record<string, ScorecardColumns>,
): DecisionStages {
  const { dialect } = program.head
  const [value] = names.values as [string]
  switch (decision.kind) {
    case 'table':
      return tableSql(decision, dialect, columns, names)
    case 'scorecard': {
      const { identifier } = decision.score
      const extra = {
        low: names.fresh(`${identifier}_low`),
        high: names.fresh(`${identifier}_high`),
        veto: names.fresh(`${identifier}_veto`),
      }
      scorecards[decision.word.identifier] = extra
      return scorecardSql(decision, dialect, columns, names, extra)
    }
    case 'formula': {
      const expression = sqlOfType(coerce(decision.expression, decision.word.type), decision.word.type, columns)
      return {
        stages: [[{ name: value, sql: expression }]],
        reasons: [singleReason(names, [decision.expression], columns)],
      }
    }
    case 'native': {
      const native = natives.get(decision.native)!
      if (native.sql === undefined) throw new Error(`内置判定“${decision.native}”不能在数据库中成批执行`)
      const inputs = decision.inputs.map((node) => sql(node, columns))
      const expression = native.sql(inputs, parametersOf(decision, native))
      const typed = `CAST(${expression} AS ${sqlType(decision.word.type)})`
      return { stages: [[{ name: value, sql: typed }]], reasons: [singleReason(names, decision.inputs, columns)] }
    }
  }
}

function singleReason(names: AnswerNames, nodes: readonly Node[], columns: Columns) {
  const [value, reason] = [names.values[0]!, names.reasons[0]!]
  const branches = [
    [`${stageColumn(value)} IS NOT NULL`, String(Reason.known)],
    [any(nodes.map((node) => lacksSql(node, columns))), String(Reason.missing)],
  ] as const
  return { name: reason, sql: smallint(caseOf(branches, String(Reason.notComputable))) }
}
