import type { CallNode, Node } from '../tree.ts'
import type { ListType, NumberType } from '../type.ts'
import { DIGITS, isNumeric, powerOfTen } from './representation.ts'
import { roundingSteps } from './rounding-steps.ts'
import type { SqlWriter } from './sql.ts'
import { fitted } from './sql-arithmetic.ts'

type CallSql = (write: SqlWriter, node: CallNode) => string

/** A function of PostgreSQL or of migration 0007 over the operands as they are. */
function plain(name: string): CallSql {
  return (write, { operands }) => `${name}(${operands.map((operand) => write.write(operand)).join(', ')})`
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const UPPER = LOWER.toUpperCase()

const CALLS: Readonly<Record<string, CallSql>> = {
  abs: plain('abs'),
  floor: rounding((quotient) => `floor(${quotient})`),
  ceiling: rounding((quotient) => `ceil(${quotient})`),
  'round down': rounding((quotient) => `trunc(${quotient})`),
  // PostgreSQL's own rounding of a numeric is half away from zero.
  'round half up': rounding((quotient) => `round(${quotient})`),
  'round up': rounding((quotient, mode) => `engine_round(${quotient}, '${mode}')`),
  'round half down': rounding((quotient, mode) => `engine_round(${quotient}, '${mode}')`),
  'round half even': rounding((quotient, mode) => `engine_round(${quotient}, '${mode}')`),
  modulo: (write, node) => fitted(plain('engine_modulo')(write, node), node.type as NumberType),
  sqrt: inexact('engine_square_root'),
  log: inexact('engine_logarithm'),
  exp: inexact('engine_exponential'),
  min: (write, node) => extreme(write, node, 'LEAST', 'min'),
  max: (write, node) => extreme(write, node, 'GREATEST', 'max'),
  sum: (write, node) => fitted(aggregate(write, node, 'sum'), node.type as NumberType),
  count: (write, node) => `${plain('cardinality')(write, node)}::bigint`,
  'list contains': contains,
  'string length': (write, node) => `${plain('char_length')(write, node)}::bigint`,
  substring,
  contains: (write, node) => `(${plain('strpos')(write, node)} > 0)`,
  'starts with': plain('starts_with'),
  'ends with': (write, { operands: [given, end] }) =>
    write.once(
      [end!],
      ([part]) => `(right(${write.write(given!)}, char_length(${write.write(part!)})) = ${write.write(part!)})`,
    ),
  'upper case': (write, { operands }) => `translate(${write.write(operands[0]!)}, '${LOWER}', '${UPPER}')`,
  'lower case': (write, { operands }) => `translate(${write.write(operands[0]!)}, '${UPPER}', '${LOWER}')`,
  date: plain('engine_date'),
  year: (write, { operands }) => `engine_date_part('year', ${write.write(operands[0]!)})`,
  month: (write, { operands }) => `engine_date_part('month', ${write.write(operands[0]!)})`,
  day: (write, { operands }) => `engine_date_part('day', ${write.write(operands[0]!)})`,
  'day of week': (write, { operands, type }) => {
    const names = type.kind === 'code' ? type.codes.map((code) => `'${code}'`) : []
    return `(ARRAY[${names.join(', ')}])[engine_date_part('isodow', ${write.write(operands[0]!)})::integer]`
  },
  'complete months': plain('engine_complete_months'),
  'complete years': (write, node) => `(${plain('engine_complete_months')(write, node)} / 12 * 12)`,
}

export function sqlCall(write: SqlWriter, node: CallNode): string {
  return CALLS[node.name]!(write, node)
}

/** The names of the functions that this back end knows; a test holds them against the library. */
export const SQL_FUNCTIONS: readonly string[] = Object.keys(CALLS)

/** The exact quotient, by multiplying with a power of ten that has decimals, made whole. */
function rounding(whole: (quotient: string, mode: string) => string): CallSql {
  return (write, node) => {
    const { step, factor } = roundingSteps(node)
    const quotient = `${write.numeric(node.operands[0]!)} * 0.${'0'.repeat(step - 1)}1`
    const scaled = factor === 0 ? whole(quotient, node.name) : `(${whole(quotient, node.name)} * ${powerOfTen(factor)})`
    return fitted(scaled, node.type as NumberType)
  }
}

function inexact(name: string): CallSql {
  return (write, { operands, type, dialect }) => {
    const [operand] = operands as [Node & { readonly type: NumberType }]
    const { scale } = type as NumberType
    const sql = `${name}(${write.numeric(operand)}, ${operand.type.scale}, ${scale}, ${DIGITS[dialect]})`
    return fitted(sql, type as NumberType)
  }
}

/** LEAST and GREATEST pass over NULL; an unknown operand makes the answer unknown. */
function extreme(write: SqlWriter, node: CallNode, choose: string, over: string): string {
  if (node.operands.length === 1) return aggregate(write, node, over)
  const collation = node.type.kind === 'text' || node.type.kind === 'code' ? ' COLLATE "C"' : ''
  return write.once(node.operands, (parts) => {
    const values = parts.map((part) =>
      isNumeric(node.type) ? write.numeric(part) : `${write.write(part)}${collation}`,
    )
    const chosen = `${choose}(${values.join(', ')})`
    const open = parts.filter((part) => part.optional).map((part) => `${write.write(part)} IS NULL`)
    return open.length === 0 ? chosen : `(CASE WHEN ${open.join(' OR ')} THEN NULL ELSE ${chosen} END)`
  })
}

/** Over a list fact: unknown where the list is empty or a member unknown. */
function aggregate(write: SqlWriter, { operands }: CallNode, name: string): string {
  const [list] = operands as [Node & { readonly type: ListType }]
  const collation = list.type.of.kind === 'text' || list.type.of.kind === 'code' ? ' COLLATE "C"' : ''
  return `(SELECT CASE WHEN count(*) = count(member) THEN ${name}(member${collation}) END FROM unnest(${write.write(list)}) AS members(member))`
}

/** `= ANY` is Kleene's `or` over the members; DMN's null equals null. */
function contains(write: SqlWriter, { operands, dialect }: CallNode): string {
  const [list, item] = operands as [Node & { readonly type: ListType }, Node]
  const value = isNumeric(list.type.of) ? write.numeric(item) : write.write(item)
  if (dialect === 'article') return `(${value} = ANY (${write.write(list)}))`
  return write.once([list, item], ([members, one]) => {
    const given = write.write(members!)
    const same = `member IS NOT DISTINCT FROM ${write.write(one!)}`
    const answer = `(SELECT coalesce(bool_or(${same}), false) FROM unnest(${given}) AS members(member))`
    return list.optional ? `(CASE WHEN ${given} IS NOT NULL THEN ${answer} END)` : answer
  })
}

/** Without a length, one that no text has. */
function substring(write: SqlWriter, node: CallNode): string {
  const parts = node.operands.map((operand) => write.write(operand))
  return `engine_substring(${parts.join(', ')}${parts.length === 2 ? ', 2147483648' : ''})`
}
