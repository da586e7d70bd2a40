import type { Source, Span } from '../source.ts'
import type { LiteralNode, Node, UnknownNode } from '../tree.ts'
import { BOOLEAN, type Dimension, LARGEST_BOUND, type NumberType, number, SAFE_BOUND, type Type } from '../type.ts'
import { reject } from './rejection.ts'
import type { Scope } from './scope.ts'

/** What the checker carries through one expression. */
export interface Checking {
  readonly source: Source
  readonly scope: Scope
  /** What `?` stands for, in a cell. */
  readonly subject: Node | undefined
  /** Variables of the quantifiers round this place, with their type and the identifier that is unique in the tree. */
  readonly variables: ReadonlyMap<string, { readonly identifier: string; readonly type: Type }>
}

/** A `Node` before the dialect is written into it. */
type Bare<N> = N extends Node ? Omit<N, 'dialect'> : never

export function make<K extends Node['kind']>(
  { scope }: Checking,
  bare: Extract<Bare<Node>, { kind: K }>,
): Extract<Node, { kind: K }> {
  return Object.freeze({ ...bare, dialect: scope.dialect }) as unknown as Extract<Node, { kind: K }>
}

export function literalNumber(
  checking: Checking,
  span: Span,
  digits: bigint,
  scale: number,
  dimension: Dimension,
): LiteralNode {
  const bound = digits < 0n ? -digits : digits
  const type = limited(checking, span, number(dimension, scale, bound))
  const value = bound <= SAFE_BOUND ? Number(digits) : digits
  return make(checking, { kind: 'literal', span, type, optional: false, value })
}

export function literal(checking: Checking, span: Span, type: Type, value: string | boolean | number): LiteralNode {
  return make(checking, { kind: 'literal', span, type, optional: false, value })
}

export function unknown(checking: Checking, span: Span, type: Type): UnknownNode {
  return make(checking, { kind: 'unknown', span, type, optional: true })
}

/** The type itself, or a refusal where it needs more digits than any expression may. */
export function limited(checking: Checking, span: Span, type: NumberType): NumberType {
  if (type.bound > LARGEST_BOUND) {
    reject(
      checking.source,
      span,
      'too-large',
      '中间结果可能超过一百位数字',
      '先用 round half up(…, 2) 舍入，再继续计算',
    )
  }
  return type
}

/** The node with its integer at `scale`, which is not below its own. A constant is multiplied here, once. */
export function rescale(checking: Checking, node: Node, scale: number): Node {
  const { type } = node
  if (type.kind !== 'number' || type.scale === scale) return node
  const factor = 10n ** BigInt(scale - type.scale)
  if (node.kind === 'literal') {
    return literalNumber(checking, node.span, BigInt(node.value as number | bigint) * factor, scale, type.dimension)
  }
  const scaled = limited(checking, node.span, number(type.dimension, scale, type.bound * factor))
  if (node.kind === 'unknown') return unknown(checking, node.span, scaled)
  return make(checking, { kind: 'rescale', span: node.span, type: scaled, optional: node.optional, operand: node })
}

export function not(checking: Checking, span: Span, operand: Node): Node {
  return make(checking, { kind: 'not', span, type: BOOLEAN, optional: operand.optional, operand })
}

export function isNumber(node: Node): node is Node & { readonly type: NumberType } {
  return node.type.kind === 'number'
}
