import { isAny, takesUnknown } from '../decision/names.ts'
import { valueIn } from '../decision/nodes.ts'
import type { NameNode, Node } from '../tree.ts'
import { replaceNode } from '../visit/expand-tests.ts'
import { emitJs } from '../visit/js.ts'
import { type Axis, allParts, axisOf, sampleOf } from './axis.ts'
import type { Box } from './box.ts'
import { type Cut, cutsOf } from './cuts.ts'
import type { RuleRow, Ruleset } from './ruleset.ts'

/** A ruleset as boxes over axes. */
export interface Space {
  readonly axes: readonly Axis[]
  readonly rows: readonly RowBox[]
  /** Axes for which a row has a 未知 cell: where that row holds, rows that are open there do not count. */
  readonly answersUnknown: readonly boolean[]
  /** The columns, by index, that ask an axis's subject. */
  columnsOf(axis: Axis): readonly number[]
}

export interface RowBox {
  /** Where the row surely holds, as far as its simple cells say. */
  readonly holds: Box
  /** Where it holds or, its subject unknown, is open. */
  readonly mayHold: Box
  /** False where a cell is no set of values of its column: `> 贷款余额`. Both boxes then leave that cell out. */
  readonly exact: boolean
}

export function spaceOf({ columns, rows }: Ruleset): Space {
  const cells = columns.map((column, at) => readColumn(column, rows, at))
  const keys = [...new Set(cells.flatMap(({ key }) => (key === undefined ? [] : [key])))]
  const axes = keys.flatMap((key) => {
    const same = cells.filter((one) => one.key === key)
    const cuts = same.flatMap((one) => one.cells.flatMap((cell) => cell.cuts ?? []))
    return axisOf(key, same[0]!.text, same[0]!.subject, cuts) ?? []
  })
  const sets = new Map<CellTest, Sets>()
  for (const column of cells) {
    const axis = axes.find(({ key }) => key === column.key)
    for (const cell of new Set(column.cells)) if (axis && cell.cuts) sets.set(cell, setsOf(axis, cell.test))
  }
  return {
    axes,
    rows: rows.map((_, row) => boxOf(axes, cells, row, sets)),
    answersUnknown: axes.map(({ key }) =>
      cells.some((column) => column.key === key && column.cells.some(({ test }) => takesUnknown(test))),
    ),
    columnsOf: (axis) => cells.flatMap(({ key }, column) => (key === axis.key ? [column] : [])),
  }
}

interface Column {
  /** Undefined where its subject has no parts. */
  readonly key: string | undefined
  readonly text: string
  readonly subject: Node
  /** By row; rows with the same text share one. */
  readonly cells: readonly CellTest[]
}

interface CellTest {
  /** The cell's condition, asking the subject by its `askedName`. */
  readonly test: Node
  readonly cuts: readonly Cut[] | undefined
}

function readColumn({ text, subject }: Ruleset['columns'][number], rows: readonly RuleRow[], at: number): Column {
  const asked = askedName(subject)
  const known = new Map<string, CellTest>()
  const cells = rows.map(({ tests, cells: texts }) => {
    const before = known.get(texts[at]!)
    if (before) return before
    const test = replaceNode(tests[at]!, subject, asked)
    const made = { test, cuts: cutsOf(test, asked) }
    known.set(texts[at]!, made)
    return made
  })
  const { kind } = subject.type
  const key = kind === 'list' || kind === 'nothing' ? undefined : emitJs(subject, ({ identifier }) => identifier)
  return { key, text, subject, cells }
}

/** The name under which a column's subject is asked, whatever expression it is. */
function askedName(subject: Node): NameNode {
  if (subject.kind === 'name') return subject
  const { span, type, dialect, optional } = subject
  return { kind: 'name', span, type, dialect, optional, name: '?', identifier: '?', of: 'fact' }
}

/** The parts in which a cell surely holds, and in which it holds or is open. */
type Sets = readonly [holds: bigint, mayHold: bigint]

/** The cell is asked about a value of each part: what holds for one holds for all, and the answers are the engine's own. */
function setsOf(axis: Axis, test: Node): Sets {
  const { identifier } = askedName(axis.subject)
  let [holds, mayHold] = [0n, 0n]
  for (const [part, one] of axis.parts.entries()) {
    const answer = valueIn(test, { [identifier]: sampleOf(axis, one) })
    const bit = 1n << BigInt(part)
    if (answer === true) holds |= bit
    // In DMN an unknown condition does not hold, and that is that.
    if (answer === true || (answer === null && test.dialect === 'article')) mayHold |= bit
  }
  return [holds, mayHold]
}

function boxOf(
  axes: readonly Axis[],
  columns: readonly Column[],
  row: number,
  sets: ReadonlyMap<CellTest, Sets>,
): RowBox {
  const holds = axes.map(allParts)
  const mayHold = axes.map(allParts)
  let exact = true
  for (const { key, cells } of columns) {
    const at = axes.findIndex((axis) => axis.key === key)
    const found = sets.get(cells[row]!)
    if (found) {
      holds[at]! &= found[0]
      mayHold[at]! &= found[1]
    } else if (!isAny(cells[row]!.test)) exact = false
  }
  return { holds, mayHold, exact }
}
