import { typeName } from '../language/type-name.ts'
import type { ClauseHead, FactDeclaration, FormulaDecision } from '../program.ts'
import type { Node } from '../tree.ts'
import type { Type } from '../type.ts'
import type { Vocabulary, Word } from '../vocabulary.ts'
import { cellIn, columnsOf } from './columns.ts'
import { DEFINE_COLUMNS, type Declared, type DefineColumns, readDeclaration } from './declaration.ts'
import type { Cell, Clause, GridBlock, Row } from './document.ts'
import { brokenDraft, type Draft, headOf, type Report } from './draft.ts'
import { exampleOf } from './example.ts'
import { expressionIn } from './expressions.ts'
import { codesOf, leavesOf } from './results.ts'

export interface Definitions {
  readonly declarations: FactDeclaration[]
  readonly drafts: Draft[]
  /** Rows with errors. */
  readonly broken: Draft[]
}

/** The facts and formulas of a `define` clause; one without a table only says what a word means. */
export function readDefinitions(
  clause: Clause,
  vocabulary: Vocabulary,
  identifier: () => string,
  report: Report,
): Definitions {
  const head = headOf(clause)
  const definitions: Definitions = { declarations: [], drafts: [], broken: [] }
  for (const block of clause.blocks) {
    if (block.kind === 'table') readRows(block, head, vocabulary, identifier, definitions, report)
  }
  return definitions
}

function readRows(
  grid: GridBlock,
  head: ClauseHead,
  vocabulary: Vocabulary,
  identifier: () => string,
  into: Definitions,
  report: Report,
): void {
  const columns = columnsOf(grid, DEFINE_COLUMNS, ['项目', '类型'], report)
  if (!columns) return
  for (const row of grid.rows) {
    const declared = readDeclaration(columns, row, vocabulary, report)
    const formula = cellIn(columns, row, '公式')
    if (declared && formula) {
      into.drafts.push(formulaDraft(columns, row, formula, declared, head, identifier(), report))
      continue
    }
    const word = declared && storedWord(columns, row, declared, vocabulary, report)
    const name = cellIn(columns, row, '项目')?.text ?? ''
    if (word) {
      into.declarations.push({ clause: head, word, typeName: declared.typeName, protection: declared.protection })
    } else if (!vocabulary.words.has(name)) into.broken.push(brokenDraft(head, [name]))
  }
}

/** A fact that data is kept for: one of the dictionary's, restated, or a new one with an identifier of its own. */
function storedWord(
  columns: DefineColumns,
  row: Row,
  declared: Declared,
  vocabulary: Vocabulary,
  report: Report,
): Word | undefined {
  const name = declared.name.text
  const known = vocabulary.words.get(name)
  const cell = cellIn(columns, row, '标识')
  if (!known && !cell)
    return report.cell(declared.name, 'fact-identifier', `新的数据项“${name}”没有标识`, '“标识”列，如 annual_use')
  if (cell && !/^[a-z][a-z0-9_]{0,62}$/.test(cell.text)) {
    return report.cell(cell, 'fact-identifier', `“${cell.text}”不能作标识`, '小写字母、数字和下划线，如 annual_use')
  }
  if (cell && /^d_\d+_\d+$/.test(cell.text))
    return report.cell(cell, 'fact-identifier', `“${cell.text}”留给判定`, '别的标识')
  if (known && cell && known.identifier !== cell.text) {
    return report.cell(cell, 'fact-differs', `“${name}”已经登记，标识不同`, known.identifier)
  }
  if (known && !sameType(known.type, declared.type)) {
    const type = row.cells[columns.get('类型')!]!
    return report.cell(
      type,
      'fact-differs',
      `“${name}”已经登记为另一种类型`,
      known.type.kind === 'code' ? exampleOf(known.type) : typeName(known.type),
    )
  }
  const holder = cell && [...vocabulary.words.values()].find(({ identifier }) => identifier === cell.text)
  if (holder && holder.name !== name) {
    return report.cell(cell, 'fact-differs', `标识“${cell.text}”已经是“${holder.name}”的`, '别的标识')
  }
  return {
    name,
    identifier: cell?.text ?? known!.identifier,
    type: known?.type ?? declared.type,
    unit: declared.unit,
    ...declared.origin,
  }
}

function sameType(one: Type, other: Type): boolean {
  if (one.kind === 'number' && other.kind === 'number')
    return one.dimension === other.dimension && one.scale === other.scale
  if (one.kind === 'code' && other.kind === 'code')
    return one.codes.toSorted().join('\n') === other.codes.toSorted().join('\n')
  return one.kind === other.kind
}

function formulaDraft(
  columns: DefineColumns,
  row: Row,
  formula: Cell,
  declared: Declared,
  clause: ClauseHead,
  identifier: string,
  report: Report,
): Draft {
  const stored = cellIn(columns, row, '标识')
  if (stored) report.cell(stored, 'formula-identifier', '有公式的项目不存数据，不写标识', '空白')
  return {
    head: clause,
    makes: [{ name: declared.name.text, identifier }],
    reads: [formula],
    check(scope, found): FormulaDecision | undefined {
      const node = expressionIn(formula, scope, found)
      if (!node) return undefined
      const mismatch = scope.dialect === 'article' ? mismatchOf(node, declared.type) : undefined
      if (mismatch) return found.cell(formula, 'formula-type', mismatch)
      const type = declared.type.kind === 'code' ? declared.type : node.type
      const word: Word = { name: declared.name.text, identifier, type, unit: declared.unit, ...declared.origin }
      return { kind: 'formula', clause, word, expression: node }
    },
  }
}

/**
 * Why a formula's value is not of the declared type. A ratio or an amount keeps all decimals that its formula has: nothing is
 * rounded unless the formula says so.
 */
function mismatchOf(node: Node, declared: Type): string | undefined {
  const { type } = node
  if (declared.kind === 'code') {
    const codes = leavesOf(node)
      .filter((leaf) => leaf.type.kind !== 'nothing')
      .map(codesOf)
    const stray = codes.flatMap((list) => list ?? ['别的文本']).find((code) => !declared.codes.includes(code))
    return stray === undefined ? undefined : `公式可能得出“${stray}”，它不在代码里`
  }
  if (declared.kind === 'number' && type.kind === 'number') {
    if (declared.dimension !== type.dimension) return `公式得出${typeName(type)}，声明的是${typeName(declared)}`
    return declared.scale === 0 && type.scale > 0
      ? '公式得出小数，声明的是整数；请在公式里写明舍入，如 round half up(…, 0)'
      : undefined
  }
  const texts = declared.kind === 'text' && type.kind === 'code'
  return declared.kind === type.kind || texts ? undefined : `公式得出${typeName(type)}，声明的是${typeName(declared)}`
}
