import { namesOf } from '../decision/names.ts'
import type { Scope } from '../language/scope.ts'
import type { ClauseHead, HitPolicy, TableDecision, TableOutput, TableRow } from '../program.ts'
import type { Node } from '../tree.ts'
import { number, type Type } from '../type.ts'
import type { Cell, Clause, GridBlock } from './document.ts'
import { type Draft, headOf, type Report } from './draft.ts'
import { everyOne, expressionIn, readAll, testsIn } from './expressions.ts'
import { commonType } from './results.ts'
import { readTableLayout, type TableLayout } from './table-layout.ts'

/** A decision table: `⇒` columns are outputs, 理由 gives each row's reason, every other column is an input. */
export function tableDraft(
  clause: Clause,
  grid: GridBlock,
  identifier: () => string,
  report: Report,
): Draft | undefined {
  const head = headOf(clause)
  const layout = readTableLayout(clause, grid, report)
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
  return { head, makes, reads, check: (scope, found) => checkTable(head, grid, layout, makes, scope, found) }
}

function checkTable(
  clause: ClauseHead,
  grid: GridBlock,
  layout: TableLayout,
  makes: Draft['makes'],
  scope: Scope,
  report: Report,
): TableDecision | undefined {
  const read = layout.inputs.map((input) => checkInput(input, scope, report))
  const results = layout.outputs.map(({ cells }) => readAll(cells, (cell) => expressionIn(cell, scope, report)))
  const inputs = everyOne(read)
  const nodes = everyOne(results)
  if (!inputs || !nodes) return undefined
  checkPriorities(layout, nodes[0]!, report)
  const outputs = everyOne(
    layout.outputs.map(({ header }, index): TableOutput | undefined => {
      const type = typeOfColumn(layout.hit, header, nodes[index]!, report)
      return type && { word: { ...makes[index]!, type, unit: '' }, priorities: index === 0 ? layout.priority : [] }
    }),
  )
  if (!outputs) return undefined
  const rows = grid.rows.map(
    ({ source }, index): TableRow => ({
      source,
      tests: inputs.map(({ tests }) => tests[index]!),
      cells: layout.inputs.map(({ cells }) => cells[index]!.text),
      outputs: nodes.map((column) => column[index]!),
      reason: layout.reasons[index]!,
    }),
  )
  const columns = inputs.map(({ text, subject }) => ({ text, subject }))
  return { kind: 'table', clause, word: outputs[0]!.word, hit: layout.hit, inputs: columns, outputs, rows }
}

function checkInput({ header, cells }: TableLayout['inputs'][number], scope: Scope, report: Report) {
  const subject = expressionIn(header, scope, report)
  const tests = subject && readAll(cells, (cell) => testsIn(cell, subject, scope, report))
  return tests && { text: header.text, subject, tests }
}

/** The type of what the hit policy makes of the column's results. */
function typeOfColumn(hit: HitPolicy, header: Cell, nodes: readonly Node[], report: Report): Type | undefined {
  if (hit === 'C#') return number('', 0, BigInt(nodes.length))
  const type = commonType(nodes)
  if (typeof type === 'string') return report.cell(header, 'output-types', `${type}；结果要是同一种类型`)
  if (hit === 'R' || hit === 'O' || hit === 'C') return { kind: 'list', of: type }
  if (hit !== 'C+' && hit !== 'C<' && hit !== 'C>') return type
  if (type.kind !== 'number') return report.cell(header, 'collect-number', '只有数可以求和、取最小、取最大', '一个数')
  return hit === 'C+' ? number(type.dimension, type.scale, type.bound * BigInt(nodes.length)) : type
}

/** A row's priority must be known before the facts are: its result is a constant of the list. */
function checkPriorities({ hit, outputs, priority }: TableLayout, nodes: readonly Node[], report: Report): void {
  if (hit !== 'P' && hit !== 'O') return
  outputs[0]!.cells.forEach((cell, index) => {
    const node = nodes[index]!
    if (namesOf(node).length > 0) {
      report.cell(cell, 'priority-constant', '按优先级取结果时，结果要写成常量', '"A1" 一类的常量')
    } else if (node.kind === 'literal' && !priority.includes(String(node.value)) && !priority.includes(cell.text)) {
      report.cell(cell, 'priority-value', `${cell.text} 不在优先级里`, priority.join('、'))
    }
  })
}
