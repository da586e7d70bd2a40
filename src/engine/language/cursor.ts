import type { Source, Span } from '../source.ts'
import type { Token } from './lexer.ts'
import { reject } from './rejection.ts'

/** Deepest nesting of one expression: no author needs more, and every later walk of the tree stays far from the stack's end. */
export const DEEPEST = 100

/** A place in the tokens of one text. */
export interface Cursor {
  readonly source: Source
  readonly tokens: readonly Token[]
  at: number
  /** Brackets and prefixes open at this place. */
  nesting: number
  /** Variables bound by the quantifiers round this place. */
  readonly variables: string[]
}

export function cursorOver(source: Source, tokens: readonly Token[]): Cursor {
  return { source, tokens, at: 0, nesting: 0, variables: [] }
}

export function peek(cursor: Cursor, ahead = 0): Token {
  return cursor.tokens[Math.min(cursor.at + ahead, cursor.tokens.length - 1)]!
}

export function take(cursor: Cursor): Token {
  const token = peek(cursor)
  if (token.kind !== 'end') cursor.at++
  return token
}

/** Whether the next token is this symbol or keyword. */
export function at(cursor: Cursor, text: string, ahead = 0): boolean {
  const token = peek(cursor, ahead)
  return (token.kind === 'symbol' || token.kind === 'keyword') && token.text === text
}

export function accept(cursor: Cursor, text: string): boolean {
  if (!at(cursor, text)) return false
  cursor.at++
  return true
}

export function expect(cursor: Cursor, text: string): Token {
  if (!at(cursor, text)) refuse(cursor, `“${text}”`)
  return take(cursor)
}

/** Refuses the next token, naming what should stand there. */
export function refuse(cursor: Cursor, expected: string): never {
  const token = peek(cursor)
  if (token.kind === 'end') return reject(cursor.source, token.span, 'unexpected-end', '表达式没有写完', expected)
  const bound = /^(以上|以下|以内|以外|及以上|及以下)/u.exec(token.text)
  if (bound) {
    return reject(
      cursor.source,
      token.span,
      'words-for-bound',
      `“${bound[0]}”请写成比较，含本数用 >=、<=，不含用 >、<`,
      BOUNDS[bound[0].replace('及', '')],
    )
  }
  return reject(cursor.source, token.span, 'unexpected-token', `这里不能写“${token.text}”`, expected)
}

const BOUNDS: Readonly<Record<string, string>> = {
  以上: '如“>= 5年”',
  以下: '如“<= 5年”',
  以内: '如“<= 5年”',
  以外: '如“> 5年”',
}

export function spanFrom(cursor: Cursor, start: number): Span {
  const last = cursor.tokens[cursor.at - 1]
  return { start, end: last?.span.end ?? start }
}

/** Runs `read` one level deeper, refusing what is nested beyond any sense. */
export function nested<Result>(cursor: Cursor, read: () => Result): Result {
  cursor.nesting++
  if (cursor.nesting > DEEPEST) tooDeep(cursor.source, peek(cursor).span)
  const result = read()
  cursor.nesting--
  return result
}

export function tooDeep(source: Source, span: Span): never {
  return reject(source, span, 'too-deep', `嵌套或连写超过 ${DEEPEST} 层`, '把中间结果写成单独的一条定义')
}
