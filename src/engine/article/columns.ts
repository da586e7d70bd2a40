import { nearest } from '../language/names.ts'
import type { Cell, GridBlock, Row } from './document.ts'
import type { Report } from './draft.ts'

/** A grid's columns by name. Every column must be known, and every required one be there. */
export function columnsOf<Name extends string>(
  grid: GridBlock,
  names: readonly Name[],
  required: readonly Name[],
  report: Report,
): ReadonlyMap<Name, number> | undefined {
  const before = report.problems.length
  const columns = new Map<Name, number>()
  grid.header.forEach((cell, index) => {
    const name = names.find((known) => known === cell.text)
    if (!name) {
      report.cell(cell, 'column-unknown', `没有“${cell.text}”这一列`, nearest(cell.text, names) ?? names.join('、'))
    } else if (columns.has(name)) report.cell(cell, 'column-twice', `“${name}”列写了两次`)
    else columns.set(name, index)
  })
  // A column whose name is mistyped is missing too; one message is enough.
  if (report.problems.length > before) return undefined
  for (const name of required) {
    if (!columns.has(name))
      report.cell(grid.header[0]!, 'column-missing', `表格缺少“${name}”列`, `${required.join('、')}列`)
  }
  return report.problems.length === before ? columns : undefined
}

/** The row's cell in the column of that name; undefined where there is no such column or the cell is empty. */
export function cellIn<Name extends string>(
  columns: ReadonlyMap<Name, number>,
  row: Row,
  name: Name,
): Cell | undefined {
  const cell = row.cells[columns.get(name) ?? -1]
  return cell === undefined || cell.text === '' ? undefined : cell
}

/** The cells of one column with each empty one standing for the filled one above it; undefined: empty from the top. */
export function repeated(cells: readonly Cell[]): readonly (Cell | undefined)[] {
  let above: Cell | undefined
  return cells.map((cell) => {
    if (cell.text !== '') above = cell
    return above
  })
}

/** `⇒ 大客户级别`: the name of an output column; undefined for any other. */
export function outputName(header: Cell): string | undefined {
  return header.text.startsWith('⇒') ? header.text.slice(1).trim() : undefined
}
