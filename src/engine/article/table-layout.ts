import { nearest } from '../language/names.ts'
import type { HitPolicy } from '../program.ts'
import { outputName, repeated } from './columns.ts'
import { attributeOf, type Cell, type Clause, type GridBlock, listOf } from './document.ts'
import { headOf, type Report } from './draft.ts'

const HIT_POLICIES: Readonly<Record<string, HitPolicy>> = {
  unique: 'U',
  any: 'A',
  priority: 'P',
  first: 'F',
  'rule order': 'R',
  'output order': 'O',
  collect: 'C',
  sum: 'C+',
  count: 'C#',
  min: 'C<',
  max: 'C>',
}

/** A table's parts: what stands in each column, with empty cells filled from above. */
export interface TableLayout {
  readonly hit: HitPolicy
  readonly inputs: readonly { readonly header: Cell; readonly cells: readonly Cell[] }[]
  readonly outputs: readonly { readonly name: string; readonly header: Cell; readonly cells: readonly Cell[] }[]
  readonly reasons: readonly string[]
  readonly priority: readonly string[]
}

/** Reads the form of a decision table: its columns, its hit policy, its order of priority. */
export function readTableLayout(clause: Clause, grid: GridBlock, report: Report): TableLayout | undefined {
  const before = report.problems.length
  const hit = readHit(clause, report)
  const inputs: { header: Cell; cells: Cell[] }[] = []
  const outputs: { name: string; header: Cell; cells: Cell[] }[] = []
  let reasons = grid.rows.map(() => '')
  grid.header.forEach((header, index) => {
    const column = grid.rows.map((row) => row.cells[index]!)
    const name = outputName(header)
    if (/^(?:=>|->|→|＝＞)/.test(header.text)) report.cell(header, 'output-sign', '输出列用“⇒”标出', '⇒ 名称')
    else if (header.text === '理由') reasons = column.map((cell) => cell.text)
    else if (name === '') report.cell(header, 'output-name', '输出列没有名称', '⇒ 名称')
    else if (name === undefined) inputs.push({ header, cells: filled(column, '任意写“-”', report) })
    else if (outputs.some((output) => output.name === name)) report.cell(header, 'column-twice', `“${name}”列写了两次`)
    else outputs.push({ name, header, cells: filled(column, '一个结果', report) })
  })
  if (outputs.length === 0) report.cell(grid.header.at(-1)!, 'output-missing', '判定表没有输出列', '⇒ 名称')
  if (grid.rows.length === 0) report.cell(grid.header[0]!, 'rows-missing', '判定表没有规则行', '至少一行')
  if (hit && /^C./.test(hit) && outputs.length > 1) {
    report.cell(outputs[1]!.header, 'collect-one', '汇总的判定表只能有一个输出', '一个 ⇒ 列')
  }
  const priority = listOf(clause, 'priority').map((value) => value.replace(/^"(.*)"$/, '$1'))
  if ((hit === 'P' || hit === 'O') && priority.length === 0) {
    report.clause(
      headOf(clause),
      'priority-missing',
      '按优先级取结果，却没有写优先级',
      'priority: A1 A2 B（先写的优先）',
    )
  }
  return report.problems.length > before || !hit ? undefined : { hit, inputs, outputs, reasons, priority }
}

function filled(column: readonly Cell[], expected: string, report: Report): Cell[] {
  const cells = repeated(column)
  if (column[0] && !cells[0]) report.cell(column[0], 'cell-empty', '这一格是空的，上面又没有可以重复的格', expected)
  return cells.filter((cell) => cell !== undefined)
}

function readHit(clause: Clause, report: Report): HitPolicy | undefined {
  const attribute = attributeOf(clause, 'hit')
  if (!attribute) return 'U'
  const { value, source } = attribute
  const hit = HIT_POLICIES[value] ?? Object.values(HIT_POLICIES).find((letter) => letter === value)
  if (hit) return hit
  const expected = nearest(value, Object.keys(HIT_POLICIES)) ?? Object.keys(HIT_POLICIES).join('、')
  return report.cell({ text: value, source, escapes: [] }, 'hit-policy', `“${value}”不是取用方式`, expected)
}
