import type { Dialect } from '../dialect.ts'
import type { TableDecision } from '../program.ts'
import { Reason } from '../reason.ts'
import type { Node } from '../tree.ts'
import { elementType } from './answer.ts'
import { isAny, namesOf, takesUnknown } from './names.ts'
import { outputsOf } from './nodes.ts'
import { rowOrder } from './row-order.ts'
import { isCollecting, subjectOf } from './settle-table.ts'
import { all, any, type Columns, caseOf, sql, sqlOfType, sqlType } from './sql-expression.ts'
import { aggregate, changesNothing } from './sql-gather.ts'

/**
 * `settleTable` as SQL: scalar sub-selects that name every test, every row's state and what fired, each computed once. They stand
 * under a CASE that only subjects with an unknown reach.
 */
export interface TableAnalysis {
  /** The output column's value. */
  value(column: number): string
  /** Why it has none; `Reason.known` where it has. */
  reason(column: number): string
}

interface AnalysedRow {
  readonly index: number
  readonly tests: readonly { readonly node: Node; readonly column: number; readonly name: string }[]
  readonly state: string
  readonly outputs: readonly string[]
}

const CELL = 'cell'

export function analyseTable(decision: TableDecision, dialect: Dialect, columns: Columns): TableAnalysis {
  const outputs = outputsOf(decision)
  const first: string[] = []
  const define = (layer: string[], name: string, expression: string): string => {
    layer.push(`${expression} AS ${name}`)
    return `${CELL}.${name}`
  }
  const rows: AnalysedRow[] = rowOrder(decision).map((index) => ({
    index,
    tests: decision.rows[index]!.tests.flatMap((node, column) => {
      if (isAny(node)) return []
      const test = dialect === 'dmn' ? `(${sql(node, columns)}) IS TRUE` : sql(node, columns)
      return [{ node, column, name: define(first, `t${index}_${column}`, test) }]
    }),
    state: `${CELL}.s${index}`,
    outputs: outputs[index]!.map((node, k) => {
      if (decision.hit === 'C#') return 'NULL'
      const value = sqlOfType(node, outputType(decision, k), columns)
      return node.kind === 'literal' ? value : define(first, `o${index}_${k}`, value)
    }),
  }))
  const layers = [first, ...stateLayers(rows, columns, first, dialect)]
  const judge = isCollecting(decision.hit) ? judgeCollected : judgeSingle
  const { fired, value, reason } = judge(decision, dialect, rows, columns)
  const decided = [...layers, fired.map((expression, k) => `${expression} AS fired${k}`)]
  const typed = (k: number) => `CAST(${value(k)} AS ${sqlType(decision.outputs[k]!.word.type)})`
  return {
    value: (k) => nest(decided, typed(k)),
    reason: (k) => {
      const why = caseOf([[`${CELL}.value IS NOT NULL`, `${Reason.known}`]], reason(k))
      return nest([...decided, [`${typed(k)} AS value`]], `CAST(${why} AS smallint)`)
    },
  }
}

export function outputType(decision: TableDecision, column: number) {
  const { type } = decision.outputs[column]!.word
  return ['R', 'O', 'C'].includes(decision.hit) ? elementType(type) : type
}

/**
 * Layers that give every row its state. Where a row has a 未知 cell that holds, rows which are open only in such a column do not
 * match; see `settleTable`.
 */
function stateLayers(
  rows: readonly AnalysedRow[],
  columns: Columns,
  first: string[],
  dialect: Dialect,
): readonly (readonly string[])[] {
  const answers =
    dialect === 'dmn'
      ? []
      : rows.flatMap((row) => row.tests.filter(({ node }) => takesUnknown(node)).map((test) => ({ row, test })))
  const written = rows.map((row) => all(row.tests.map((test) => test.name)))
  if (answers.length === 0) return [rows.map((row, at) => `${written[at]} AS s${row.index}`)]
  const columnsAnswered = [...new Set(answers.map(({ test }) => test.column))]
  for (const { row, test } of answers) {
    first.push(`(${sql(subjectOf(test.node), columns)}) IS NULL AS n${row.index}_${test.column}`)
  }
  const raised = columnsAnswered.map((column) => {
    const conditions = answers
      .filter(({ test }) => test.column === column)
      .map(({ row }) => `${CELL}.r${row.index} IS TRUE AND ${CELL}.n${row.index}_${column}`)
    return `${any(conditions)} AS u${column}`
  })
  const settled = rows.map((row) => {
    const concerned = row.tests.filter((test) => columnsAnswered.includes(test.column))
    const answered = concerned.map((test) => `${test.name} IS NULL AND ${CELL}.u${test.column}`)
    return `${caseOf(answered.length === 0 ? [] : [[any(answered), 'false']], `${CELL}.r${row.index}`)} AS s${row.index}`
  })
  return [rows.map((row, at) => `${written[at]} AS r${row.index}`), raised, settled]
}

/** Each layer reads the one inside it and keeps its columns; fenced, so that nothing is computed twice. */
export function nest(layers: readonly (readonly string[])[], result: string): string {
  const [first = [], ...rest] = layers
  const inner = rest.reduce(
    (from, layer) => {
      return `SELECT ${[`${CELL}.*`, ...layer].join(', ')} FROM (${from} OFFSET 0) AS ${CELL}`
    },
    `SELECT ${first.length === 0 ? 'true AS t' : first.join(', ')}`,
  )
  return `(SELECT ${result} FROM (${inner} OFFSET 0) AS ${CELL})`
}

interface Judgement {
  readonly fired: readonly string[]
  value(column: number): string
  reason(column: number): string
}

/** U, A, F and P. */
function judgeSingle(
  decision: TableDecision,
  dialect: Dialect,
  rows: readonly AnalysedRow[],
  columns: Columns,
): Judgement {
  const stops = decision.hit === 'F' || decision.hit === 'P'
  const fired = decision.outputs.map((_, k) =>
    caseOf(
      rows.map((row) => [row.state, row.outputs[k]!]),
      `CAST(NULL AS ${sqlType(outputType(decision, k))})`,
    ),
  )
  const differs = dialect === 'dmn' ? 'IS DISTINCT FROM' : '<>'
  const conflict =
    decision.hit === 'U'
      ? `${sum(rows.map((row) => `CASE WHEN ${row.state} THEN 1 ELSE 0 END`))} > 1`
      : decision.hit === 'A'
        ? any(
            rows.flatMap((row) =>
              row.outputs.map((output, k) => `${row.state} AND ${output} ${differs} ${CELL}.fired${k}`),
            ),
          )
        : 'false'
  const value = (k: number) => {
    const differing = rows.map(
      (row) => `${row.state} IS NOT FALSE AND ${row.outputs[k]} IS DISTINCT FROM ${CELL}.fired${k}`,
    )
    const answer = `${CELL}.fired${k}`
    if (!stops)
      return caseOf(
        [
          [conflict, 'NULL'],
          [any(differing), 'NULL'],
        ],
        answer,
      )
    return caseOf(
      rows.flatMap(
        (row, at) =>
          [
            [differing[at]!, 'NULL'],
            [row.state, answer],
          ] as const,
      ),
      'NULL',
    )
  }
  const reason = (k: number) => {
    const doubts = rows.map(
      (row) =>
        `${row.state} IS NULL AND (${row.outputs[k]} = ${CELL}.fired${k}) IS NOT TRUE AND ${rowLacks(row, columns)}`,
    )
    const empty = rows.map((row) => {
      const lacking = lacksSql(outputsOf(decision)[row.index]![k]!, columns)
      return `${row.state} AND ${row.outputs[k]} IS NULL AND ${lacking}`
    })
    const missing = `${Reason.missing}`
    const blame = stops
      ? rows.flatMap((row, at) => [
          [`${doubts[at]} OR (${empty[at]})`, missing] as const,
          [row.state, `${Reason.notComputable}`] as const,
        ])
      : [[any([...doubts, ...empty]), missing] as const]
    const none = `(${any(rows.map((row) => row.state))}) IS FALSE`
    return caseOf([[conflict, `${Reason.conflict}`], [none, `${Reason.noRow}`], ...blame], `${Reason.notComputable}`)
  }
  return { fired, value, reason }
}

/** R, O, C and its aggregates. */
function judgeCollected(
  decision: TableDecision,
  dialect: Dialect,
  rows: readonly AnalysedRow[],
  columns: Columns,
): Judgement {
  const { hit } = decision
  const keepsNulls = hit === 'C#' || (dialect === 'dmn' && ['R', 'O', 'C'].includes(hit))
  const unknown = (k: number) => any(rows.map((row) => `${row.state} AND ${row.outputs[k]} IS NULL`))
  const fired = decision.outputs.map(({ word }, k) => {
    const parts = rows.map((row) => ({ condition: row.state, output: row.outputs[k]! }))
    const whole = aggregate(hit, sqlType(word.type), parts)
    return keepsNulls ? whole : caseOf([[unknown(k), 'NULL']], whole)
  })
  const doubts = (k: number) =>
    rows.map((row) => {
      const harmless = changesNothing(hit, row.outputs[k]!, `${CELL}.fired${k}`)
      return `${row.state} IS NULL AND (${harmless}) IS NOT TRUE`
    })
  const reason = (k: number) => {
    const none = hit === 'C#' ? 'false' : `(${any(rows.map((row) => row.state))}) IS FALSE`
    const open = rows.map((row, at) => `${doubts(k)[at]} AND ${rowLacks(row, columns)}`)
    const empty = rows.map((row) => {
      const lacking = lacksSql(outputsOf(decision)[row.index]![k]!, columns)
      return keepsNulls ? 'false' : `${row.state} AND ${row.outputs[k]} IS NULL AND ${lacking}`
    })
    return caseOf(
      [
        [none, `${Reason.noRow}`],
        [any([...open, ...empty]), `${Reason.missing}`],
      ],
      `${Reason.notComputable}`,
    )
  }
  return { fired, value: (k) => caseOf([[any(doubts(k)), 'NULL']], `${CELL}.fired${k}`), reason }
}

/** Whether one of the tests that keep the row open does so for want of a fact. */
function rowLacks(row: AnalysedRow, columns: Columns): string {
  return `(${any(row.tests.map(({ node, name }) => `${name} IS NULL AND ${lacksSql(node, columns)}`))})`
}

/** Whether the tree has a name that is unknown; a bare 未知 counts. */
export function lacksSql(node: Node, columns: Columns): string {
  if (node.kind === 'unknown') return 'true'
  return `(${any(namesOf(node).map((name) => `${columns.get(name.identifier)} IS NULL`))})`
}

export function sum(parts: readonly string[]): string {
  return parts.length === 0 ? '0' : `(${parts.join(' + ')})`
}
