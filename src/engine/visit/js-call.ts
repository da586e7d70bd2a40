import type { CallNode, Node } from '../tree.ts'
import type { NumberType } from '../type.ts'
import type { JsWriter } from './js.ts'
import { DIGITS, isBig, powerOfTen } from './representation.ts'
import { roundingSteps } from './rounding-steps.ts'

type CallCode = (write: JsWriter, node: CallNode) => string

/** A function of the runtime that takes the operands as they are. */
function plain(name: string): CallCode {
  return (write, { operands }) => `$.${name}(${operands.map((operand) => write.open(operand)).join(', ')})`
}

/** As `plain`, with whole numbers as JavaScript numbers: what is too large for one is out of every range. */
function small(name: string): CallCode {
  return (write, { operands }) => {
    const parts = operands.map((one) => (one.type.kind === 'number' ? write.number(one, false) : write.open(one)))
    return `$.${name}(${parts.join(', ')})`
  }
}

const CALLS: Readonly<Record<string, CallCode>> = {
  abs: plain('abs'),
  floor: rounding,
  ceiling: rounding,
  'round up': rounding,
  'round down': rounding,
  'round half up': rounding,
  'round half down': rounding,
  'round half even': rounding,
  modulo,
  sqrt: inexact('squareRoot'),
  log: inexact('logarithm'),
  exp: inexact('exponential'),
  min: (write, node) => extreme(write, node, 'least'),
  max: (write, node) => extreme(write, node, 'greatest'),
  sum: (write, node) => (isBig(node.type) ? plain('sum')(write, node) : `$.small(${plain('sum')(write, node)})`),
  count: plain('count'),
  'list contains': contains,
  'string length': plain('textLength'),
  substring: (write, node) => small(node.operands.length === 2 ? 'substring' : 'substringOf')(write, node),
  contains: plain('textContains'),
  'starts with': plain('startsWith'),
  'ends with': plain('endsWith'),
  'upper case': plain('upperCase'),
  'lower case': plain('lowerCase'),
  date: small('date'),
  year: plain('year'),
  month: plain('month'),
  day: plain('day'),
  'day of week': (write, { operands, type }) =>
    `$.weekday(${write.open(operands[0]!)}, ${JSON.stringify(type.kind === 'code' ? type.codes : [])})`,
  'complete months': plain('completeMonths'),
  'complete years': plain('completeYears'),
}

export function jsCall(write: JsWriter, node: CallNode): string {
  return CALLS[node.name]!(write, node)
}

/** The names of the functions that this back end knows; a test holds them against the library. */
export const JS_FUNCTIONS: readonly string[] = Object.keys(CALLS)

function rounding(write: JsWriter, node: CallNode): string {
  const [rounded] = node.operands as [Node]
  const { step, factor, big } = roundingSteps(node)
  const suffix = big ? 'n' : ''
  const code = `$.${big ? 'roundBig' : 'round'}(${JSON.stringify(node.name)}, ${write.number(rounded, big)}, ${powerOfTen(step)}${suffix}, ${powerOfTen(factor)}${suffix})`
  return big === isBig(node.type) ? code : `$.small(${code})`
}

function modulo(write: JsWriter, { operands, type }: CallNode): string {
  const big = operands.some((operand) => isBig(operand.type))
  const code = `$.${big ? 'moduloBig' : 'modulo'}(${operands.map((operand) => write.number(operand, big)).join(', ')})`
  return big && !isBig(type) ? `$.small(${code})` : code
}

function inexact(name: string): CallCode {
  return (write, { operands, type, dialect }) => {
    const [operand] = operands as [Node]
    const code = `$.${name}(${write.number(operand, true)}, ${(operand.type as NumberType).scale}, ${(type as NumberType).scale}, ${DIGITS[dialect]})`
    return isBig(type) ? code : `$.small(${code})`
  }
}

function extreme(write: JsWriter, { operands, type }: CallNode, name: string): string {
  if (operands.length === 1) return `$.${name}(${write.open(operands[0]!)})`
  const parts = operands.map((one) => (one.type.kind === 'number' ? write.number(one, isBig(type)) : write.open(one)))
  return `$.${name}([${parts.join(', ')}])`
}

function contains(write: JsWriter, { operands, dialect }: CallNode): string {
  const [list, item] = operands as [Node, Node]
  const big = list.type.kind === 'list' && isBig(list.type.of)
  const code = item.type.kind === 'number' ? write.number(item, big || isBig(item.type)) : write.open(item)
  return `$.${dialect === 'dmn' ? 'containsSame' : 'contains'}(${write.open(list)}, ${code})`
}
