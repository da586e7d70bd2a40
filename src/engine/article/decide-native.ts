import type { Scope } from '../language/scope.ts'
import { typeOfFact, unitOfFact } from '../literal.ts'
import type { ClauseHead, NativeDecision } from '../program.ts'
import type { Word } from '../vocabulary.ts'
import { cellIn, columnsOf } from './columns.ts'
import { attributeOf, type Cell, type Clause, type GridBlock } from './document.ts'
import { type Draft, headOf, type Report } from './draft.ts'
import { everyOne, expressionIn } from './expressions.ts'

/**
 * A decision that code makes: `{decide 控制人, form: native, native: control-closure, type: 代码：是、否}`, with a table 参数 | 值 of
 * what the organisation settles, and a table 输入 of the expressions that the code is given.
 */
export function nativeDraft(
  clause: Clause,
  tables: readonly GridBlock[],
  identifier: () => string,
  report: Report,
): Draft | undefined {
  const head = headOf(clause)
  const native = attributeOf(clause, 'native')?.value
  if (clause.name === '')
    return report.clause(head, 'native-name', '内置判定没有名称', '{decide 名称, form: native, …}')
  if (native === undefined) return report.clause(head, 'native-missing', '没有写由哪个内置判定来定', 'native: 名称')
  const word = readWord(clause, identifier(), report)
  const parameters: Record<string, string> = {}
  const inputs: Cell[] = []
  const before = report.problems.length
  for (const table of tables) {
    if (table.header[0]!.text === '输入') readInputs(table, inputs, report)
    else readParameters(table, parameters, report)
  }
  if (!word || report.problems.length > before) return undefined
  return {
    head,
    makes: [word],
    reads: inputs,
    check: (scope, found) => checkNative(head, word, { native, parameters }, inputs, scope, found),
  }
}

/** The result's type is written, for no expression shows it: `type: 金额`, `type: 代码：是、否`. */
function readWord(clause: Clause, identifier: string, report: Report): Word | undefined {
  const attribute = attributeOf(clause, 'type')
  const unit = attributeOf(clause, 'unit')?.value ?? ''
  const [typeName, codes] = attribute?.value.split(/[：:]/) ?? []
  const type = typeOfFact(typeName?.trim() ?? '', unit, codes?.split(/[、，]/).map((code) => code.trim()) ?? [])
  if (!type)
    return report.clause(headOf(clause), 'native-type', '内置判定要写结果的类型', 'type: 金额、type: 代码：是、否')
  return { name: clause.name, identifier, type, unit: unitOfFact(typeName!.trim(), unit) }
}

function readParameters(table: GridBlock, into: Record<string, string>, report: Report): void {
  const columns = columnsOf(table, ['参数', '值', '说明'], ['参数', '值'], report)
  if (!columns) return
  for (const row of table.rows) {
    const name = cellIn(columns, row, '参数')
    const value = cellIn(columns, row, '值')
    if (!name || !value)
      report.cell(row.cells[name ? columns.get('值')! : columns.get('参数')!]!, 'cell-empty', '这一格是空的')
    else if (name.text in into) report.cell(name, 'parameter-twice', `参数“${name.text}”写了两次`)
    else into[name.text] = value.text
  }
}

function readInputs(table: GridBlock, into: Cell[], report: Report): void {
  const columns = columnsOf(table, ['输入', '说明'], ['输入'], report)
  if (!columns) return
  for (const row of table.rows) {
    const cell = row.cells[columns.get('输入')!]!
    if (cell.text === '') report.cell(cell, 'cell-empty', '这一格是空的', '数据项或算式')
    else into.push(cell)
  }
}

function checkNative(
  clause: ClauseHead,
  word: Word,
  { native, parameters }: Pick<NativeDecision, 'native' | 'parameters'>,
  cells: readonly Cell[],
  scope: Scope,
  report: Report,
): NativeDecision | undefined {
  const inputs = everyOne(cells.map((cell) => expressionIn(cell, scope, report)))
  return inputs && { kind: 'native', clause, word, native, parameters, inputs }
}
