import { parseLocalDate, toDayNumber } from '../../kernel/local-date.ts'
import { accept, at, type Cursor, expect, nested, peek, refuse, spanFrom, take } from './cursor.ts'
import { LEFT_OUT } from './function-names.ts'
import type { Token } from './lexer.ts'
import { build, readExpression } from './parser.ts'
import { reject } from './rejection.ts'
import type { Syntax } from './syntax.ts'

export const PRIMARY = '一个数、一个名称、"文字"或“(”'

/** A literal, a name, a call, a bracket, `if`, `some` or `every`. */
export function readPrimary(cursor: Cursor): Syntax {
  const token = peek(cursor)
  const { start } = token.span
  switch (token.kind) {
    case 'number':
      take(cursor)
      return build(cursor, start, { kind: 'number', quantity: token.quantity })
    case 'string':
      take(cursor)
      return build(cursor, start, { kind: 'text', value: token.value })
    case 'date':
      take(cursor)
      return build(cursor, start, { kind: 'date', day: token.day })
    case 'name':
      take(cursor)
      return build(cursor, start, { kind: 'name', name: token.text })
    case 'function':
      return readCall(cursor, take(cursor))
    case 'keyword':
      return readKeyword(cursor, token)
    case 'word':
      return readWord(cursor, token)
    case 'symbol':
      return readSymbol(cursor, token)
    case 'end':
      return refuse(cursor, PRIMARY)
  }
}

function readWord(cursor: Cursor, token: Token): Syntax {
  if (cursor.variables.includes(token.text)) {
    take(cursor)
    return build(cursor, token.span.start, { kind: 'variable', name: token.text })
  }
  const why = LEFT_OUT[token.text]
  if (why !== undefined && at(cursor, '(', 1))
    reject(cursor.source, token.span, 'left-out', `没有函数“${token.text}”：${why}`)
  if (at(cursor, '(', 1)) reject(cursor.source, token.span, 'unknown-function', `没有函数“${token.text}”`)
  // Which names are near is the scope's knowledge: `parse.ts` adds it.
  return reject(cursor.source, token.span, 'unknown-name', `未知的名称“${token.text}”`)
}

function readSymbol(cursor: Cursor, token: Token): Syntax {
  const { start } = token.span
  if (accept(cursor, '?')) return build(cursor, start, { kind: 'subject' })
  if (accept(cursor, '@')) return readAt(cursor, start)
  if (accept(cursor, '(')) {
    const inner = readExpression(cursor)
    if (at(cursor, '..')) refuse(cursor, '“)”；区间写在 in 之后，如 a in (1..5)')
    if (at(cursor, ',')) refuse(cursor, '“)”；几个值写在 in 之后，如 a in (1, 2)')
    expect(cursor, ')')
    return inner
  }
  if (accept(cursor, '[')) {
    const items = at(cursor, ']') ? [] : nested(cursor, () => readItems(cursor))
    if (at(cursor, '..')) refuse(cursor, '“]”；区间写在 in 之后，如 a in [1..5]')
    expect(cursor, ']')
    return build(cursor, start, { kind: 'list', items }, items)
  }
  return refuse(cursor, PRIMARY)
}

function readKeyword(cursor: Cursor, token: Token): Syntax {
  const { start } = token.span
  switch (token.text) {
    case 'true':
    case 'false':
      take(cursor)
      return build(cursor, start, { kind: 'boolean', value: token.text === 'true' })
    case 'null':
      take(cursor)
      return build(cursor, start, { kind: 'unknown' })
    case 'not': {
      take(cursor)
      const operand = nested(cursor, () => readPrimary(cursor))
      return build(cursor, start, { kind: 'not', operand }, [operand])
    }
    case 'if':
      return readIf(cursor)
    case 'some':
    case 'every':
      return readQuantified(cursor, token.text)
    default:
      return refuse(cursor, PRIMARY)
  }
}

function readIf(cursor: Cursor): Syntax {
  const { start } = take(cursor).span
  const condition = readExpression(cursor)
  expect(cursor, 'then')
  const yes = readExpression(cursor)
  expect(cursor, 'else')
  const no = readExpression(cursor)
  return build(cursor, start, { kind: 'if', condition, yes, no }, [condition, yes, no])
}

function readQuantified(cursor: Cursor, quantifier: 'some' | 'every'): Syntax {
  const { start } = take(cursor).span
  const variable = take(cursor)
  if (variable.kind === 'name')
    reject(cursor.source, variable.span, 'shadowed-name', `“${variable.text}”已是一个数据项，换一个变量名`)
  if (variable.kind !== 'word')
    reject(cursor.source, variable.span, 'unexpected-token', `这里不能写“${variable.text}”`, '一个变量名')
  expect(cursor, 'in')
  const list = readExpression(cursor)
  expect(cursor, 'satisfies')
  cursor.variables.push(variable.text)
  const condition = readExpression(cursor)
  cursor.variables.pop()
  return build(cursor, start, { kind: 'quantified', quantifier, variable: variable.text, list, condition }, [
    list,
    condition,
  ])
}

function readItems(cursor: Cursor): Syntax[] {
  const items = [readExpression(cursor)]
  while (accept(cursor, ',')) items.push(readExpression(cursor))
  return items
}

function readCall(cursor: Cursor, called: Token): Syntax {
  const { start } = called.span
  expect(cursor, '(')
  const only = peek(cursor)
  if (only.kind === 'string' && at(cursor, ')', 1) && (called.text === 'date' || called.text === 'duration')) {
    take(cursor)
    take(cursor)
    return temporal(cursor, start, only.value, called.text)
  }
  const operands = at(cursor, ')') ? [] : nested(cursor, () => readItems(cursor))
  expect(cursor, ')')
  return build(cursor, start, { kind: 'call', name: called.text, operands }, operands)
}

function readAt(cursor: Cursor, start: number): Syntax {
  const written = take(cursor)
  if (written.kind !== 'string')
    reject(cursor.source, written.span, 'unexpected-token', '“@”之后是加引号的日期', '"2026-01-31"')
  return temporal(cursor, start, written.value, /^-?P/.test(written.value) ? 'duration' : 'date')
}

const DURATION = /^(-)?P(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,9})D)?$/

/** The literal forms `date("2026-01-31")`, `duration("P1Y6M")`, `duration("P30D")` and their `@` spellings. */
function temporal(cursor: Cursor, start: number, text: string, kind: 'date' | 'duration'): Syntax {
  if (kind === 'date') {
    const date = parseLocalDate(text)
    if (date === undefined)
      reject(cursor.source, spanFrom(cursor, start), 'bad-date', `“${text}”不是日历上的一天`, '如 date("2026-01-31")')
    return build(cursor, start, { kind: 'date', day: toDayNumber(date) })
  }
  const [, minus, years, months, days] = DURATION.exec(text) ?? []
  const inMonths = years !== undefined || months !== undefined
  if (inMonths === (days !== undefined)) {
    reject(
      cursor.source,
      spanFrom(cursor, start),
      'bad-duration',
      `“${text}”不是一段年月或天数`,
      '如 duration("P1Y6M") 或 duration("P30D")',
    )
  }
  const count = inMonths ? BigInt(years ?? 0) * 12n + BigInt(months ?? 0) : BigInt(days!)
  const digits = minus === undefined ? count : -count
  return build(cursor, start, { kind: 'number', quantity: { digits, scale: 0, dimension: inMonths ? 'month' : 'day' } })
}
