import { showDecimal } from '../literal.ts'
import type { Span } from '../source.ts'
import type { Node } from '../tree.ts'
import { type CodeType, type Dimension, number, TEXT, type Type } from '../type.ts'
import { showLiteral } from '../visit/show-literal.ts'
import { nearest } from './names.ts'
import { type Checking, rescale, unknown } from './nodes.ts'
import { HARD_DIMENSIONS } from './quantity.ts'
import { reject } from './rejection.ts'
import { typeName } from './type-name.ts'

export interface Unified {
  readonly nodes: readonly Node[]
  readonly type: Type
}

/**
 * The nodes brought to one type: numbers to one dimension and the finest scale, unknowns to the type of the rest. Refuses what
 * does not go together; `span` is the place that joins them.
 */
export function unify(checking: Checking, span: Span, nodes: readonly Node[]): Unified {
  const typed = nodes.filter((node) => node.type.kind !== 'nothing')
  const first = typed[0]
  if (first === undefined) return { nodes, type: nodes[0]?.type ?? TEXT }
  const type = first.type.kind === 'number' ? numberOf(checking, span, typed) : plainOf(checking, span, typed)
  return { nodes: nodes.map((node) => fit(checking, node, type)), type }
}

function fit(checking: Checking, node: Node, type: Type): Node {
  if (node.type.kind === 'nothing') return unknown(checking, node.span, type)
  return type.kind === 'number' ? rescale(checking, node, type.scale) : node
}

function numberOf(checking: Checking, span: Span, nodes: readonly Node[]): Type {
  let dimension: Dimension | undefined
  let scale = 0
  for (const { type } of nodes) {
    if (type.kind !== 'number') return mismatch(checking, span, nodes)
    const joined = dimension === undefined ? type.dimension : joinDimensions(dimension, type.dimension)
    if (joined === undefined) return mismatch(checking, span, nodes)
    dimension = joined
    scale = Math.max(scale, type.scale)
  }
  let bound = 0n
  for (const { type } of nodes) {
    if (type.kind !== 'number') continue
    const scaled = type.bound * 10n ** BigInt(scale - type.scale)
    if (scaled > bound) bound = scaled
  }
  return number(dimension ?? '', scale, bound)
}

/** One dimension for both sides of a sum or comparison; a counting word goes with a plain number. */
export function joinDimensions(one: Dimension, other: Dimension): Dimension | undefined {
  if (one === other) return one
  if (one === '' && !HARD_DIMENSIONS.has(other)) return other
  if (other === '' && !HARD_DIMENSIONS.has(one)) return one
  return undefined
}

function plainOf(checking: Checking, span: Span, nodes: readonly Node[]): Type {
  const codes = nodes.map(({ type }) => type).find((type) => type.kind === 'code')
  if (codes) return codeOf(checking, span, nodes, codes)
  const { type } = nodes[0]!
  if (nodes.some((node) => node.type.kind !== type.kind)) return mismatch(checking, span, nodes)
  if (type.kind === 'list') refuseLists(checking, span)
  return type
}

function refuseLists(checking: Checking, span: Span): never {
  return reject(checking.source, span, 'list-operand', '列表不能整个比较或选择', 'list contains(列表, 值)')
}

/** Text constants beside a code must be in its list: a value that can never occur is a slip of the pen. */
function codeOf(checking: Checking, span: Span, nodes: readonly Node[], codes: CodeType): Type {
  for (const node of nodes) {
    if (node.type.kind !== 'text' && node.type.kind !== 'code') return mismatch(checking, span, nodes)
    if (node.kind === 'literal' && typeof node.value === 'string') checkCode(checking, node.span, node.value, codes)
  }
  const same = nodes.every(({ type }) => type.kind !== 'code' || type.codes.join('\n') === codes.codes.join('\n'))
  return same && nodes.every((node) => node.type.kind === 'code' || node.kind === 'literal') ? codes : TEXT
}

export function checkCode({ source }: Checking, span: Span, value: string, { codes }: CodeType): void {
  if (codes.includes(value)) return
  const near = nearest(value, codes)
  reject(
    source,
    span,
    'unknown-code',
    `代码表里没有“${value}”`,
    near === undefined ? codes.map((code) => `“${code}”`).join('、') : `“${near}”`,
  )
}

/** Names the two types that do not go together and, where one is a bare number, how to write it. */
export function mismatch(checking: Checking, span: Span, nodes: readonly Node[]): never {
  const [one, other] = [nodes[0]!, nodes.find((node) => typeName(node.type) !== typeName(nodes[0]!.type)) ?? nodes[1]!]
  const message = `${typeName(one.type)}不能与${typeName(other.type)}放在一起`
  const suggestion = withUnit(one, other) ?? withUnit(other, one)
  return reject(checking.source, span, 'type-mismatch', message, suggestion)
}

/** What the bare number `node` would be with the unit of `like`. */
function withUnit(node: Node, like: Node): string | undefined {
  if (
    node.kind !== 'literal' ||
    node.type.kind !== 'number' ||
    node.type.dimension !== '' ||
    like.type.kind !== 'number'
  )
    return undefined
  const { dimension } = like.type
  const { scale } = node.type
  const value = BigInt(node.value as number | bigint)
  if (dimension !== 'ratio') return showLiteral(number(dimension, scale, node.type.bound), value)
  // 0.6 is most likely meant as 60%, and so is 60.
  const whole = 10n ** BigInt(scale)
  return `${showDecimal(value > whole || value < -whole ? value : value * 100n, scale)}%`
}
