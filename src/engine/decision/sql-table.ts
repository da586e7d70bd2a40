import type { Dialect } from '../dialect.ts'
import type { TableDecision } from '../program.ts'
import { Reason } from '../reason.ts'
import type { Node } from '../tree.ts'
import { assumeKnown } from './assume-known.ts'
import { mayContradict } from './compile-table.ts'
import { outputsOf } from './nodes.ts'
import { optionalNames, type Plain, plainTests } from './plain.ts'
import { rowOrder } from './row-order.ts'
import { isCollecting } from './settle-table.ts'
import { analyseTable, outputType } from './sql-analysis.ts'
import { any, type Columns, caseOf, notNull, sqlOfRow, sqlOfType, sqlType } from './sql-expression.ts'
import { aggregate } from './sql-gather.ts'
import { type Stage, stageColumn } from './stages.ts'

/** A decision's part of the statement of stages. */
export interface DecisionStages {
  /** One after the other, from the first stage at which all that the decision reads stands. The last gives the values. */
  readonly stages: readonly Stage[]
  /** Computed after the values, so that it costs a subject with values no more than a test. */
  readonly reasons: Stage
}

/** Names of the columns that a decision's answers get. */
export interface AnswerNames {
  readonly values: readonly string[]
  readonly reasons: readonly string[]
  /** A further column of the statement, for what the decision needs in between. */
  fresh(wanted: string): string
}

/**
 * A table as SQL: where all facts that it needs are known, the CASE that one would write by hand; else the analysis of
 * open rows.
 */
export function tableSql(
  decision: TableDecision,
  dialect: Dialect,
  columns: Columns,
  names: AnswerNames,
): DecisionStages {
  const analysis = analyseTable(decision, dialect, columns)
  const plain = plainPath(decision, dialect, columns)
  const reasons = names.reasons.map((name, k) => ({
    name,
    sql: caseOf(
      [[`${stageColumn(names.values[k]!)} IS NOT NULL`, `CAST(${Reason.known} AS smallint)`]],
      analysis.reason(k),
    ),
  }))
  const otherwise = (k: number) =>
    dialect === 'dmn' ? `CAST(NULL AS ${sqlType(decision.outputs[k]!.word.type)})` : analysis.value(k)
  if (plain === undefined) {
    return { stages: [names.values.map((name, k) => ({ name, sql: analysis.value(k) }))], reasons }
  }
  if (names.values.length === 1 || isCollecting(decision.hit)) {
    const values = names.values.map((name, k) => ({
      name,
      sql: plain.guard === '' ? plain.value(k) : caseOf([[plain.guard, plain.value(k)]], otherwise(k)),
    }))
    return { stages: [values], reasons }
  }
  const row = names.fresh(`${names.values[0]}_row`)
  const values = names.values.map((name, k) => {
    const outputs = rowOrder(decision).map((index) => {
      const output = sqlOfType(outputsOf(decision)[index]![k]!, outputType(decision, k), columns)
      return [`${stageColumn(row)} = ${index}`, output] as const
    })
    return {
      name,
      sql: caseOf(
        outputs,
        plain.guard === '' ? `CAST(NULL AS ${sqlType(decision.outputs[k]!.word.type)})` : otherwise(k),
      ),
    }
  })
  const fired = plain.guard === '' ? plain.row : caseOf([[plain.guard, plain.row]], 'NULL')
  return { stages: [[{ name: row, sql: fired }], values], reasons }
}

interface PlainSql {
  /** Condition under which the plain path holds; empty where it always does. */
  readonly guard: string
  value(column: number): string
  /** The index of the row that fires. */
  readonly row: string
}

function plainPath(decision: TableDecision, dialect: Dialect, columns: Columns): PlainSql | undefined {
  const plain = plainTests(
    decision.rows.map((row) => row.tests),
    dialect,
  )
  if (plain === undefined) return undefined
  const collecting = isCollecting(decision.hit) && decision.hit !== 'C#'
  const outputs = outputsOf(decision).map((row) =>
    row.map((node) => (dialect === 'dmn' || !collecting ? node : assumeKnown(node))),
  )
  const open = dialect === 'article' && collecting
  if (open && outputs.flat().some((node) => node.optional)) return undefined
  const needed = [...new Set([...plain.guard, ...(open ? optionalNames(outputsOf(decision).flat()) : [])])]
  const guard = needed.length === 0 ? '' : notNull(needed.map((identifier) => columns.get(identifier)!))
  const outputOf = (index: number, k: number) => sqlOfType(outputs[index]![k]!, outputType(decision, k), columns)
  if (isCollecting(decision.hit)) {
    return { guard, value: (k) => gathered(decision, plain, columns, outputs, k, outputOf), row: 'NULL' }
  }
  const take = (value: (index: number) => string, otherwise: string) =>
    caseOf(
      rowOrder(decision).map((index, at, order) => {
        const rivals = order.slice(at + 1).filter((other) => mayContradict(decision, index, other))
        const rivalry = any(rivals.map((other) => sqlOfRow(plain.tests[other]!, columns)))
        const alone = rivals.length === 0 ? value(index) : caseOf([[rivalry, 'NULL']], value(index))
        return [sqlOfRow(plain.tests[index]!, columns), alone] as const
      }),
      otherwise,
    )
  return {
    guard,
    value: (k) => take((index) => outputOf(index, k), `CAST(NULL AS ${sqlType(decision.outputs[k]!.word.type)})`),
    row: take(String, 'NULL'),
  }
}

function gathered(
  decision: TableDecision,
  plain: Plain,
  columns: Columns,
  outputs: readonly (readonly Node[])[],
  k: number,
  outputOf: (index: number, k: number) => string,
): string {
  const parts = rowOrder(decision).map((index) => ({
    condition: sqlOfRow(plain.tests[index]!, columns),
    output: outputOf(index, k),
    optional: outputs[index]![k]!.optional,
  }))
  const whole = aggregate(decision.hit, sqlType(decision.outputs[k]!.word.type), parts)
  if (decision.hit !== 'C<' && decision.hit !== 'C>') return whole
  // LEAST and GREATEST leave NULL out; one unknown among what is compared leaves the answer unknown.
  const empty = parts.filter((part) => part.optional).map((part) => `(${part.condition}) AND ${part.output} IS NULL`)
  return empty.length === 0 ? whole : caseOf([[any(empty), 'NULL']], whole)
}
