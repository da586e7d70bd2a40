import type { Node } from '../tree.ts'
import { type CodeType, DATE, number } from '../type.ts'
import { checkArithmetic } from './check-arithmetic.ts'
import { type Call, type LibraryFunction, wrongOperand } from './check-call.ts'
import { node } from './library-numbers.ts'

const WEEKDAYS: Readonly<Record<'article' | 'dmn', readonly string[]>> = {
  article: ['星期一', '星期二', '星期三', '星期四', '星期五', '星期六', '星期日'],
  dmn: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
}
/** Months between the first and the last day of the calendar. */
const MOST_MONTHS = 119_988n

export const dateFunctions: Readonly<Record<string, LibraryFunction>> = {
  date: { least: 3, most: 3, usage: 'date("2026-01-31") 或 date(年, 月, 日)', check: dateOf },
  duration: { least: 1, most: 1, usage: 'duration("P1Y6M") 或 duration("P30D")', check: durationOf },
  year: { least: 1, most: 1, usage: 'year(日期)', check: (call) => node(call, dates(call), number('', 0, 9999n)) },
  month: { least: 1, most: 1, usage: 'month(日期)', check: (call) => node(call, dates(call), number('', 0, 12n)) },
  day: { least: 1, most: 1, usage: 'day(日期)', check: (call) => node(call, dates(call), number('', 0, 31n)) },
  'day of week': {
    least: 1,
    most: 1,
    usage: 'day of week(日期)',
    check: (call) => node(call, dates(call), weekday(call)),
  },
  'days between': { least: 2, most: 2, usage: 'days between(起, 止)', check: daysBetween },
  'complete months': {
    least: 2,
    most: 2,
    usage: '完整月数(起, 止)',
    check: (call) => node(call, dates(call), number('month', 0, MOST_MONTHS)),
  },
  'complete years': {
    least: 2,
    most: 2,
    usage: '完整年数(起, 止)',
    check: (call) => node(call, dates(call), number('month', 0, MOST_MONTHS)),
  },
}

function dates(call: Call): readonly Node[] {
  return call.operands.map((operand) =>
    operand.type.kind === 'date' ? operand : wrongOperand(call, operand, '一个日期'),
  )
}

/** Unknown where the calendar has no such day. */
function dateOf(call: Call): Node {
  for (const part of call.operands) {
    if (part.type.kind !== 'number' || part.type.scale !== 0 || part.type.dimension !== '')
      wrongOperand(call, part, '一个整数')
  }
  return node(call, call.operands, DATE, true)
}

/** A written duration is a constant, read by the parser; no other text is one. */
function durationOf(call: Call): Node {
  return wrongOperand(call, call.operands[0]!, '写明的一段时间，如 duration("P1Y6M")、30天')
}

function weekday({ checking }: Call): CodeType {
  return { kind: 'code', codes: WEEKDAYS[checking.scope.dialect] }
}

function daysBetween(call: Call): Node {
  const [from, to] = dates(call)
  return checkArithmetic(call.checking, call.span, '-', to!, from!)
}
