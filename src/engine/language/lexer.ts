import { dayNumberOf } from '../../kernel/local-date.ts'
import type { Source, Span } from '../source.ts'
import { ACCEPTED, characterAt, isSpace, isWordPart, isWordStart, REPLACED, wordEnd } from './characters.ts'
import { FUNCTION_NAMES } from './function-names.ts'
import { nameFinder } from './names.ts'
import { HARD_DIMENSIONS, readQuantity, UNCLEAR_UNITS } from './quantity.ts'
import { reject } from './rejection.ts'
import type { Scope } from './scope.ts'
import { closesString, readString } from './string-literal.ts'
import type { Quantity } from './syntax.ts'

/** Longest text of one expression or cell, in UTF-16 units. */
export const LONGEST_TEXT = 8000

interface TokenBase {
  readonly span: Span
  readonly text: string
}

export type Token = TokenBase &
  (
    | { readonly kind: 'number'; readonly quantity: Quantity }
    | { readonly kind: 'string'; readonly value: string }
    | { readonly kind: 'date'; readonly day: number }
    /** A name of the scope, a function before its bracket (`text` is its FEEL name), a keyword, a symbol, or any other word. */
    | { readonly kind: 'name' | 'function' | 'keyword' | 'symbol' | 'word' | 'end' }
  )

/** Keywords by spelling; the Chinese ones stand for themselves between spaces or punctuation, never inside a longer word. */
const KEYWORDS: Readonly<Record<string, string>> = {
  and: 'and',
  or: 'or',
  not: 'not',
  if: 'if',
  // biome-ignore lint/suspicious/noThenProperty: FEEL's own keyword
  then: 'then',
  else: 'else',
  in: 'in',
  between: 'between',
  some: 'some',
  every: 'every',
  satisfies: 'satisfies',
  true: 'true',
  false: 'false',
  null: 'null',
  且: 'and',
  或: 'or',
  非: 'not',
  是: 'true',
  否: 'false',
  未知: 'null',
}

const SYMBOLS = [
  '..',
  '**',
  '<=',
  '>=',
  '!=',
  '(',
  ')',
  '[',
  ']',
  ',',
  '<',
  '>',
  '=',
  '+',
  '-',
  '*',
  '/',
  '?',
  '@',
] as const
const GROUPED = /\d{1,3}(?:[,，]\d{3})+(?!\d)/y
const DATE = /(\d{4})-(\d{2})-(\d{2})(?![\d-])/y

const functionFinder = nameFinder(FUNCTION_NAMES.keys())

/** Splits a text into tokens, the last of them `end`. Throws a `Rejection` at the first character that cannot be read. */
export function tokenize(source: Source, scope: Scope): Token[] {
  const { text } = source
  if (text.length > LONGEST_TEXT) {
    reject(
      source,
      { start: LONGEST_TEXT, end: text.length },
      'text-too-long',
      `表达式过长，一处最多 ${LONGEST_TEXT} 个字符`,
      '把它拆成几个条款或几行',
    )
  }
  const finder = nameFinder(scope.words.keys())
  const counting = countingWords(scope)
  const tokens: Token[] = []
  let at = 0
  for (;;) {
    for (let space = characterAt(text, at); space !== '' && isSpace(space); space = characterAt(text, at))
      at += space.length
    if (at >= text.length) break
    const token = tokenAt(at)
    tokens.push(token)
    at = token.span.end
  }
  tokens.push({ kind: 'end', text: '', span: { start: text.length, end: text.length } })
  return tokens

  function tokenAt(start: number): Token {
    const called = functionFinder.at(text, start)
    if (called !== undefined && /^\s*[(（]/u.test(text.slice(start + called.length))) {
      return { kind: 'function', text: FUNCTION_NAMES.get(called)!, span: { start, end: start + called.length } }
    }
    const name = finder.at(text, start)
    if (name !== undefined) return { kind: 'name', text: name, span: { start, end: start + name.length } }
    const character = characterAt(text, start)
    if (closesString(character) !== undefined) return readString(source, start)
    if (/[\d.]/.test(character) && !text.startsWith('..', start)) return numberAt(start)
    if (isWordStart(character)) return wordAt(start)
    return symbolAt(start, character)
  }

  function numberAt(start: number): Token {
    const date = scope.dialect === 'article' ? matchAt(DATE, text, start) : undefined
    if (date) return dateToken(date, start)
    const grouped = matchAt(GROUPED, text, start)
    if (grouped) {
      const plain = grouped[0].replaceAll(/[,，]/g, '')
      reject(
        source,
        { start, end: start + grouped[0].length },
        'grouped-digits',
        '逗号用来隔开几个值，数字里不写千分位逗号',
        plain,
      )
    }
    const read = readQuantity(text, start, counting)
    if (!read) reject(source, { start, end: start + 1 }, 'bad-number', '这里不是一个数')
    const next = characterAt(text, read.end)
    if (isWordPart(next)) refuseUnit(read.end)
    return {
      kind: 'number',
      text: text.slice(start, read.end),
      quantity: read.quantity,
      span: { start, end: read.end },
    }
  }

  function refuseUnit(start: number): void {
    const end = wordEnd(text, start)
    const word = text.slice(start, end)
    if (/^(?:以上|以下|以内|以外|及)/u.test(word)) return
    const clear = UNCLEAR_UNITS[word]
    const known = clear ?? ['元', '万元', '亿元', '%', '天', '个月', '年', ...counting].join('、')
    reject(source, { start, end }, 'unknown-unit', `不认识的单位“${word}”`, known)
  }

  function dateToken(date: RegExpExecArray, start: number): Token {
    const span = { start, end: start + date[0].length }
    const day = dayNumberOf(Number(date[1]), Number(date[2]), Number(date[3]))
    if (day === undefined) reject(source, span, 'bad-date', `“${date[0]}”不是日历上的一天`)
    return { kind: 'date', text: date[0], day, span }
  }

  function wordAt(start: number): Token {
    const end = wordEnd(text, start)
    const word = text.slice(start, end)
    const keyword = KEYWORDS[word]
    return keyword === undefined || !Object.hasOwn(KEYWORDS, word)
      ? { kind: 'word', text: word, span: { start, end } }
      : { kind: 'keyword', text: keyword, span: { start, end } }
  }

  function symbolAt(start: number, character: string): Token {
    const accepted = ACCEPTED[character]
    if (accepted !== undefined) {
      const pair = `${accepted}${ACCEPTED[characterAt(text, start + 1)] ?? characterAt(text, start + 1)}`
      const joined = pair === '>=' || pair === '<='
      return { kind: 'symbol', text: joined ? pair : accepted, span: { start, end: start + (joined ? 2 : 1) } }
    }
    const symbol = SYMBOLS.find((one) => text.startsWith(one, start))
    const span = { start, end: start + (symbol ?? character).length }
    if (symbol !== undefined) return { kind: 'symbol', text: symbol, span }
    return reject(source, span, 'bad-character', `这里不能写“${character}”`, replacementOf(character))
  }
}

function replacementOf(character: string): string | undefined {
  const replaced = REPLACED[character]
  if (replaced !== undefined) return `“${replaced}”`
  const narrow = character.normalize('NFKC')
  return narrow === character ? undefined : `“${narrow}”`
}

function countingWords(scope: Scope): ReadonlySet<string> {
  const counting = new Set<string>()
  for (const { type } of scope.words.values()) {
    if (type.kind === 'number' && type.dimension !== '' && !HARD_DIMENSIONS.has(type.dimension))
      counting.add(type.dimension)
  }
  return counting
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at
  return pattern.exec(text) ?? undefined
}
