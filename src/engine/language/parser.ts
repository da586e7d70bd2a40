import type { ArithmeticOperator, Comparison } from '../tree.ts'
import { accept, at, type Cursor, DEEPEST, expect, nested, peek, refuse, spanFrom, take, tooDeep } from './cursor.ts'
import { readPrimary } from './parse-primary.ts'
import { readTest } from './parse-test.ts'
import type { Syntax, TestSyntax } from './syntax.ts'

/** A `Syntax` without the fields that every node has. */
type Bare<S> = S extends Syntax ? Omit<S, 'span' | 'depth'> : never

/** Builds a node from `start` to the last token read; its depth is one more than its deepest part's. */
export function build(cursor: Cursor, start: number, bare: Bare<Syntax>, parts: readonly Syntax[] = []): Syntax {
  const span = spanFrom(cursor, start)
  const depth = 1 + parts.reduce((most, part) => Math.max(most, part.depth), 0)
  if (depth > DEEPEST) tooDeep(cursor.source, span)
  return { ...bare, span, depth } as Syntax
}

/** The loosest level: `or`. */
export function readExpression(cursor: Cursor): Syntax {
  return nested(cursor, () => readLogic(cursor, 'or', () => readLogic(cursor, 'and', () => readComparison(cursor))))
}

function readLogic(cursor: Cursor, operator: 'and' | 'or', readOperand: () => Syntax): Syntax {
  const { start } = peek(cursor).span
  const operands = [readOperand()]
  while (accept(cursor, operator)) operands.push(readOperand())
  return operands.length === 1 ? operands[0]! : build(cursor, start, { kind: 'logic', operator, operands }, operands)
}

export const COMPARISONS: readonly Comparison[] = ['=', '!=', '<', '<=', '>', '>=']

export function acceptComparison(cursor: Cursor): Comparison | undefined {
  return COMPARISONS.find((operator) => accept(cursor, operator))
}

function readComparison(cursor: Cursor): Syntax {
  const { start } = peek(cursor).span
  let left = readSum(cursor)
  for (;;) {
    const operator = acceptComparison(cursor)
    if (operator !== undefined) {
      const right = readSum(cursor)
      left = build(cursor, start, { kind: 'compare', operator, left, right }, [left, right])
      if (COMPARISONS.some((next) => at(cursor, next))) refuse(cursor, '“and”，如 a >= 1 and a < 5，或 a in [1..5)')
    } else if (accept(cursor, 'between')) {
      left = readBetween(cursor, start, left)
    } else if (accept(cursor, 'in')) {
      const tests = readInTests(cursor)
      left = build(cursor, start, { kind: 'in', subject: left, tests }, [left, ...tests.flatMap(partsOf)])
    } else return left
  }
}

function readBetween(cursor: Cursor, start: number, subject: Syntax): Syntax {
  const from = peek(cursor).span.start
  const low = readSum(cursor)
  expect(cursor, 'and')
  const high = readSum(cursor)
  const test: TestSyntax = { kind: 'range', span: spanFrom(cursor, from), low, high, lowClosed: true, highClosed: true }
  return build(cursor, start, { kind: 'in', subject, tests: [test] }, [subject, low, high])
}

/** `in [1..5)`, `in (1, 2, > 5)`, `in 清单`. A bracket that opens a range is the range's own. */
function readInTests(cursor: Cursor): TestSyntax[] {
  if (!at(cursor, '(') || opensRange(cursor)) return [readTest(cursor, readSum)]
  expect(cursor, '(')
  const tests = nested(cursor, () => readTests(cursor))
  expect(cursor, ')')
  return tests
}

export function readTests(cursor: Cursor): TestSyntax[] {
  const tests = [readTest(cursor)]
  while (accept(cursor, ',')) tests.push(readTest(cursor))
  return tests
}

/** Whether the bracket at the cursor belongs to a range: a `..` stands directly inside it. */
export function opensRange(cursor: Cursor): boolean {
  if (!at(cursor, '(') && !at(cursor, '[') && !at(cursor, ']')) return false
  let depth = 0
  for (let ahead = 1; peek(cursor, ahead).kind !== 'end'; ahead++) {
    if (depth === 0 && at(cursor, '..', ahead)) return true
    if (depth === 0 && at(cursor, ',', ahead)) return false
    if (at(cursor, '(', ahead) || at(cursor, '[', ahead)) depth++
    if (at(cursor, ')', ahead) || at(cursor, ']', ahead)) depth--
    if (depth < 0) return false
  }
  return false
}

export function partsOf(test: TestSyntax): Syntax[] {
  return test.kind === 'any' ? [] : test.kind === 'range' ? [test.low, test.high] : [test.value]
}

/** Sums; the operands of a test and the ends of a range are of this level. */
export function readSum(cursor: Cursor): Syntax {
  return readChain(cursor, ['+', '-'], () =>
    readChain(cursor, ['*', '/'], () => readChain(cursor, ['**'], () => readNegation(cursor))),
  )
}

function readChain(cursor: Cursor, operators: readonly ArithmeticOperator[], readOperand: () => Syntax): Syntax {
  const { start } = peek(cursor).span
  let left = readOperand()
  for (;;) {
    const operator = operators.find((one) => accept(cursor, one))
    if (operator === undefined) return left
    const right = readOperand()
    left = build(cursor, start, { kind: 'arithmetic', operator, left, right }, [left, right])
  }
}

/** As in FEEL, a sign binds closer than a power: `-2 ** 2` is 4. */
function readNegation(cursor: Cursor): Syntax {
  const { start } = peek(cursor).span
  if (!accept(cursor, '-')) return readPrimary(cursor)
  const operand = nested(cursor, () => readNegation(cursor))
  return build(cursor, start, { kind: 'negate', operand }, [operand])
}

/** Nothing may stand after a whole expression. */
export function expectEnd(cursor: Cursor): void {
  if (peek(cursor).kind !== 'end') refuse(cursor, '一个运算符，或到此结束')
  take(cursor)
}
