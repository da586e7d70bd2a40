import type { Dialect } from '../dialect.ts'
import type { TableDecision } from '../program.ts'
import { Reason } from '../reason.ts'
import type { Node } from '../tree.ts'
import type { Type } from '../type.ts'
import { assumeKnown } from './assume-known.ts'
import { mayContradict } from './compile-table.ts'
import { isAny, takesUnknown } from './names.ts'
import { outputsOf } from './nodes.ts'
import { optionalNames, type Plain, plainTests } from './plain.ts'
import { rowOrder } from './row-order.ts'
import { isCollecting } from './settle-table.ts'
import { analyseTable, outputType, type TableAnalysis } from './sql-analysis.ts'
import { type AnswerNames, type DecisionStages, smallint } from './sql-decision.ts'
import { any, type Columns, caseOf, notNull, sqlOfRow, sqlOfType, sqlType } from './sql-expression.ts'
import { aggregate } from './sql-gather.ts'
import { stageColumn } from './stages.ts'

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
  const plain = plainPath(decision, dialect, columns, analysis)
  const known = smallint(String(Reason.known))
  const afterwards = names.reasons.map((name, k) => ({
    name,
    sql: caseOf([[`${stageColumn(names.values[k]!)} IS NOT NULL`, known]], analysis.reason(k)),
  }))
  if (plain === undefined) {
    return { stages: [names.values.map((name, k) => ({ name, sql: analysis.value(k) }))], reasons: afterwards }
  }
  const otherwise = (k: number) =>
    dialect === 'dmn' && decision.hit !== 'A'
      ? nullOf(decision.outputs[k]!.word.type)
      : orElse(rowByRow(decision, columns, k), analysis.value(k))
  // With a row that always matches and tests that only an unknown opens, what is not known is missing.
  const whyOpen = (k: number) => {
    const nested = dialect === 'dmn' ? undefined : rowByRow(decision, columns, k)
    if (nested === undefined) return analysis.reason(k)
    const missing = smallint(String(Reason.missing))
    return caseOf([[`${nested.sql} IS NOT NULL`, known]], nested.exact ? missing : analysis.reason(k))
  }
  const reasons =
    plain.settled === undefined
      ? { inline: [], afterwards }
      : {
          inline: names.reasons.map((name, k) => ({
            name,
            sql: caseOf([[plain.settled!, known]], whyOpen(k)),
          })),
          afterwards: [],
        }
  if (names.values.length === 1 || isCollecting(decision.hit)) {
    const values = names.values.map((name, k) => ({
      name,
      sql: plain.guard === '' ? plain.value(k) : caseOf([[plain.guard, plain.value(k)]], otherwise(k)),
    }))
    return { stages: [[...values, ...reasons.inline]], reasons: reasons.afterwards }
  }
  const row = names.fresh(`${names.values[0]}_row`)
  const fired = plain.guard === '' ? plain.row : caseOf([[plain.guard, plain.row]], 'NULL')
  const chosen = names.values.map((name, k) => {
    const outputs = rowOrder(decision).map((index) => {
      const output = sqlOfType(outputsOf(decision)[index]![k]!, outputType(decision, k), columns)
      return [`${stageColumn(row)} = ${index}`, output] as const
    })
    return {
      name,
      sql: caseOf(
        outputs,
        plain.guard === '' && decision.hit !== 'A' ? nullOf(decision.outputs[k]!.word.type) : otherwise(k),
      ),
    }
  })
  return { stages: [[{ name: row, sql: fired }], [...chosen, ...reasons.inline]], reasons: reasons.afterwards }
}

function orElse(nested: RowByRow | undefined, analysis: string): string {
  if (nested === undefined) return analysis
  return nested.exact ? nested.sql : `COALESCE(${nested.sql}, ${analysis})`
}

function nullOf(type: Type): string {
  return `CAST(NULL AS ${sqlType(type)})`
}

/** Rows beyond which a CASE in a CASE would nest too deep. */
const NESTED_ROWS = 100
/** Times that the last rows may be written for the rows above that share an output with them. */
const WRITTEN_TIMES = 16

interface RowByRow {
  readonly sql: string
  /** NULL is then the answer, and not only that the row by row way found none. */
  readonly exact: boolean
}

/**
 * Under F and P an unknown matters only if it stands in a row above the first that matches: asked row by row, each test once, before
 * the whole analysis. An open row leaves the answer to the rows below it, if they give the same; where a 未知 cell may close
 * it, or too much would be written twice, that is left to the analysis. Undefined under other policies.
 */
function rowByRow(decision: TableDecision, columns: Columns, k: number): RowByRow | undefined {
  const stops = decision.hit === 'F' || decision.hit === 'P'
  if (!stops || decision.rows.length > NESTED_ROWS) return undefined
  const order = rowOrder(decision)
  const outputs = outputsOf(decision).map((row) => row[k]!)
  const shared = order.map((index, at) =>
    order.slice(at + 1).some((later) => mayBeSame(outputs[index]!, outputs[later]!)),
  )
  const exact =
    2 ** shared.filter((one) => one).length <= WRITTEN_TIMES &&
    !decision.rows.some(({ tests }) => tests.some((test) => takesUnknown(test)))
  const nested = order.reduceRight((rest, index, at) => {
    const tests = decision.rows[index]!.tests.filter((test) => !isAny(test))
    const output = sqlOfType(outputs[index]!, outputType(decision, k), columns)
    if (tests.length === 0) return output
    const open = exact && shared[at] ? ` ELSE CASE WHEN ${rest} = ${output} THEN ${output} END` : ''
    return `CASE (${sqlOfRow(tests, columns)}) WHEN true THEN ${output} WHEN false THEN ${rest}${open} END`
  }, nullOf(decision.outputs[k]!.word.type))
  return { sql: nested, exact }
}

/** Whether two outputs may turn out to be one value: two different constants cannot. */
function mayBeSame(one: Node, other: Node): boolean {
  return one.kind !== 'literal' || other.kind !== 'literal' || one.value === other.value
}

interface PlainSql {
  /** Condition under which the plain path holds; empty where it always does. */
  readonly guard: string
  value(column: number): string
  /** The index of the row that fires. */
  readonly row: string
  /** Condition under which every column has a value for certain; undefined where no condition on the facts says so. */
  readonly settled: string | undefined
}

function plainPath(
  decision: TableDecision,
  dialect: Dialect,
  columns: Columns,
  analysis: TableAnalysis,
): PlainSql | undefined {
  const plain = plainTests(
    decision.rows.map((row) => row.tests),
    dialect,
  )
  if (plain === undefined) return undefined
  const written = outputsOf(decision)
  const gathers = isCollecting(decision.hit) && decision.hit !== 'C#'
  const needsOutputs = gathers && dialect === 'article'
  const outputs = needsOutputs ? written.map((row) => row.map(assumeKnown)) : written
  if (needsOutputs && outputs.flat().some((node) => node.optional)) return undefined
  const guard = allKnown([...plain.guard, ...(needsOutputs ? optionalNames(written.flat()) : [])], columns)
  const settled = settledWhere(decision, plain, columns)
  const outputOf = (index: number, k: number) => sqlOfType(outputs[index]![k]!, outputType(decision, k), columns)
  if (isCollecting(decision.hit)) {
    return { guard, value: (k) => gathered(decision, plain, columns, outputs, k, outputOf), row: 'NULL', settled }
  }
  // A second match under U is a conflict; under A it is one only if it differs, which the analysis then looks into.
  const contradicts = (index: number, other: number) => {
    const matches = sqlOfRow(plain.tests[other]!, columns)
    if (decision.hit === 'U') return matches
    const differs = decision.outputs.map((_, k) => `${outputOf(index, k)} IS DISTINCT FROM ${outputOf(other, k)}`)
    return `${matches} AND (${any(differs)})`
  }
  const take = (value: (index: number) => string, contradicted: string, otherwise: string) =>
    caseOf(
      rowOrder(decision).map((index, at, order) => {
        const rivals = order.slice(at + 1).filter((other) => mayContradict(decision, index, other))
        const contradiction = any(rivals.map((other) => contradicts(index, other)))
        const alone = rivals.length === 0 ? value(index) : caseOf([[contradiction, contradicted]], value(index))
        return [sqlOfRow(plain.tests[index]!, columns), alone] as const
      }),
      otherwise,
    )
  return {
    guard,
    value: (k) =>
      take(
        (index) => outputOf(index, k),
        decision.hit === 'U' ? 'NULL' : analysis.value(k),
        nullOf(decision.outputs[k]!.word.type),
      ),
    row: take(String, 'NULL', 'NULL'),
    settled,
  }
}

/** A row that always matches, outputs that only an unknown leaves empty, and no conflict: known facts are then enough. */
function settledWhere(decision: TableDecision, plain: Plain, columns: Columns): string | undefined {
  const { hit, rows } = decision
  if (hit === 'C#') return allKnown(plain.guard, columns) || 'true'
  const indexes = rows.map((_, index) => index)
  const outputs = outputsOf(decision).flat()
  const certain =
    plain.tests.some((tests) => tests.length === 0) &&
    outputs.every((node) => !assumeKnown(node).optional) &&
    !indexes.some((index) => indexes.some((other) => index !== other && mayContradict(decision, index, other)))
  return certain ? allKnown([...plain.guard, ...optionalNames(outputs)], columns) || 'true' : undefined
}

/** Empty where there is nothing to know. */
function allKnown(identifiers: readonly string[], columns: Columns): string {
  return identifiers.length === 0
    ? ''
    : notNull([...new Set(identifiers)].map((identifier) => columns.get(identifier)!))
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
