import { namesOf } from '../decision/names.ts'
import { nearest } from '../language/names.ts'
import { parseExpression, parseTests } from '../language/parse.ts'
import type { Scope } from '../language/scope.ts'
import type { ClauseHead, HitPolicy, TableDecision, TableOutput, TableRow } from '../program.ts'
import type { Node } from '../tree.ts'
import { type NumberType, number, type Type } from '../type.ts'
import { outputName, repeated } from './columns.ts'
import { attributeOf, type Cell, type Clause, type GridBlock, listOf } from './document.ts'
import { type Draft, headOf, type Report } from './draft.ts'
import { commonType } from './results.ts'

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
interface Layout {
  readonly hit: HitPolicy
  readonly inputs: readonly { readonly header: Cell; readonly cells: readonly Cell[] }[]
  readonly outputs: readonly { readonly name: string; readonly header: Cell; readonly cells: readonly Cell[] }[]
  readonly reasons: readonly string[]
  readonly priority: readonly string[]
}

/** A decision table: `⇒` columns are outputs, 理由 gives each row's reason, every other column is an input. */
export function tableDraft(
  clause: Clause,
  grid: GridBlock,
  identifier: () => string,
  report: Report,
): Draft | undefined {
  const head = headOf(clause)
  const layout = readLayout(clause, grid, report)
  if (!layout) return undefined
  const makes = layout.outputs.map(({ name }) => ({ name, identifier: identifier() }))
  if (clause.name !== '' && clause.name !== makes[0]!.name) {
    const message = `条款叫“${clause.name}”，第一个输出却是“${makes[0]!.name}”`
    return report.cell(layout.outputs[0]!.header, 'name-differs', message, `⇒ ${clause.name}`)
  }
  const reads = [
    ...layout.inputs.flatMap(({ header, cells }) => [header, ...cells]),
    ...layout.outputs.flatMap(({ cells }) => cells),
  ]
  return { head, makes, reads, check: (scope, found) => checkTable(head, layout, makes, grid, scope, found) }
}

function readLayout(clause: Clause, grid: GridBlock, report: Report): Layout | undefined {
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

function checkTable(
  clause: ClauseHead,
  layout: Layout,
  makes: Draft['makes'],
  grid: GridBlock,
  scope: Scope,
  report: Report,
): TableDecision | undefined {
  const before = report.problems.filter(({ severity }) => severity === 'error').length
  const inputs = layout.inputs.map(({ header, cells }) => {
    const subject = expression(header, scope, report)
    return {
      text: header.text,
      subject,
      tests: subject ? once(cells, (cell) => tests(cell, subject, scope, report)) : [],
    }
  })
  const outputs = layout.outputs.map((column) => once(column.cells, (cell) => expression(cell, scope, report)))
  if (report.problems.filter(({ severity }) => severity === 'error').length > before) return undefined
  const columns = layout.outputs.map((column, index) => {
    const nodes = outputs[index]! as Node[]
    return {
      word: { ...makes[index]!, type: typeOfColumn(layout.hit, column.header, nodes, report), unit: '' },
      priorities: index === 0 ? layout.priority : [],
    }
  })
  checkPriorities(layout, outputs[0]! as Node[], report)
  if (columns.some(({ word }) => word.type === undefined)) return undefined
  const rows = grid.rows.map((row, index): TableRow => {
    const cells = layout.inputs.map((column) => column.cells[index]!.text)
    const at = { tests: inputs.map((input) => input.tests[index]!), outputs: outputs.map((column) => column[index]!) }
    return { source: row.source, cells, ...at, reason: layout.reasons[index]! }
  })
  const [value] = columns as unknown as TableOutput[]
  return {
    kind: 'table',
    clause,
    word: value!.word,
    hit: layout.hit,
    inputs: inputs.map(({ text, subject }) => ({ text, subject: subject! })),
    outputs: columns as unknown as TableOutput[],
    rows,
  }
}

/** Each cell once, however many rows it stands for. */
function once(cells: readonly Cell[], read: (cell: Cell) => Node | undefined): (Node | undefined)[] {
  const known = new Map<Cell, Node | undefined>()
  return cells.map((cell) => {
    if (!known.has(cell)) known.set(cell, read(cell))
    return known.get(cell)
  })
}

function expression(cell: Cell, scope: Scope, report: Report): Node | undefined {
  const { node, problems } = parseExpression(cell.source, scope)
  return report.language(cell, problems) ? node : undefined
}

function tests(cell: Cell, subject: Node, scope: Scope, report: Report): Node | undefined {
  const { node, problems } = parseTests(cell.source, subject, scope)
  return report.language(cell, problems) ? node : undefined
}

function typeOfColumn(hit: HitPolicy, header: Cell, nodes: readonly Node[], report: Report): Type | undefined {
  if (hit === 'C#') return number('', 0, BigInt(nodes.length))
  const type = commonType(nodes)
  if (typeof type === 'string') return report.cell(header, 'output-types', `${type}；结果要是同一种类型`)
  if (hit === 'R' || hit === 'O' || hit === 'C') return { kind: 'list', of: type }
  if (hit === 'C+' || hit === 'C<' || hit === 'C>') {
    if (type.kind !== 'number') return report.cell(header, 'collect-number', '只有数可以求和、取最小、取最大', '一个数')
    return hit === 'C+' ? summed(type, nodes.length) : type
  }
  return type
}

function summed(type: NumberType, rows: number): NumberType {
  return number(type.dimension, type.scale, type.bound * BigInt(rows))
}

function checkPriorities(layout: Layout, nodes: readonly Node[], report: Report): void {
  if (layout.hit !== 'P' && layout.hit !== 'O') return
  layout.outputs[0]!.cells.forEach((cell, index) => {
    const node = nodes[index]!
    if (node.kind === 'unknown') return
    if (namesOf(node).length > 0)
      report.cell(cell, 'priority-constant', '按优先级取结果时，结果要写成常量', '"A1" 一类的常量')
    else if (
      node.kind === 'literal' &&
      !layout.priority.includes(String(node.value)) &&
      !layout.priority.includes(cell.text)
    ) {
      report.cell(cell, 'priority-value', `${cell.text} 不在优先级里`, layout.priority.join('、'))
    }
  })
}
