import { INEXACT_SCALE } from '../dialect.ts'
import type { CallNode, Node } from '../tree.ts'
import { LARGEST_BOUND, type NumberType, number } from '../type.ts'
import { type Call, type LibraryFunction, wrongOperand } from './check-call.ts'
import { limited, literalNumber, make } from './nodes.ts'
import { reject } from './rejection.ts'
import { unify } from './unify.ts'

type NumberNode = Node & { readonly type: NumberType }

/** How far a rounding may reach to either side of the decimal point. */
const FURTHEST_DIGIT = 20n

export const numberFunctions: Readonly<Record<string, LibraryFunction>> = {
  abs: { least: 1, most: 1, usage: 'abs(数)', check: (call) => node(call, [operand(call, 0)], operand(call, 0).type) },
  floor: { least: 1, most: 2, usage: 'floor(数)', check: (call) => rounding(call, call.name) },
  ceiling: { least: 1, most: 2, usage: 'ceiling(数)', check: (call) => rounding(call, call.name) },
  'round up': { least: 2, most: 2, usage: 'round up(数, 小数位数)', check: (call) => rounding(call, call.name) },
  'round down': { least: 2, most: 2, usage: 'round down(数, 小数位数)', check: (call) => rounding(call, call.name) },
  'round half up': {
    least: 2,
    most: 2,
    usage: 'round half up(数, 小数位数)',
    check: (call) => rounding(call, call.name),
  },
  'round half down': {
    least: 2,
    most: 2,
    usage: 'round half down(数, 小数位数)',
    check: (call) => rounding(call, call.name),
  },
  'round half even': {
    least: 2,
    most: 2,
    usage: 'round half even(数, 小数位数)',
    check: (call) => rounding(call, call.name),
  },
  decimal: { least: 2, most: 2, usage: 'decimal(数, 小数位数)', check: (call) => rounding(call, 'round half even') },
  modulo: { least: 2, most: 2, usage: 'modulo(被除数, 除数)', check: modulo },
  sqrt: { least: 1, most: 1, usage: 'sqrt(数)', check: squareRoot },
  log: { least: 1, most: 1, usage: 'log(数)', check: (call) => inexact(call, 300n) },
  exp: { least: 1, most: 1, usage: 'exp(数)', check: (call) => inexact(call, LARGEST_BOUND) },
}

export function node(
  { checking, span, name }: Call,
  operands: readonly Node[],
  type: CallNode['type'],
  optional = false,
): Node {
  const open = optional || operands.some((one) => one.optional)
  return make(checking, { kind: 'call', span, type, optional: open, name, operands })
}

export function operand(call: Call, index: number): NumberNode {
  const given = call.operands[index]!
  if (given.type.kind !== 'number') return wrongOperand(call, given, '一个数')
  return given as NumberNode
}

/**
 * Rounds to a written number of decimals, which may be negative (-4 rounds to 万). The second operand of the node is that
 * number; the node's scale is it, or 0 where it is negative.
 */
function rounding(call: Call, name: string): Node {
  const { checking } = call
  const rounded = operand(call, 0)
  const wanted = call.operands[1] ?? literalNumber(checking, call.span, 0n, 0, '')
  if (
    wanted.kind !== 'literal' ||
    wanted.type.kind !== 'number' ||
    wanted.type.scale !== 0 ||
    wanted.type.dimension !== ''
  ) {
    return reject(checking.source, wanted.span, 'wrong-operand', '小数位数要直接写出来', '如 2')
  }
  const digits = BigInt(wanted.value as number | bigint)
  if (digits > FURTHEST_DIGIT || digits < -FURTHEST_DIGIT) {
    return reject(
      checking.source,
      wanted.span,
      'wrong-operand',
      `小数位数只能从 -${FURTHEST_DIGIT} 到 ${FURTHEST_DIGIT}`,
    )
  }
  const { dimension, scale, bound } = rounded.type
  if (digits >= scale) return rounded
  const kept = Math.max(Number(digits), 0)
  const step = 10n ** (BigInt(scale) - digits)
  const type = number(dimension, kept, (bound / step + 1n) * 10n ** (BigInt(kept) - digits))
  return node({ ...call, name }, [rounded, wanted], limited(checking, call.span, type))
}

/** FEEL's: the result has the divisor's sign. Unknown where the divisor is zero. */
function modulo(call: Call): Node {
  const { nodes, type } = unify(call.checking, call.span, [operand(call, 0), operand(call, 1)])
  const divisor = nodes[1] as NumberNode
  const { dimension, scale } = type as NumberType
  const sure = divisor.kind === 'literal' && divisor.type.bound > 0n
  return node(call, nodes, number(dimension, scale, divisor.type.bound), !sure)
}

function squareRoot(call: Call): Node {
  const { scale: own, bound } = plain(call).type
  const scale = INEXACT_SCALE[call.checking.scope.dialect]
  const shift = BigInt(2 * scale - own)
  const squared = shift >= 0n ? bound * 10n ** shift : bound / 10n ** -shift
  return node(call, [plain(call)], number('', scale, 10n ** BigInt(Math.ceil(squared.toString().length / 2))), true)
}

function inexact(call: Call, largest: bigint): Node {
  const scale = INEXACT_SCALE[call.checking.scope.dialect]
  const bound = largest === LARGEST_BOUND ? largest : largest * 10n ** BigInt(scale)
  return node(call, [plain(call)], number('', scale, bound), true)
}

/** Roots and logarithms of an amount have no unit; a ratio or a count is a number. */
function plain(call: Call): NumberNode {
  const given = operand(call, 0)
  if (['money', 'day', 'month'].includes(given.type.dimension))
    return wrongOperand(call, given, '一个没有单位的数，如 金额 / 1元')
  const widest = 2 * INEXACT_SCALE[call.checking.scope.dialect]
  if (given.type.scale > widest)
    return reject(
      call.checking.source,
      given.span,
      'too-precise',
      '参数的小数位数太多',
      '先用 round half up(…, 20) 舍入',
    )
  return given
}
