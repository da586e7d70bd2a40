import { parseExpression, parseTests } from '../language/parse.ts'
import type { Parsed, Scope } from '../language/scope.ts'
import type { Node } from '../tree.ts'
import type { Cell } from './document.ts'
import type { Report } from './draft.ts'

/** The cell as an expression; undefined where it is none, which is reported. */
export function expressionIn(cell: Cell, scope: Scope, report: Report): Node | undefined {
  return soundNode(cell, parseExpression(cell.source, scope), report)
}

/** The cell as tests of the subject: one boolean node. */
export function testsIn(cell: Cell, subject: Node, scope: Scope, report: Report): Node | undefined {
  return soundNode(cell, parseTests(cell.source, subject, scope), report)
}

function soundNode(cell: Cell, { node, problems }: Parsed, report: Report): Node | undefined {
  return report.language(cell, problems) ? node : undefined
}

/** Reads every cell once, however many rows it stands for; undefined where one of them cannot be read. */
export function readAll<T>(cells: readonly Cell[], read: (cell: Cell) => T | undefined): readonly T[] | undefined {
  const known = new Map([...new Set(cells)].map((cell) => [cell, read(cell)]))
  return everyOne(cells.map((cell) => known.get(cell)))
}

/** The items, where none is undefined. */
export function everyOne<T>(items: readonly (T | undefined)[]): readonly T[] | undefined {
  const found = items.filter((item) => item !== undefined)
  return found.length < items.length ? undefined : found
}
