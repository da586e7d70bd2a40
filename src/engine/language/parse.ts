import type { problem } from '../problem.ts'
import type { Source, Span } from '../source.ts'
import type { Node } from '../tree.ts'
import { check } from './check.ts'
import { checkIn } from './check-compare.ts'
import { type Cursor, cursorOver } from './cursor.ts'
import { tokenize } from './lexer.ts'
import { nearest } from './names.ts'
import type { Checking } from './nodes.ts'
import { readCell } from './parse-test.ts'
import { expectEnd, readExpression } from './parser.ts'
import { Rejection } from './rejection.ts'
import type { Parsed, Scope } from './scope.ts'

/** Reads and checks one expression. The first error ends it. */
export function parseExpression(source: Source, scope: Scope): Parsed {
  return parse(source, scope, undefined, (cursor, checking) => {
    const syntax = readExpression(cursor)
    expectEnd(cursor)
    return check(checking, syntax)
  })
}

/**
 * Reads and checks one cell of a decision table, applied to the column's subject: `-`, 未知, `>= 50万元`, `[20万元..50万元)`,
 * `"好", "较好"`, `not(…)`, a list, or a condition that may say `?`. The result is one boolean `in` node.
 */
export function parseTests(source: Source, subject: Node, scope: Scope): Parsed {
  return parse(source, scope, subject, (cursor, checking) => {
    const { tests, negated } = readCell(cursor)
    return checkIn(checking, wholeOf(source), subject, tests, negated)
  })
}

function parse(
  source: Source,
  scope: Scope,
  subject: Node | undefined,
  read: (cursor: Cursor, checking: Checking) => Node,
): Parsed {
  try {
    const cursor = cursorOver(source, tokenize(source, scope))
    return { node: read(cursor, { source, scope, subject, variables: new Map() }), problems: [] }
  } catch (error) {
    if (!(error instanceof Rejection)) throw error
    return { node: undefined, problems: [withNearest(error.problem, scope)] }
  }
}

/** An unknown name is most often a slip: the nearest known one is what was expected. */
function withNearest(reported: ReturnType<typeof problem>, scope: Scope): ReturnType<typeof problem> {
  if (reported.code !== 'unknown-name') return reported
  const word = /“(.*)”/u.exec(reported.message)?.[1] ?? ''
  const near = nearest(word, scope.words.keys())
  return near === undefined ? reported : { ...reported, expected: `“${near}”` }
}

function wholeOf(source: Source): Span {
  return { start: 0, end: source.text.length }
}
