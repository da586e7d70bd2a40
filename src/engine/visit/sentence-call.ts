import type { CallNode, Node } from '../tree.ts'
import { termOf } from './sentence.ts'

type Phrase = (operands: readonly string[]) => string

const PHRASES: Readonly<Record<string, Phrase>> = {
  abs: ([x]) => `${x}的绝对值`,
  floor: ([x, n]) => rounded(x, n, '向下取整'),
  ceiling: ([x, n]) => rounded(x, n, '向上取整'),
  'round up': ([x, n]) => rounded(x, n, '进位'),
  'round down': ([x, n]) => rounded(x, n, '去尾'),
  'round half up': ([x, n]) => rounded(x, n, '四舍五入'),
  'round half down': ([x, n]) => rounded(x, n, '五舍六入'),
  'round half even': ([x, n]) => rounded(x, n, '四舍六入五成双'),
  modulo: ([x, y]) => `${x}除以${y}的余数`,
  sqrt: ([x]) => `${x}的平方根`,
  log: ([x]) => `${x}的自然对数`,
  exp: ([x]) => `e的${x}次方`,
  min: (all) => `${all.join('、')}中最小的`,
  max: (all) => `${all.join('、')}中最大的`,
  sum: ([list]) => `${list}的合计`,
  count: ([list]) => `${list}的个数`,
  'list contains': ([list, item]) => `${list}之中有${item}`,
  'string length': ([x]) => `${x}的字数`,
  substring: ([x, from, length]) => `${x}从第${from}个字起${length === undefined ? '到末尾' : `的${length}个字`}`,
  contains: ([x, part]) => `${x}含有${part}`,
  'starts with': ([x, part]) => `${x}以${part}开头`,
  'ends with': ([x, part]) => `${x}以${part}结尾`,
  'upper case': ([x]) => `${x}的大写`,
  'lower case': ([x]) => `${x}的小写`,
  date: ([year, month, day]) => `${year}年${month}月${day}日`,
  year: ([x]) => `${x}的年份`,
  month: ([x]) => `${x}的月份`,
  day: ([x]) => `${x}是几号`,
  'day of week': ([x]) => `${x}是星期几`,
  'complete months': ([from, to]) => `${from}至${to}的完整月数`,
  'complete years': ([from, to]) => `${from}至${to}的完整年数`,
}

export function sentenceOfCall({ name, operands }: CallNode): string {
  return PHRASES[name]!(operands.map((operand) => operandOf(operand)))
}

/** An operand that is itself a phrase stands in brackets. */
function operandOf(node: Node): string {
  const inner = node.kind === 'rescale' ? node.operand : node
  return ['name', 'literal', 'list', 'unknown'].includes(inner.kind) ? termOf(inner) : `（${termOf(inner)}）`
}

/** The names of the functions that this visitor knows; a test holds them against the library. */
export const SENTENCE_FUNCTIONS: readonly string[] = Object.keys(PHRASES)

function rounded(x: string | undefined, digits: string | undefined, how: string): string {
  if (digits === undefined || digits === '0') return `${x}${how}到整数`
  return digits.startsWith('-') ? `${x}${how}到小数点前${digits.slice(1)}位` : `${x}${how}到小数点后${digits}位`
}
