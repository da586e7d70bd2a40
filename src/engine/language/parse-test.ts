import { accept, at, type Cursor, expect, peek, refuse, spanFrom, take } from './cursor.ts'
import { acceptComparison, expectEnd, opensRange, readExpression, readSum, readTests } from './parser.ts'
import type { CellSyntax, Syntax, TestSyntax } from './syntax.ts'

/** A whole cell: `-`, tests, or `not(tests)`. */
export function readCell(cursor: Cursor): CellSyntax {
  if (peek(cursor).kind === 'end') refuse(cursor, '一个条件；不限写“-”')
  if (at(cursor, '-') && peek(cursor, 1).kind === 'end') {
    const { span } = take(cursor)
    return { tests: [{ kind: 'any', span }], negated: false }
  }
  const negated = wrappedInNot(cursor)
  if (negated) {
    take(cursor)
    take(cursor)
  }
  const tests = readTests(cursor)
  if (negated) expect(cursor, ')')
  expectEnd(cursor)
  return { tests, negated }
}

/** Whether the whole cell is one `not(…)`, so that it negates the tests in it and not one expression. */
function wrappedInNot(cursor: Cursor): boolean {
  if (!at(cursor, 'not') || !at(cursor, '(', 1)) return false
  let depth = 0
  for (let ahead = 1; peek(cursor, ahead).kind !== 'end'; ahead++) {
    if (at(cursor, '(', ahead) || at(cursor, '[', ahead)) depth++
    if (at(cursor, ')', ahead) || at(cursor, ']', ahead)) depth--
    if (depth <= 0) return peek(cursor, ahead + 1).kind === 'end'
  }
  return false
}

/**
 * One positive test: a comparison, a range, or a value, list or condition. After a bare `in`, where `and` ends the test, a value
 * is read by `readSum`.
 */
export function readTest(cursor: Cursor, readValue: (cursor: Cursor) => Syntax = readExpression): TestSyntax {
  const { start } = peek(cursor).span
  const operator = acceptComparison(cursor)
  if (operator !== undefined) {
    const value = readSum(cursor)
    return { kind: 'compare', span: spanFrom(cursor, start), operator, value }
  }
  if (opensRange(cursor)) return readRange(cursor)
  const value = readValue(cursor)
  return { kind: 'value', span: spanFrom(cursor, start), value }
}

function readRange(cursor: Cursor): TestSyntax {
  const opening = take(cursor)
  const low = readSum(cursor)
  expect(cursor, '..')
  const high = readSum(cursor)
  const highClosed = accept(cursor, ']')
  if (!highClosed && !accept(cursor, ')') && !accept(cursor, '[')) refuse(cursor, '“]”（含本数）或“)”（不含）')
  const span = spanFrom(cursor, opening.span.start)
  return { kind: 'range', span, low, high, lowClosed: opening.text === '[', highClosed }
}
