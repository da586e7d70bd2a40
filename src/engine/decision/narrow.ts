import type { InNode, Node, Test } from '../tree.ts'

type Range = Extract<Test, { kind: 'range' }>

/**
 * The tests of a first-that-holds chain over one known subject, each without the half that its forerunners settle: after `< 40`
 * the range [40..60) is asked as `< 60`, after `>= 85` the range [70..85) as `>= 70`. Half the comparisons of a scorecard.
 */
export function narrowChain(tests: readonly Node[]): readonly Node[] {
  // Every value below `from` is taken, and every value above `to`; `included`: that value itself too.
  let from: Edge | undefined
  let to: Edge | undefined
  return tests.map((node) => {
    const test = onlyTest(node)
    if (test === undefined) return node
    if (test.kind === 'compare') {
      const edge = { node: test.value, included: test.operator === '<=' || test.operator === '>=' }
      if (test.operator === '<' || test.operator === '<=') from ??= edge
      if (test.operator === '>' || test.operator === '>=') to ??= edge
      return node
    }
    if (test.kind !== 'range') return node
    if (from !== undefined && meets(from, test.low, test.lowClosed)) {
      from = { node: test.high, included: test.highClosed }
      return compared(node as InNode, test, test.highClosed ? '<=' : '<', test.high)
    }
    if (to !== undefined && meets(to, test.high, test.highClosed)) {
      to = { node: test.low, included: test.lowClosed }
      return compared(node as InNode, test, test.lowClosed ? '>=' : '>', test.low)
    }
    return node
  })
}

interface Edge {
  readonly node: Node
  readonly included: boolean
}

function onlyTest(node: Node): Test | undefined {
  if (node.kind !== 'in' || node.negated || node.tests.length !== 1 || node.subject.kind !== 'name') return undefined
  return node.tests[0]
}

/** Whether a range begins exactly where the values that are taken end: both are literals of one scale and value. */
function meets(edge: Edge, bound: Node, closed: boolean): boolean {
  if (edge.node.kind !== 'literal' || bound.kind !== 'literal' || edge.included === closed) return false
  const [one, other] = [edge.node.type, bound.type]
  if (one.kind === 'number' && other.kind === 'number' && one.scale !== other.scale) return false
  return edge.node.value === bound.value
}

function compared(node: InNode, { span }: Range, operator: '<' | '<=' | '>' | '>=', value: Node): Node {
  return { ...node, tests: [{ kind: 'compare', span, operator, value }] }
}
