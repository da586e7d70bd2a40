import { INEXACT_SCALE } from '../dialect.ts'
import type { Span } from '../source.ts'
import type { ArithmeticOperator, Node } from '../tree.ts'
import { DATE, type Dimension, LARGEST_BOUND, type NumberType, number, TEXT, type Type } from '../type.ts'
import { type Checking, isNumber, limited, make, unknown } from './nodes.ts'
import { HARD_DIMENSIONS } from './quantity.ts'
import { reject } from './rejection.ts'
import { dimensionName, typeName } from './type-name.ts'
import { mismatch, unify } from './unify.ts'

type NumberNode = Node & { readonly type: NumberType }

/** Days from 0001-01-01 to 9999-12-31: no two dates are further apart. */
const LONGEST_SPAN = 3_652_058n
/** A power beyond this exponent is unknown rather than computed. */
export const LARGEST_EXPONENT = 1000n

export function checkArithmetic(
  checking: Checking,
  span: Span,
  operator: ArithmeticOperator,
  left: Node,
  right: Node,
): Node {
  if (left.type.kind === 'nothing' || right.type.kind === 'nothing') return withNothing(checking, span, left, right)
  if (isNumber(left) && isNumber(right)) return numbers(checking, span, operator, left, right)
  const optional = left.optional || right.optional
  if (operator === '+' && isText(left) && isText(right)) {
    return make(checking, { kind: 'arithmetic', span, type: TEXT, optional, operator, left, right })
  }
  if (operator === '+' && left.type.kind === 'number' && right.type.kind === 'date')
    return dates(checking, span, operator, right, left)
  if (left.type.kind === 'date' && (operator === '+' || operator === '-'))
    return dates(checking, span, operator, left, right)
  return reject(checking.source, span, 'type-mismatch', `${typeName(left.type)}与${typeName(right.type)}不能这样计算`)
}

function isText({ type }: Node): boolean {
  return type.kind === 'text' || type.kind === 'code'
}

/** In DMN what is computed from null is null. In an article an explicit 未知 in a sum is a slip. */
function withNothing(checking: Checking, span: Span, left: Node, right: Node): Node {
  if (checking.scope.dialect === 'article') return reject(checking.source, span, 'unknown-operand', '未知不能参与计算')
  return unknown(checking, span, left.type.kind === 'nothing' ? right.type : left.type)
}

/** A date later or earlier by days or months, unknown beyond the years 1 to 9999; or the days between two dates. */
function dates(checking: Checking, span: Span, operator: '+' | '-', left: Node, right: Node): Node {
  if (right.type.kind === 'date') {
    if (operator === '+') return reject(checking.source, span, 'type-mismatch', '两个日期不能相加')
    const type = number('day', 0, LONGEST_SPAN)
    return make(checking, {
      kind: 'arithmetic',
      span,
      type,
      optional: left.optional || right.optional,
      operator,
      left,
      right,
    })
  }
  const step = right.type
  if (step.kind !== 'number' || (step.dimension !== 'day' && step.dimension !== 'month')) {
    return reject(
      checking.source,
      right.span,
      'type-mismatch',
      `日期只能加减天数或月数，不能加减${typeName(step)}`,
      '如 30天、12个月',
    )
  }
  if (step.scale !== 0)
    return reject(checking.source, right.span, 'not-whole', '日期只能加减整数天或整数月', 'floor(…)')
  return make(checking, { kind: 'arithmetic', span, type: DATE, optional: true, operator, left, right })
}

function numbers(
  checking: Checking,
  span: Span,
  operator: ArithmeticOperator,
  left: NumberNode,
  right: NumberNode,
): Node {
  switch (operator) {
    case '+':
    case '-': {
      const { nodes, type } = unify(checking, span, [left, right])
      const [one, other] = nodes as [NumberNode, NumberNode]
      const sum = number((type as NumberType).dimension, one.type.scale, one.type.bound + other.type.bound)
      return arithmetic(checking, span, operator, one, other, sum)
    }
    case '*': {
      const dimension = productDimension(left.type.dimension, right.type.dimension)
      if (dimension === undefined) return refuseProduct(checking, span, '相乘', left, right)
      const scale = left.type.scale + right.type.scale
      return arithmetic(
        checking,
        span,
        operator,
        left,
        right,
        number(dimension, scale, left.type.bound * right.type.bound),
      )
    }
    case '/':
      return quotient(checking, span, left, right)
    case '**':
      return power(checking, span, left, right)
  }
}

function arithmetic(
  checking: Checking,
  span: Span,
  operator: ArithmeticOperator,
  left: Node,
  right: Node,
  type: Type,
  optional = false,
): Node {
  const checked = type.kind === 'number' ? limited(checking, span, type) : type
  return make(checking, {
    kind: 'arithmetic',
    span,
    type: checked,
    optional: optional || left.optional || right.optional,
    operator,
    left,
    right,
  })
}

function refuseProduct(checking: Checking, span: Span, act: string, left: NumberNode, right: NumberNode): never {
  const names = `${dimensionName(left.type.dimension)}与${dimensionName(right.type.dimension)}`
  return reject(checking.source, span, 'dimension', `${names}${act}没有意义`)
}

/** Plain numbers, ratios and counts scale what they multiply; two amounts of anything else have no product. */
function productDimension(one: Dimension, other: Dimension): Dimension | undefined {
  if (one === '') return other
  if (other === '') return one
  if (one === 'ratio') return other
  if (other === 'ratio') return one
  if (!HARD_DIMENSIONS.has(one) && HARD_DIMENSIONS.has(other)) return other
  if (!HARD_DIMENSIONS.has(other) && HARD_DIMENSIONS.has(one)) return one
  return undefined
}

function quotientDimension(one: Dimension, other: Dimension): Dimension | undefined {
  if (other === '' || (other === 'ratio' && one !== 'ratio')) return one
  if (one === other) return 'ratio'
  return HARD_DIMENSIONS.has(other) ? undefined : HARD_DIMENSIONS.has(one) ? one : ''
}

/** Rounded half-even at once to the dialect's inexact scale; unknown where the divisor is zero. */
function quotient(checking: Checking, span: Span, left: NumberNode, right: NumberNode): Node {
  const dimension = quotientDimension(left.type.dimension, right.type.dimension)
  if (dimension === undefined) return refuseProduct(checking, span, '相除', left, right)
  const scale = INEXACT_SCALE[checking.scope.dialect]
  const constant = right.kind === 'literal'
  if (constant && right.type.bound === 0n) {
    if (checking.scope.dialect === 'dmn') return unknown(checking, span, number(dimension, scale, 0n))
    return reject(checking.source, right.span, 'division-by-zero', '除数是零')
  }
  const least = constant ? right.type.bound : 1n
  const bound = (left.type.bound * shifted(scale + right.type.scale)) / (least * shifted(left.type.scale)) + 1n
  return arithmetic(checking, span, '/', left, right, number(dimension, scale, bound), !constant)
}

function shifted(power: number): bigint {
  return 10n ** BigInt(power)
}

/** Exact where the exponent is written out and the digits fit, else rounded; unknown past the largest exponent or bound. */
function power(checking: Checking, span: Span, left: NumberNode, right: NumberNode): Node {
  const { dimension } = left.type
  if (HARD_DIMENSIONS.has(dimension) && dimension !== 'ratio') {
    return reject(checking.source, span, 'dimension', `${dimensionName(dimension)}不能求乘方`)
  }
  if (right.type.scale !== 0)
    return reject(
      checking.source,
      right.span,
      'not-whole',
      '指数必须是整数',
      '开方用 sqrt(…)，其余用 exp(指数 * log(底数))',
    )
  if (right.type.dimension !== '') return mismatch(checking, right.span, [right, left])
  const inexact = INEXACT_SCALE[checking.scope.dialect]
  if (right.kind === 'literal') {
    const exponent = BigInt(right.value as number | bigint)
    if (exponent > LARGEST_EXPONENT)
      return reject(checking.source, right.span, 'too-large', `指数最大 ${LARGEST_EXPONENT}`)
    const scale = Number(exponent) * left.type.scale
    if (exponent >= 0n && scale <= inexact) {
      const type = number(dimension, scale, exponent === 0n ? 1n : left.type.bound ** exponent)
      return arithmetic(checking, span, '**', left, right, type)
    }
  }
  return arithmetic(checking, span, '**', left, right, number(dimension, inexact, LARGEST_BOUND), true)
}
