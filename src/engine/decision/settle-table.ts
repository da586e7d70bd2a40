import type { Dialect } from '../dialect.ts'
import type { HitPolicy, TableDecision } from '../program.ts'
import { Reason } from '../reason.ts'
import type { Node } from '../tree.ts'
import type { Value } from '../value.ts'
import { gather, sameValue } from './gather.ts'
import { takesUnknown } from './names.ts'
import { type Environment, holds, lacks, outputsOf, valueIn } from './nodes.ts'
import { rowOrder } from './row-order.ts'

/** What a table answers, one value and reason per output column, and the rows that fired. */
export interface SettledTable {
  readonly values: readonly Value[]
  readonly reasons: readonly Reason[]
  readonly fired: readonly number[]
  /** By output column, the trees whose being open leaves it without a value: cells of open rows, outputs of rows that match. */
  readonly open: readonly (readonly Node[])[]
}

/** One row under given facts. */
export interface WeighedRow {
  readonly index: number
  /** By input column: holds, does not, or open. */
  readonly tests: readonly (boolean | null)[]
  /** Match, no match, or open. */
  readonly state: boolean | null
  readonly outputs: readonly Value[]
}

const COLLECTING: ReadonlySet<HitPolicy> = new Set(['R', 'O', 'C', 'C+', 'C#', 'C<', 'C>'])

/** Whether the hit policy takes every row that matches, and not one. */
export function isCollecting(hit: HitPolicy): boolean {
  return COLLECTING.has(hit)
}

/** A table's answer under given facts: the meaning of decision tables, unknowns included, that both back ends are held to. */
export function settleTable(decision: TableDecision, dialect: Dialect, environment: Environment): SettledTable {
  const rows = weighRows(decision, dialect, environment)
  const judge = isCollecting(decision.hit) ? settleCollected : settleSingle
  return judge(decision, dialect, rows, environment)
}

/** All rows in the order of the hit policy. */
export function weighRows(decision: TableDecision, dialect: Dialect, environment: Environment): readonly WeighedRow[] {
  const outputs = outputsOf(decision)
  const rows = rowOrder(decision).map((index) => {
    const tests = decision.rows[index]!.tests.map((test) => holds(test, environment))
    const seen = dialect === 'dmn' ? tests.map((test) => test === true) : tests
    return {
      index,
      tests: seen,
      state: conjunction(seen),
      outputs: outputs[index]!.map((node) => valueIn(node, environment)),
    }
  })
  const columns = columnsAnsweredByUnknown(decision, rows, environment)
  return columns.size === 0 ? rows : rows.map((row) => withoutAnswered(row, columns))
}

/**
 * A row that matches through a 未知 cell says what an unknown in that column means; rows that are open only there do not match.
 */
function columnsAnsweredByUnknown(
  decision: TableDecision,
  rows: readonly WeighedRow[],
  environment: Environment,
): ReadonlySet<number> {
  const answered = new Set<number>()
  for (const { index, state } of rows) {
    if (state !== true) continue
    decision.rows[index]!.tests.forEach((test, column) => {
      if (takesUnknown(test) && valueIn(subjectOf(test), environment) === null) answered.add(column)
    })
  }
  return answered
}

export function subjectOf(test: Node): Node {
  return test.kind === 'in' ? test.subject : test
}

function withoutAnswered(row: WeighedRow, answered: ReadonlySet<number>): WeighedRow {
  const tests = row.tests.map((test, column) => (test === null && answered.has(column) ? false : test))
  return { ...row, tests, state: conjunction(tests) }
}

function conjunction(tests: readonly (boolean | null)[]): boolean | null {
  return tests.includes(false) ? false : tests.includes(null) ? null : true
}

/** U, A, F and P: one row's outputs are the answer. */
function settleSingle(
  decision: TableDecision,
  dialect: Dialect,
  rows: readonly WeighedRow[],
  environment: Environment,
): SettledTable {
  const { hit } = decision
  const matches = rows.filter((row) => row.state === true)
  const first = matches[0]
  if (conflicting(hit, dialect, matches)) return unanswered(decision, Reason.conflict, matches)
  const stop = first !== undefined && (hit === 'F' || hit === 'P') ? rows.indexOf(first) + 1 : rows.length
  const candidates = rows.slice(0, stop).filter((row) => row.state !== false)
  if (candidates.length === 0) return unanswered(decision, Reason.noRow, [])
  const columns = decision.outputs.map((_, k): SettledColumn => {
    const value = first?.outputs[k] ?? null
    const doubtful = candidates.filter((row) => row.state === null && !sameValue(row.outputs[k]!, value))
    // Under A every match speaks: one whose output is unknown may differ from the others.
    const speaking = decision.hit === 'A' ? matches : matches.slice(0, 1)
    const empty = speaking.flatMap(({ index, outputs }) =>
      outputs[k] === null ? [outputsOf(decision)[index]![k]!] : [],
    )
    return settledColumn(value, [...openCells(decision, doubtful), ...empty], environment)
  })
  const certain = columns.some(({ value }) => value !== null)
  return answered(columns, first !== undefined && certain ? [first.index] : [])
}

function conflicting(hit: HitPolicy, dialect: Dialect, matches: readonly WeighedRow[]): boolean {
  if (hit === 'U') return matches.length > 1
  if (hit !== 'A') return false
  const [first, ...others] = matches
  return others.some((row) => row.outputs.some((value, k) => differ(dialect, value, first!.outputs[k]!)))
}

/** In the article dialect an unknown output differs from nothing for certain; in DMN null is a value. */
function differ(dialect: Dialect, a: Value, b: Value): boolean {
  if (a === null || b === null) return dialect === 'dmn' && a !== b
  return !sameValue(a, b)
}

/** R, O, C and its aggregates: every row that matches takes part. */
function settleCollected(
  decision: TableDecision,
  dialect: Dialect,
  rows: readonly WeighedRow[],
  environment: Environment,
): SettledTable {
  const matches = rows.filter((row) => row.state === true)
  const open = rows.filter((row) => row.state === null)
  if (matches.length === 0 && open.length === 0 && decision.hit !== 'C#') return unanswered(decision, Reason.noRow, [])
  const columns = decision.outputs.map(({ word }, k): SettledColumn => {
    // DMN keeps a null in a list; a sum or an extreme of one is null in both dialects.
    const keepsNulls = decision.hit === 'C#' || (dialect === 'dmn' && !['C+', 'C<', 'C>'].includes(decision.hit))
    const unknown = keepsNulls ? [] : matches.filter((row) => row.outputs[k] === null)
    const outputs = matches.map((row) => row.outputs[k]!)
    const value = unknown.length > 0 ? null : gather(decision.hit, word.type, outputs)
    const doubtful = open.filter((row) => value === null || !changesNothing(decision.hit, row.outputs[k]!, value))
    const empty = unknown.map((row) => outputsOf(decision)[row.index]![k]!)
    return settledColumn(value, [...openCells(decision, doubtful), ...empty], environment)
  })
  return answered(
    columns,
    matches.map((row) => row.index),
  )
}

/** Whether an open row leaves the aggregate of the matching ones as it is, whichever way it turns out. */
function changesNothing(hit: HitPolicy, output: Value, value: Exclude<Value, null>): boolean {
  if (output === null) return false
  if (hit === 'C+') return Number(output) === 0
  if (hit === 'C<') return output >= value
  if (hit === 'C>') return output <= value
  return false
}

/** The cells that keep these rows open. */
function openCells(decision: TableDecision, rows: readonly WeighedRow[]): readonly Node[] {
  return rows.flatMap((row) => decision.rows[row.index]!.tests.filter((_, column) => row.tests[column] === null))
}

interface SettledColumn {
  readonly value: Value
  readonly reason: Reason
  readonly open: readonly Node[]
}

/** The value where nothing is open; else the reason: a fact is missing, or all is known and cannot be computed. */
function settledColumn(value: Value, open: readonly Node[], environment: Environment): SettledColumn {
  if (value !== null && open.length === 0) return { value, reason: Reason.known, open }
  const lacking = open.some((node) => lacks(node, environment))
  return { value: null, reason: lacking ? Reason.missing : Reason.notComputable, open }
}

function answered(columns: readonly SettledColumn[], fired: readonly number[]): SettledTable {
  return {
    values: columns.map(({ value }) => value),
    reasons: columns.map(({ reason }) => reason),
    fired,
    open: columns.map(({ open }) => open),
  }
}

function unanswered(decision: TableDecision, reason: Reason, fired: readonly WeighedRow[]): SettledTable {
  const column: SettledColumn = { value: null, reason, open: [] }
  return answered(
    decision.outputs.map(() => column),
    fired.map((row) => row.index),
  )
}
