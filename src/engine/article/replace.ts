import type { Clause, GridBlock, PolicyDocument, TextFile } from './document.ts'
import { printGrid } from './print.ts'

/** A grid as an editor holds it: the cells' texts, without escapes. */
export interface Grid {
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/**
 * The file of `clause` with `block` (one of the clause's tables or case blocks) replaced by `grid` in canonical form. Every other
 * line stays byte for byte as it was.
 */
export function replaceBlock(document: PolicyDocument, clause: Clause, block: GridBlock, grid: Grid): TextFile {
  const article = document.articles.find((candidate) => candidate.clauses.includes(clause))
  if (!article || !clause.blocks.includes(block)) throw new Error('the block stands in no clause of this document')
  const { file, text } = article.file
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n'
  const lines = text.split(/\r\n|\r|\n/)
  const printed = printGrid(clause, block.kind, grid.header, [grid.header, ...grid.rows]).split('\n')
  lines.splice(block.first - 1, block.last - block.first + 1, ...printed)
  return { file, text: lines.join(lineEnd) }
}
