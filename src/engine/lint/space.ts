import { isAny, takesUnknown } from '../decision/names.ts'
import { valueIn } from '../decision/nodes.ts'
import type { NameNode, Node } from '../tree.ts'
import { replaceNode } from '../visit/expand-tests.ts'
import { emitJs } from '../visit/js.ts'
import { type Axis, allParts, axisOf, sampleOf } from './axis.ts'
import { type Box, partsOf } from './box.ts'
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

/** The name under which a column's subject is asked, whatever expression it is. */
const SUBJECT = '?'

export function spaceOf({ columns, rows }: Ruleset): Space {
  const cells = columns.map((column, at) => readColumn(column, rows, at))
  const keys = [...new Set(cells.flatMap(({ key }) => (key === undefined ? [] : [key])))]
  const axes = keys.flatMap((key) => {
    const same = cells.filter((one) => one.key === key)
    const cuts = same.flatMap((one) => one.cells.flatMap((cell) => cell.cuts ?? []))
    return axisOf(key, same[0]!.text, same[0]!.subject, cuts) ?? []
  })
  return {
    axes,
    rows: rows.map((_, row) => boxOf(axes, cells, row)),
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
  readonly cells: readonly { readonly test: Node; readonly cuts: readonly Cut[] | undefined }[]
}

function readColumn({ text, subject }: Ruleset['columns'][number], rows: readonly RuleRow[], at: number): Column {
  const asked = nameFor(subject)
  const cells = rows.map(({ tests }) => {
    const test = replaceNode(tests[at]!, subject, asked)
    return { test, cuts: cutsOf(test, asked) }
  })
  const { kind } = subject.type
  const key = kind === 'list' || kind === 'nothing' ? undefined : emitJs(subject, ({ identifier }) => identifier)
  return { key, text, subject, cells }
}

function nameFor({ span, type, dialect, optional }: Node): NameNode {
  return { kind: 'name', span, type, dialect, optional, name: SUBJECT, identifier: SUBJECT, of: 'fact' }
}

/** Every cell is asked about a value of each part: what holds for one holds for all, and the answers are the engine's own. */
function boxOf(axes: readonly Axis[], columns: readonly Column[], row: number): RowBox {
  const holds = axes.map(allParts)
  const mayHold = axes.map(allParts)
  let exact = true
  for (const { key, cells } of columns) {
    const { test, cuts } = cells[row]!
    const at = axes.findIndex((axis) => axis.key === key)
    if (at === -1 || cuts === undefined) {
      if (!isAny(test)) exact = false
      continue
    }
    const axis = axes[at]!
    for (const part of partsOf(allParts(axis))) {
      const answer = valueIn(test, { [SUBJECT]: sampleOf(axis, axis.parts[part]!) })
      const bit = 1n << BigInt(part)
      if (answer !== true) holds[at]! &= ~bit
      // In DMN an unknown condition does not hold, and that is that.
      if (answer === false || (answer === null && test.dialect === 'dmn')) mayHold[at]! &= ~bit
    }
  }
  return { holds, mayHold, exact }
}
