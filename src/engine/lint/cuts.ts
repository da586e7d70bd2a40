import { namesOf } from '../decision/names.ts'
import { valueIn } from '../decision/nodes.ts'
import { type NameNode, type Node, type Test, type Visitor, visit } from '../tree.ts'
import type { Value } from '../value.ts'

/**
 * A constant with which a condition compares its one subject. A number is `value` × 10^-`scale`; the subject itself may have a
 * smaller scale.
 */
export interface Cut {
  readonly value: Exclude<Value, null>
  readonly scale: number
}

/**
 * The constants at which a condition over one subject may change its answer: between two of them it is the same for every value.
 * Undefined where that is not seen: it computes with the subject, or asks another name.
 */
export function cutsOf(condition: Node, subject: Pick<NameNode, 'identifier'>): readonly Cut[] | undefined {
  const visitor: Visitor<readonly Cut[] | undefined> = {
    literal: () => [],
    unknown: () => [],
    name: (node) => (isSubject(node) ? [] : undefined),
    rescale: opaque,
    negate: opaque,
    arithmetic: opaque,
    call: opaque,
    list: opaque,
    quantified: opaque,
    known: ({ operand }) => (isSubject(operand) ? [] : undefined),
    not: ({ operand }) => visit(visitor, operand),
    logic: ({ operands }) => all(operands.map((operand) => visit(visitor, operand))),
    if: ({ condition: asked, yes, no }) => all([asked, yes, no].map((part) => visit(visitor, part))),
    compare({ operator, left, right }) {
      const constant = isSubject(left) ? right : isSubject(right) ? left : undefined
      if (constant === undefined) return namesOf(left).length + namesOf(right).length === 0 ? [] : undefined
      const ordering = operator !== '=' && operator !== '!='
      return ordering && left.type.kind === 'text' ? undefined : cutAt(constant)
    },
    in: (node) => (isSubject(node.subject) ? all(node.tests.map((test) => cutsOfTest(test, node.subject))) : undefined),
  }
  return visit(visitor, condition)

  function cutsOfTest(test: Test, asked: Node): readonly Cut[] | undefined {
    switch (test.kind) {
      case 'any':
      case 'unknown':
        return []
      case 'compare': {
        const ordering = test.operator !== '=' && test.operator !== '!='
        return ordering && asked.type.kind === 'text' ? undefined : cutAt(test.value)
      }
      case 'range':
        return asked.type.kind === 'text' ? undefined : all([cutAt(test.low), cutAt(test.high)])
      case 'member':
        return test.list.kind === 'list' ? all(test.list.items.map(cutAt)) : undefined
      case 'condition':
        return visit(visitor, test.condition)
    }
  }

  function isSubject(node: Node): boolean {
    return node.kind === 'rescale'
      ? isSubject(node.operand)
      : node.kind === 'name' && node.identifier === subject.identifier
  }
}

function opaque(): undefined {
  return undefined
}

function all(parts: readonly (readonly Cut[] | undefined)[]): readonly Cut[] | undefined {
  const found = parts.filter((part) => part !== undefined)
  return found.length < parts.length ? undefined : found.flat()
}

/** A constant's value; one that has none (1 / 0) never makes a condition hold or fail and cuts nothing. */
function cutAt(node: Node): readonly Cut[] | undefined {
  if (namesOf(node).length > 0 || node.type.kind === 'list') return undefined
  const value = valueIn(node, {})
  return value === null ? [] : [{ value, scale: node.type.kind === 'number' ? node.type.scale : 0 }]
}
