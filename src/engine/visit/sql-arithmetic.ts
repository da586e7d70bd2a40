import { INEXACT_SCALE } from '../dialect.ts'
import type { ArithmeticNode, Node } from '../tree.ts'
import type { NumberType } from '../type.ts'
import { DIGITS, isNumeric, powerOfTen, quotientShifts } from './representation.ts'
import type { SqlWriter } from './sql.ts'

/** In bigint where every part and the result provably fit, else in numeric, whose integers have no end. */
export function sqlArithmetic(write: SqlWriter, node: ArithmeticNode): string {
  const { operator, left, right, type } = node
  if (type.kind === 'date') return shiftedDate(write, node)
  if (left.type.kind === 'date') return `engine_days_between(${write.write(right)}, ${write.write(left)})`
  if (type.kind !== 'number') return `(${write.write(left)} || ${write.write(right)})`
  if (operator === '/') return fitted(quotient(write, node), type)
  if (operator === '**') return fitted(power(write, node), type)
  if (![left.type, right.type, type].some(isNumeric)) return `(${write.write(left)} ${operator} ${write.write(right)})`
  return fitted(`(${write.numeric(left)} ${operator} ${write.numeric(right)})`, type)
}

/** A numeric result as bigint where its bound says that it fits. */
export function fitted(sql: string, type: NumberType): string {
  return isNumeric(type) ? sql : `${sql}::bigint`
}

function shiftedDate(write: SqlWriter, { operator, left, right }: ArithmeticNode): string {
  const shift = (right.type as NumberType).dimension === 'day' ? 'engine_add_days' : 'engine_add_months'
  const count = write.write(right)
  return `${shift}(${write.write(left)}, ${operator === '-' ? `(- ${count})` : count})`
}

function quotient(write: SqlWriter, node: ArithmeticNode): string {
  const { scale } = node.type as NumberType
  const { top, bottom } = quotientShifts(node.left.type as NumberType, node.right.type as NumberType, scale)
  return `engine_divide(${shifted(write, node.left, top)}, ${shifted(write, node.right, bottom)}, ${DIGITS[node.dialect]})`
}

function shifted(write: SqlWriter, node: Node, power: number): string {
  return power === 0 ? write.numeric(node) : `${write.numeric(node)} * ${powerOfTen(power)}`
}

/** A power that is exact keeps its own scale, and all its digits. */
function power(write: SqlWriter, { left, right, type, dialect }: ArithmeticNode): string {
  const { scale } = type as NumberType
  const digits = scale === INEXACT_SCALE[dialect] ? DIGITS[dialect] : 0
  return `engine_power(${write.numeric(left)}, ${write.numeric(right)}, ${(left.type as NumberType).scale}, ${scale}, ${digits})`
}
