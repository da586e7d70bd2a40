import { INEXACT_SCALE } from '../dialect.ts'
import type { ArithmeticNode, NegateNode, Node, RescaleNode } from '../tree.ts'
import type { NumberType } from '../type.ts'
import type { JsWriter } from './js.ts'
import { DIGITS, isBig, powerOfTen, quotientShifts } from './representation.ts'

export const jsArithmetic = {
  rescale(write: JsWriter, { operand, type, optional }: RescaleNode): string {
    const big = isBig(type)
    const factor = powerOfTen(type.scale - (operand.type as NumberType).scale)
    const one = write.number(operand, big)
    if (!write.sure && optional) return big ? `$.multiplyBig(${one}, ${factor}n)` : `$.multiply(${one}, ${factor})`
    return big ? `(${one} * ${factor}n)` : `(${one} * ${factor})`
  },

  /** Subtracted from zero, so that a number is never -0. */
  negate(write: JsWriter, { operand, type, optional }: NegateNode): string {
    const big = isBig(type)
    const one = write.number(operand, big)
    if (!write.sure && optional) return `$.negate(${one})`
    return big ? `(0n - ${one})` : `(0 - ${one})`
  },

  arithmetic(write: JsWriter, node: ArithmeticNode): string {
    const { operator, left, right, type } = node
    if (type.kind === 'date') return dateCode(write, node)
    if (type.kind !== 'number' || left.type.kind === 'date')
      return simple(write, node, write.open(left), write.open(right), false)
    if (operator === '/' || operator === '**') {
      const code = operator === '/' ? quotient(write, node) : power(write, node)
      return isBig(type) ? code : `$.small(${code})`
    }
    const big = isBig(type) || isBig(left.type) || isBig(right.type)
    const code = simple(write, node, write.number(left, big), write.number(right, big), big)
    if (big === isBig(type)) return code
    return write.sure || !node.optional ? `Number(${code})` : `$.small(${code})`
  },
}

const RUNTIME = { '+': 'add', '-': 'subtract', '*': 'multiply' } as const

function simple(
  write: JsWriter,
  { operator, optional }: ArithmeticNode,
  one: string,
  other: string,
  big: boolean,
): string {
  if (!write.sure && optional)
    return `$.${RUNTIME[operator as '+']}${big && operator === '*' ? 'Big' : ''}(${one}, ${other})`
  // A product of numbers may be -0; adding 0 makes it 0.
  return operator === '*' && !big ? `(${one} * ${other} + 0)` : `(${one} ${operator} ${other})`
}

function dateCode(write: JsWriter, { operator, left, right }: ArithmeticNode): string {
  const step = right.type as NumberType
  const count = write.number(right, false)
  return `$.${step.dimension === 'day' ? 'addDays' : 'addMonths'}(${write.open(left)}, ${operator === '-' ? `$.negate(${count})` : count})`
}

function quotient(write: JsWriter, node: ArithmeticNode): string {
  const type = node.type as NumberType
  const { top, bottom } = quotientShifts(node.left.type as NumberType, node.right.type as NumberType, type.scale)
  return `$.divide(${shifted(write, node.left, top)}, ${shifted(write, node.right, bottom)}, ${DIGITS[node.dialect]})`
}

function shifted(write: JsWriter, node: Node, power: number): string {
  const code = write.number(node, true)
  return power === 0 ? code : `$.multiplyBig(${code}, ${powerOfTen(power)}n)`
}

/** A power that is exact keeps its own scale, and all its digits. */
function power(write: JsWriter, { left, right, type, dialect }: ArithmeticNode): string {
  const { scale } = type as NumberType
  const digits = scale === INEXACT_SCALE[dialect] ? DIGITS[dialect] : 0
  return `$.power(${write.number(left, true)}, ${write.number(right, true)}, ${(left.type as NumberType).scale}, ${scale}, ${digits})`
}
