import { nearest } from '../language/names.ts'
import { readValue } from '../literal.ts'
import type { Case, ClauseHead, Expected } from '../program.ts'
import type { Value } from '../value.ts'
import type { Word } from '../vocabulary.ts'
import { outputName } from './columns.ts'
import type { Cell, Clause, GridBlock } from './document.ts'
import { headOf, type Report } from './draft.ts'
import { exampleOf } from './example.ts'

/** What a case may give (facts) and expect (decisions), by name. */
export interface CaseWords {
  readonly facts: ReadonlyMap<string, Word>
  readonly decisions: ReadonlyMap<string, Word>
}

type Column = { readonly kind: 'given' | 'expected'; readonly word: Word } | { readonly kind: 'remark' }

/** The cases of a clause. A fact that has no column is unknown in every case of the block. */
export function readCasesOf(clause: Clause, words: CaseWords, report: Report): Case[] {
  const head = headOf(clause)
  return clause.blocks.flatMap((block) => {
    if (block.kind !== 'cases') return []
    const columns = readColumns(block, words, report)
    return columns
      ? block.rows.flatMap((row) => readCase(row.cells, row.source, head, columns, words, report) ?? [])
      : []
  })
}

function readColumns(block: GridBlock, words: CaseWords, report: Report): Column[] | undefined {
  const before = report.problems.length
  const columns = block.header.map((cell): Column | undefined => {
    const output = outputName(cell)
    if (cell.text === '说明') return { kind: 'remark' }
    const known = output === undefined ? words.facts : words.decisions
    const word = known.get(output ?? cell.text)
    if (word) return { kind: output === undefined ? 'given' : 'expected', word }
    if (output !== undefined)
      return report.cell(cell, 'case-column', `没有名为“${output}”的判定`, nearest(output, known.keys()))
    if (!words.decisions.has(cell.text))
      return report.cell(cell, 'case-column', `没有名为“${cell.text}”的数据项`, nearest(cell.text, known.keys()))
    return report.cell(
      cell,
      'case-column',
      `“${cell.text}”是判定的结果，不能由用例给出`,
      '它依据的数据项，或“⇒ ” 开头的列',
    )
  })
  const names = block.header.map((cell) => cell.text.replace(/^⇒\s*/, '⇒ '))
  block.header.forEach((cell, index) => {
    if (names.indexOf(names[index]!) < index) report.cell(cell, 'column-twice', `“${cell.text}”列写了两次`)
  })
  if (!columns.some((column) => column?.kind === 'expected') && report.problems.length === before) {
    report.cell(block.header.at(-1)!, 'case-output', '用例没有写预期的结果', '⇒ 名称')
  }
  return report.problems.length > before ? undefined : (columns as Column[])
}

function readCase(
  cells: readonly Cell[],
  source: Case['source'],
  clause: ClauseHead,
  columns: readonly Column[],
  words: CaseWords,
  report: Report,
): Case | undefined {
  const given: Record<string, Value> = {}
  const expected: Record<string, Expected> = {}
  let whole = true
  columns.forEach((column, index) => {
    const cell = cells[index]!
    if (column.kind === 'given') {
      const value = readCell(cell, column.word, report)
      if (value === undefined) whole = false
      else given[column.word.identifier] = value
    } else if (column.kind === 'expected') {
      const value = readExpected(cell, column.word, words, report)
      if (value === undefined) whole = false
      else expected[column.word.identifier] = value
    }
  })
  return whole ? { source, clause, given, expected } : undefined
}

function readCell(cell: Cell, word: Word, report: Report): Value | undefined {
  const value = readValue(word, cell.text)
  if (value !== undefined) return value
  const codes = word.type.kind === 'code' ? nearest(cell.text, word.type.codes) : undefined
  const message = cell.text === '' ? `“${word.name}”没有值` : `“${cell.text}”不是“${word.name}”的值`
  return report.cell(cell, 'case-value', message, codes ?? `${exampleOf(word.type)}；不知道写“未知”`)
}

/** `未知：回款信誉、利润贡献率` expects an unknown that names those facts; a bare 未知 one that may name any. */
function readExpected(cell: Cell, word: Word, words: CaseWords, report: Report): Expected | undefined {
  const named = /^未知\s*[：:](.*)$/s.exec(cell.text)
  if (!named) {
    const value = readCell(cell, word, report)
    if (value === undefined) return undefined
    return value === null ? { kind: 'unknown', missing: [] } : { kind: 'value', value }
  }
  const missing = named[1]!.split(/[、，,]/).map((name) => name.trim())
  const stray = missing.find((name) => !words.facts.has(name))
  if (stray !== undefined) {
    return report.cell(
      cell,
      'case-missing',
      `没有名为“${stray}”的数据项`,
      nearest(stray, words.facts.keys()) ?? '未知：数据项、数据项',
    )
  }
  return { kind: 'unknown', missing: missing.map((name) => words.facts.get(name)!.identifier) }
}
