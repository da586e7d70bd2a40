import { typeName } from '../language/type-name.ts'
import type { Node } from '../tree.ts'
import { type NumberType, number, TEXT, type Type } from '../type.ts'
import { largest } from './extremes.ts'

/** The nodes that an expression's value may come from: the branches of its `if`s. */
export function leavesOf(node: Node): readonly Node[] {
  return node.kind === 'if' ? [...leavesOf(node.yes), ...leavesOf(node.no)] : [node]
}

/**
 * The one type of all results of a column, or a sentence that says why there is none. Texts that are all literals or codes make a
 * closed list of codes, in order of first appearance; numbers take the largest scale and bound.
 */
export function commonType(results: readonly Node[]): Type | string {
  const leaves = results.flatMap(leavesOf).filter((leaf) => leaf.type.kind !== 'nothing')
  const [first, ...others] = leaves
  if (!first) return TEXT
  if (leaves.every((leaf) => codesOf(leaf) !== undefined)) {
    return { kind: 'code', codes: [...new Set(leaves.flatMap((leaf) => codesOf(leaf)!))] }
  }
  return others.map((leaf) => leaf.type).reduce<Type | string>(joined, first.type)
}

function joined(one: Type | string, other: Type): Type | string {
  if (typeof one === 'string') return one
  if (one.kind === 'number' && other.kind === 'number' && one.dimension === other.dimension) {
    const scale = Math.max(one.scale, other.scale)
    return number(one.dimension, scale, largest(scaledBound(one, scale), scaledBound(other, scale)))
  }
  if (isText(one) && isText(other)) return TEXT
  if (one.kind === 'list' && other.kind === 'list') {
    const of = joined(one.of, other.of)
    return typeof of === 'string' ? of : { kind: 'list', of }
  }
  if (one.kind === other.kind && one.kind !== 'number') return one
  return `这一列既有${typeName(one)}，又有${typeName(other)}`
}

/** The texts that a leaf may give, where they are a closed list. */
export function codesOf(leaf: Node): readonly string[] | undefined {
  if (leaf.type.kind === 'code') return leaf.kind === 'literal' ? [String(leaf.value)] : leaf.type.codes
  return leaf.kind === 'literal' && leaf.type.kind === 'text' ? [String(leaf.value)] : undefined
}

function isText(type: Type): boolean {
  return type.kind === 'text' || type.kind === 'code'
}

function scaledBound(type: NumberType, scale: number): bigint {
  return type.bound * 10n ** BigInt(scale - type.scale)
}
