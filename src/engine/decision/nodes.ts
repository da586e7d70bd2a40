import type { Decision } from '../program.ts'
import type { Node } from '../tree.ts'
import type { NumberType, Type } from '../type.ts'
import type { Value } from '../value.ts'
import { emitJs } from '../visit/js.ts'
import { jsRuntime } from '../visit/js-runtime.ts'
import { isBig } from '../visit/representation.ts'
import { elementType } from './answer.ts'
import { namesOf } from './names.ts'

/** The value of every name that a decision may read, by identifier; never undefined. */
export type Environment = Readonly<Record<string, Value>>

export type NodeFunction = (environment: Environment) => Value

const compiled = new WeakMap<Node, NodeFunction>()

/** The node as a function of an environment, compiled at its first use: for what the compiled program does not inline. */
export function nodeFunction(node: Node): NodeFunction {
  const known = compiled.get(node)
  if (known !== undefined) return known
  const body = emitJs(node, (name) => `e[${JSON.stringify(name.identifier)}]`)
  const made = new Function('$', `"use strict"; return (e) => (${body})`)(jsRuntime) as NodeFunction
  compiled.set(node, made)
  return made
}

export function valueIn(node: Node, environment: Environment): Value {
  return nodeFunction(node)(environment)
}

/** A boolean node's answer: true, false, or null where it is open. */
export function holds(node: Node, environment: Environment): boolean | null {
  return nodeFunction(node)(environment) as boolean | null
}

/**
 * Whether the node has no value because something it reads is unknown, and not because it cannot be computed. A bare 未知 counts
 * as unknown: the policy's author wrote it.
 */
export function lacks(node: Node, environment: Environment): boolean {
  return node.kind === 'unknown' || namesOf(node).some((name) => environment[name.identifier] === null)
}

/** The node as a value of `type`: the same scale and the same kind of integer at run time. */
export function coerce(node: Node, type: Type): Node {
  const target = elementType(type)
  if (node.type.kind !== 'number' || target.kind !== 'number') return node
  if (node.type.scale === target.scale && isBig(node.type) === isBig(target)) return node
  return {
    kind: 'rescale',
    span: node.span,
    type: target as NumberType,
    dialect: node.dialect,
    optional: node.optional,
    operand: node,
  }
}

const coerced = new WeakMap<Decision, readonly (readonly Node[])[]>()

/** A table's output nodes by row and column, each as a value of its column's type. */
export function outputsOf(decision: Extract<Decision, { kind: 'table' }>): readonly (readonly Node[])[] {
  const known = coerced.get(decision)
  if (known !== undefined) return known
  // C# counts rows, whatever their outputs are.
  const made = decision.rows.map((row) =>
    decision.hit === 'C#' ? row.outputs : row.outputs.map((node, k) => coerce(node, decision.outputs[k]!.word.type)),
  )
  coerced.set(decision, made)
  return made
}
