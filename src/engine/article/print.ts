import type { DocumentHead } from '../program.ts'
import {
  attributeOf,
  type Block,
  type Cell,
  type Clause,
  type GridBlock,
  type PolicyDocument,
  type TextFile,
} from './document.ts'
import { HEAD_KEYS, type HeadKey } from './head.ts'
import { HEADING_KEYS } from './heading.ts'
import { displayWidth, tidyExpression } from './tidy.ts'

/**
 * The one canonical form of a document's files. Tables are not aligned: a change of one cell then changes one line of the diff,
 * and nobody reads them raw, for they are rendered. Cases stand in a fence, which nothing renders: their columns are aligned by
 * display width (a Chinese character takes two). Paragraphs keep their words and line breaks.
 */
export function printDocument(document: PolicyDocument): TextFile[] {
  const head = { file: document.file.file, text: printHead(document) }
  const articles = document.articles.map((article) => {
    const titles = article.titles.map((title) => `# ${title}`)
    const parts = [...titles, ...article.clauses.map(printClause)]
    return { file: article.file.file, text: `${parts.join('\n\n')}\n` }
  })
  return [head, ...articles]
}

function printHead({ head, written, preamble }: PolicyDocument): string {
  const lines = HEAD_KEYS.filter((key) => written.has(key)).map((key) => `${key}: ${headValue(head, key)}`)
  return `${['---', ...lines, '---'].join('\n')}\n${preamble.map((paragraph) => `\n${paragraph}\n`).join('')}`
}

function headValue(head: DocumentHead, key: HeadKey): string {
  const value = key === 'units' && head.units.length === 0 ? '全行' : head[key]
  if (typeof value !== 'object') return scalar(String(value))
  return value.length === 1 ? scalar(value[0]!) : `[${value.map(scalar).join(', ')}]`
}

/** Quoted where YAML would read it as something else. */
function scalar(value: string): string {
  return /^[\p{L}\p{N}《〔（][^:#,[\]{}"'\n]*$/u.test(value) && value === value.trim() ? value : JSON.stringify(value)
}

function printClause(clause: Clause): string {
  return [printHeading(clause), ...clause.blocks.map((block) => printBlock(clause, block))].join('\n\n')
}

function printHeading(clause: Clause): string {
  const order = HEADING_KEYS[clause.kind]
  const attributes = order
    ? order.flatMap((key) => attributeOf(clause, key) ?? [])
    : clause.attributes.toSorted((one, other) => Number(one.key === 'covers') - Number(other.key === 'covers'))
  const items = attributes.map(({ key, value }) => `${key}: ${value.replace(/\s+/g, ' ')}`)
  const kind = clause.name === '' ? clause.kind : `${clause.kind} ${clause.name}`
  return `## ${clause.number} {${[kind, ...items].join(', ')}}`
}

function printBlock(clause: Clause, block: Block): string {
  if (block.kind === 'text') return block.lines.join('\n')
  const header = block.header.map((cell) => cell.text)
  return printGrid(clause, block.kind, header, [block.header, ...block.rows.map((row) => row.cells)].map(texts))
}

function texts(cells: readonly Cell[]): readonly string[] {
  return cells.map((cell) => cell.text)
}

/** A table or case block of this clause, printed from its cells' texts; the first row is the header. */
export function printGrid(
  clause: Clause,
  kind: GridBlock['kind'],
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const cells = rows.map((row, index) =>
    row.map((text, column) =>
      escapeBars(kind === 'cases' ? text : tidyCell(clause, header, column, text, index === 0)),
    ),
  )
  return kind === 'table' ? printTable(cells) : printCases(cells)
}

function tidyCell(clause: Clause, header: readonly string[], column: number, text: string, isHeader: boolean): string {
  const name = header[column]!
  if (isHeader && name.startsWith('⇒')) return `⇒ ${name.slice(1).trim()}`
  if (clause.kind === 'decide' && attributeOf(clause, 'form')?.value !== 'native') {
    return TEXT_COLUMNS.has(name) ? text : tidyExpression(text)
  }
  return clause.kind === 'define' && name === '公式' && !isHeader ? tidyExpression(text) : text
}

/** Columns of a `decide` table that hold words, not expressions. */
const TEXT_COLUMNS: ReadonlySet<string> = new Set(['理由', '类别', '含义'])

function printTable([header, ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `|${cells.map((cell) => (cell === '' ? ' ' : ` ${cell} `)).join('|')}|`
  return [line(header!), `|${'---|'.repeat(header!.length)}`, ...rows.map(line)].join('\n')
}

function printCases(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => displayWidth(row[column]!))))
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat(widths[column]! - displayWidth(cell)))
      .join(' | ')
      .trimEnd(),
  )
  return ['~~~cases', ...lines, '~~~'].join('\n')
}

function escapeBars(text: string): string {
  return text.replaceAll('|', '\\|')
}
