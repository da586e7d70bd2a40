import type { Node } from '../tree.ts'
import { knownParts } from './axis.ts'
import { type Box, covers, partsOf } from './box.ts'
import type { CellEdit } from './finding.ts'
import type { RuleRow, Ruleset } from './ruleset.ts'
import type { Space } from './space.ts'

/** A cell that is one interval, as written: `[20万元..30万元]`, `>= 50万元`, `5万元`. */
interface IntervalCell {
  readonly low?: Bound
  readonly high?: Bound
}

interface Bound {
  readonly text: string
  readonly closed: boolean
}

/**
 * The cells that close a gap between two bands, 左闭右开: the lower band ends where the upper begins, the upper takes its first number.
 * Undefined where the gap has no band on both sides; what it should be then is for the policy to say.
 */
export function closeGap(ruleset: Ruleset, space: Space, gap: Box): readonly CellEdit[] | undefined {
  for (const [at, axis] of space.axes.entries()) {
    if (!axis.ordered || gap[at] === knownParts(axis)) continue
    const parts = partsOf(gap[at]!)
    const beside = (part: number): Box => gap.map((set, other) => (other === at ? 1n << BigInt(part) : set))
    const [first, last] = [parts[0]!, parts.at(-1)!]
    if (first === 0 || axis.parts[last + 1]?.kind !== 'interval') continue
    const [lower, upper] = [rowOver(space, beside(first - 1)), rowOver(space, beside(last + 1))]
    if (lower === undefined || upper === undefined) continue
    const edits = joinBands(ruleset, space, at, lower, upper)
    if (edits) return edits
  }
  return undefined
}

/** The cell that takes a number two bands share from the lower one. */
export function closeDouble(
  ruleset: Ruleset,
  space: Space,
  at: number,
  lower: number,
): readonly CellEdit[] | undefined {
  const found = cellOn(ruleset, space, at, lower)
  const high = found?.cell.high
  if (!found || !high?.closed || found.cell.low?.text === high.text) return undefined
  const to = show({ ...found.cell, high: { ...high, closed: false } })
  return [{ source: found.row.source, row: found.row.number, column: found.column, from: found.text, to }]
}

/** The one exact row that holds in the whole box. */
function rowOver({ rows }: Space, box: Box): number | undefined {
  const found = rows.flatMap(({ holds, exact }, index) => (exact && covers(holds, box) ? [index] : []))
  return found.length === 1 ? found[0] : undefined
}

function joinBands(
  ruleset: Ruleset,
  space: Space,
  at: number,
  lower: number,
  upper: number,
): readonly CellEdit[] | undefined {
  const [below, above] = [cellOn(ruleset, space, at, lower), cellOn(ruleset, space, at, upper)]
  const start = above?.cell.low
  if (!below || !above || !start || below.row === above.row) return undefined
  const edits = [
    { ...below, to: show({ ...below.cell, high: { text: start.text, closed: false } }) },
    { ...above, to: show({ ...above.cell, low: { text: start.text, closed: true } }) },
  ]
  return edits
    .filter(({ text, to }) => text !== to)
    .map(({ row, column, text, to }) => ({ source: row.source, row: row.number, column, from: text, to }))
}

interface CellOfRow {
  readonly row: RuleRow
  readonly column: string
  readonly text: string
  readonly cell: IntervalCell
}

/** The row's cell on an axis, where it has one there and that is one interval. */
function cellOn(
  { columns, rows }: Ruleset,
  { axes, columnsOf }: Space,
  at: number,
  index: number,
): CellOfRow | undefined {
  const own = columnsOf(axes[at]!)
  const column = own.length === 1 ? own[0]! : undefined
  if (column === undefined) return undefined
  const row = rows[index]!
  const text = row.cells[column]!
  const cell = readCell(row.tests[column]!, text)
  return cell && { row, column: columns[column]!.text, text, cell }
}

function readCell(node: Node, text: string): IntervalCell | undefined {
  if (node.kind !== 'in' || node.negated || node.tests.length !== 1) return undefined
  const test = node.tests[0]!
  const written = ({ span }: Node) => text.slice(span.start, span.end)
  if (test.kind === 'range') {
    return {
      low: { text: written(test.low), closed: test.lowClosed },
      high: { text: written(test.high), closed: test.highClosed },
    }
  }
  if (test.kind !== 'compare') return undefined
  const bound = written(test.value)
  switch (test.operator) {
    case '=':
      return { low: { text: bound, closed: true }, high: { text: bound, closed: true } }
    case '<':
    case '<=':
      return { high: { text: bound, closed: test.operator === '<=' } }
    case '>':
    case '>=':
      return { low: { text: bound, closed: test.operator === '>=' } }
    case '!=':
      return undefined
  }
}

/** In canonical form. */
function show({ low, high }: IntervalCell): string {
  if (low && high) {
    if (low.text === high.text && low.closed && high.closed) return low.text
    return `${low.closed ? '[' : '('}${low.text}..${high.text}${high.closed ? ']' : ')'}`
  }
  if (low) return `${low.closed ? '>=' : '>'} ${low.text}`
  return high ? `${high.closed ? '<=' : '<'} ${high.text}` : '-'
}
