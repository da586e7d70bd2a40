import type { Source } from '../source.ts'
import type { Token } from './lexer.ts'
import { reject } from './rejection.ts'

const ESCAPES: Readonly<Record<string, string>> = { '"': '"', "'": "'", '\\': '\\', n: '\n', r: '\r', t: '\t' }
const UNICODE = /u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})/y

/** The quote that ends a string begun by this one, or undefined where the character begins none. */
export function closesString(opening: string): string | undefined {
  return opening === '"' ? '"' : opening === '“' ? '”' : undefined
}

/** The string literal that starts at `start`, with FEEL's escapes. A string holds whole characters and no NUL: PostgreSQL stores no other. */
export function readString(source: Source, start: number): Token {
  const { text } = source
  const closing = closesString(text[start] ?? '')!
  let value = ''
  let at = start + 1
  for (; text[at] !== closing; at++) {
    if (at >= text.length || text[at] === '\n') {
      reject(source, { start, end: at }, 'open-string', '字符串没有结束', `“${closing}”`)
    }
    if (text[at] !== '\\') {
      value += text[at]
      continue
    }
    UNICODE.lastIndex = at + 1
    const unicode = UNICODE.exec(text)
    const plain = ESCAPES[text[at + 1] ?? '']
    if (!unicode && plain === undefined)
      reject(source, { start: at, end: at + 2 }, 'bad-escape', `不认识的转义“${text.slice(at, at + 2)}”`, '\\" 或 \\\\')
    value += unicode ? codePoint(Number.parseInt(unicode[1] ?? unicode[2]!, 16)) : plain
    at += unicode ? unicode[0].length : 1
  }
  const span = { start, end: at + 1 }
  if (value.includes('\0') || !value.isWellFormed()) reject(source, span, 'bad-string', '字符串里有不能保存的字符')
  return { kind: 'string', text: text.slice(start, at + 1), value, span }
}

function codePoint(point: number): string {
  return point > 0x10ffff ? '\0' : String.fromCodePoint(point)
}
