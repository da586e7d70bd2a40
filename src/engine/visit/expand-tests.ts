import type { Comparison, InNode, Node, Test } from '../tree.ts'
import { BOOLEAN } from '../type.ts'

/**
 * An `in` as the comparisons it stands for, over a subject that the back end can write more than once. The tree keeps what the
 * author wrote; only the back ends expand it, both alike.
 */
export function expandTests(node: InNode, subject: Node): Node {
  const { span, dialect } = node
  const tests = node.tests.map((test) => expand(test))
  const any = tests.length === 1 ? tests[0]! : logic('or', tests)
  return node.negated ? { kind: 'not', span, type: BOOLEAN, dialect, optional: any.optional, operand: any } : any

  function expand(test: Test): Node {
    switch (test.kind) {
      case 'any':
        return { kind: 'literal', span, type: BOOLEAN, dialect, optional: false, value: true }
      case 'unknown':
        return { kind: 'not', span, type: BOOLEAN, dialect, optional: false, operand: known() }
      case 'compare':
        return compare(test.operator, test.value)
      case 'range':
        return logic('and', [
          compare(test.lowClosed ? '>=' : '>', test.low),
          compare(test.highClosed ? '<=' : '<', test.high),
        ])
      case 'member':
        return {
          kind: 'call',
          span,
          type: BOOLEAN,
          dialect,
          optional: true,
          name: 'list contains',
          operands: [test.list, subject],
        }
      case 'condition':
        return replaceNode(test.condition, node.subject, subject)
    }
  }

  function known(): Node {
    return { kind: 'known', span, type: BOOLEAN, dialect, optional: false, operand: subject }
  }

  function compare(operator: Comparison, value: Node): Node {
    const answered = dialect === 'dmn' && (operator === '=' || operator === '!=')
    const optional = (subject.optional || value.optional) && !answered
    return { kind: 'compare', span, type: BOOLEAN, dialect, optional, operator, left: subject, right: value }
  }

  function logic(operator: 'and' | 'or', operands: readonly Node[]): Node {
    const optional = operands.some((operand) => operand.optional)
    return { kind: 'logic', span, type: BOOLEAN, dialect, optional, operator, operands }
  }
}

/** How often the expansion writes the subject. */
export function subjectUses({ tests }: InNode): number {
  return tests.reduce(
    (uses, test) => uses + (test.kind === 'any' ? 0 : test.kind === 'range' || test.kind === 'condition' ? 2 : 1),
    0,
  )
}

/** The tree with `from` (that very node) replaced wherever it stands: a back end computes it once and names the result. */
export function replaceNode(root: Node, from: Node, to: Node): Node {
  return replaced(root) as Node

  function replaced(part: unknown): unknown {
    if (part === from) return to
    if (Array.isArray(part)) return part.map(replaced)
    if (typeof part !== 'object' || part === null || !('span' in part)) return part
    return Object.fromEntries(
      Object.entries(part).map(([key, value]) => [key, key === 'span' || key === 'type' ? value : replaced(value)]),
    )
  }
}
