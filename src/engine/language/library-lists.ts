import type { Node } from '../tree.ts'
import { BOOLEAN, type ListType, type NumberType, number } from '../type.ts'
import { checkArithmetic } from './check-arithmetic.ts'
import { type Call, type LibraryFunction, wrongOperand } from './check-call.ts'
import { alignList, holdsUnknown } from './check-compare.ts'
import { node, operand } from './library-numbers.ts'
import { limited, literalNumber } from './nodes.ts'
import { reject } from './rejection.ts'
import { unify } from './unify.ts'

/** No list is longer: the bound of its sum rests on this. */
const LONGEST_LIST = 1_000_000n
const ANY = Number.POSITIVE_INFINITY

export const listFunctions: Readonly<Record<string, LibraryFunction>> = {
  min: { least: 1, most: ANY, usage: 'min(a, b, …) 或 min(列表)', check: extreme },
  max: { least: 1, most: ANY, usage: 'max(a, b, …) 或 max(列表)', check: extreme },
  sum: { least: 1, most: ANY, usage: 'sum(a, b, …) 或 sum(列表)', check: sum },
  mean: { least: 1, most: ANY, usage: 'mean(a, b, …) 或 mean(列表)', check: mean },
  count: {
    least: 1,
    most: 1,
    usage: 'count(列表)',
    check: (call) => node(call, [listOf(call)], number('', 0, LONGEST_LIST)),
  },
  'list contains': { least: 2, most: 2, usage: 'list contains(列表, 值)', check: contains },
}

function listOf(call: Call): Node & { readonly type: ListType } {
  const given = call.operands[0]!
  if (given.type.kind !== 'list') return wrongOperand(call, given, '一个列表，如 [1, 2, 3]')
  return given as Node & { readonly type: ListType }
}

/** The values written one by one, or as one written list; undefined for a list that is a fact. */
function written({ operands }: Call): readonly Node[] | undefined {
  const [first] = operands
  if (operands.length > 1 || first?.type.kind !== 'list') return operands
  return first.kind === 'list' ? first.items : undefined
}

function extreme(call: Call): Node {
  const items = written(call)
  if (items === undefined) {
    const list = listOf(call)
    ordered(call, list, list.type.of.kind)
    return node(call, [list], list.type.of, true)
  }
  refuseEmpty(call, items)
  const { nodes, type } = unify(call.checking, call.span, items)
  ordered(call, nodes[0]!, type.kind)
  return nodes.length === 1 ? nodes[0]! : node(call, nodes, type)
}

function ordered(call: Call, given: Node, kind: string): void {
  if (kind !== 'number' && kind !== 'text' && kind !== 'date') wrongOperand(call, given, '有大小的值：数、日期、文本')
}

function sum(call: Call): Node {
  const { checking, span } = call
  const items = written(call)
  if (items === undefined) {
    const list = numbersIn(call)
    const { dimension, scale, bound } = list.type.of as NumberType
    return node(call, [list], limited(checking, span, number(dimension, scale, bound * LONGEST_LIST)), true)
  }
  refuseEmpty(call, items)
  for (let index = 0; index < items.length; index++) operand({ ...call, operands: items }, index)
  return items.reduce((left, right) => checkArithmetic(checking, span, '+', left, right))
}

/** The sum by the count, rounded as a division is. */
function mean(call: Call): Node {
  const { checking, span } = call
  const total = sum({ ...call, name: 'sum' })
  const items = written(call)
  const count = items
    ? literalNumber(checking, span, BigInt(items.length), 0, '')
    : node({ ...call, name: 'count' }, [listOf(call)], number('', 0, LONGEST_LIST))
  return checkArithmetic(checking, span, '/', total, count)
}

function numbersIn(call: Call): Node & { readonly type: ListType } {
  const list = listOf(call)
  return list.type.of.kind === 'number' ? list : wrongOperand(call, list, '数的列表')
}

function contains(call: Call): Node {
  const { list, item } = alignList(call.checking, call.span, listOf(call), call.operands[1]!)
  if (item.type.kind === 'nothing')
    return reject(call.checking.source, item.span, 'compare-unknown', '空列表里没有任何值')
  const dmn = call.checking.scope.dialect === 'dmn'
  const type = BOOLEAN
  // In DMN null equals null, so only an unknown list leaves the question open.
  const checked = node(call, [list, item], type, holdsUnknown(list))
  return dmn && !list.optional ? Object.freeze({ ...checked, optional: false }) : checked
}

function refuseEmpty({ checking, span }: Call, items: readonly Node[]): void {
  if (items.length === 0) reject(checking.source, span, 'empty-list', '空列表没有和、平均、最大或最小')
}
