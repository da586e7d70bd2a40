import type { Problem } from '../problem.ts'
import type { DocumentHead } from '../program.ts'
import type { Source } from '../source.ts'

/** One file as it stands on disk or in the database. */
export interface TextFile {
  readonly file: string
  readonly text: string
}

/** A policy document as read: close to the text, with the place of everything, nothing judged yet. */
export interface PolicyDocument {
  readonly head: DocumentHead
  /** Keys that the head writes, also the empty ones: the printer keeps them. */
  readonly written: ReadonlySet<string>
  /** The whole of `document.md`. */
  readonly file: TextFile
  /** What follows the head, as paragraphs. */
  readonly preamble: readonly string[]
  readonly articles: readonly Article[]
}

/** One `NNN.md`. */
export interface Article {
  readonly file: TextFile
  /** 4 for `004.md`. */
  readonly order: number
  /** `# 第二章 客户分级`: headings above the clauses, without the `#`. */
  readonly titles: readonly string[]
  readonly clauses: readonly Clause[]
}

export const CLAUSE_KINDS = ['define', 'decide', 'permit', 'duty', 'flow', 'measure', 'note'] as const
export type ClauseKind = (typeof CLAUSE_KINDS)[number]

/** The kinds' names on screens and in messages. */
export const KIND_TITLES: Readonly<Record<ClauseKind, string>> = {
  define: '定义',
  decide: '判定',
  permit: '权责',
  duty: '义务',
  flow: '流程',
  measure: '指标',
  note: '说明',
}

export interface Clause {
  /** 第四条第一款, or 五、1.: in the document's own way of counting. */
  readonly number: string
  readonly kind: ClauseKind
  /** What stands between the kind and the first comma; '' where nothing does. */
  readonly name: string
  readonly attributes: readonly Attribute[]
  /** The heading line. */
  readonly source: Source
  readonly blocks: readonly Block[]
}

/** `binds: rating.class`; `source` is where the value stands. */
export interface Attribute {
  readonly key: string
  readonly value: string
  readonly source: Source
}

export type Block = TextBlock | GridBlock

export interface TextBlock {
  readonly kind: 'text'
  readonly lines: readonly string[]
  readonly source: Source
}

/** A pipe table, or the lines between `~~~cases` and `~~~`. */
export interface GridBlock {
  readonly kind: 'table' | 'cases'
  readonly header: readonly Cell[]
  readonly rows: readonly Row[]
  readonly source: Source
  /** First and last line in the file, 1-based, both included. */
  readonly first: number
  readonly last: number
}

export interface Row {
  readonly cells: readonly Cell[]
  readonly source: Source
}

/** The cell's text without its `\|` escapes; `escapes` are the code points of `text` before which a backslash stands in the file. */
export interface Cell {
  readonly text: string
  readonly source: Source
  readonly escapes: readonly number[]
}

export function attributeOf(clause: Clause, key: string): Attribute | undefined {
  return clause.attributes.find((attribute) => attribute.key === key)
}

/** The words of an attribute that lists several: `covers: 002-05.12 002-05.13`. */
export function listOf(clause: Clause, key: string): readonly string[] {
  return (
    attributeOf(clause, key)
      ?.value.split(/[\s、]+/)
      .filter((item) => item !== '') ?? []
  )
}

/** Problems found in a cell's text, moved to where that text stands in the file. */
export function inCell(cell: Cell, problems: readonly Problem[]): readonly Problem[] {
  if (cell.escapes.length === 0) return problems
  return problems.map((found) => {
    const at = found.position.column - cell.source.column
    const before = cell.escapes.filter((bar) => bar <= at).length
    return { ...found, position: { ...found.position, column: found.position.column + before } }
  })
}
