import type { InNode, Node, Test } from '../tree.ts'

/**
 * The same tree under the assumption that every fact and decision in it is known: a back end then leaves the tests for unknown
 * out. What may have no value all the same (a division, a function, a date beyond the calendar) stays optional.
 */
export function assumeKnown(node: Node): Node {
  switch (node.kind) {
    case 'literal':
    case 'unknown':
      return node
    case 'name':
      return node.of === 'variable' ? node : { ...node, optional: false }
    case 'rescale':
    case 'negate':
    case 'not': {
      const operand = assumeKnown(node.operand)
      return { ...node, operand, optional: node.optional && operand.optional } as Node
    }
    case 'known':
      return { ...node, operand: assumeKnown(node.operand) }
    case 'arithmetic': {
      const left = assumeKnown(node.left)
      const right = assumeKnown(node.right)
      const total = isTotal(node)
      return { ...node, left, right, optional: node.optional && (!total || left.optional || right.optional) }
    }
    case 'compare': {
      const left = assumeKnown(node.left)
      const right = assumeKnown(node.right)
      return { ...node, left, right, optional: node.optional && (left.optional || right.optional) }
    }
    case 'in':
      return assumeKnownIn(node)
    case 'logic': {
      const operands = node.operands.map(assumeKnown)
      return { ...node, operands, optional: node.optional && operands.some((operand) => operand.optional) }
    }
    case 'if': {
      const [condition, yes, no] = [assumeKnown(node.condition), assumeKnown(node.yes), assumeKnown(node.no)]
      return {
        ...node,
        condition,
        yes,
        no,
        optional: node.optional && (condition.optional || yes.optional || no.optional),
      }
    }
    case 'call':
      return { ...node, operands: node.operands.map(assumeKnown) }
    case 'list':
      return { ...node, items: node.items.map(assumeKnown) }
    case 'quantified':
      return { ...node, list: assumeKnown(node.list), condition: assumeKnown(node.condition) }
  }
}

/** A 未知 cell never holds for a subject that is known. */
function assumeKnownIn(node: InNode): Node {
  const subject = assumeKnown(node.subject)
  const all = node.tests.map(assumeKnownTest)
  const tests = subject.optional ? all : all.filter((test) => test.kind !== 'unknown')
  if (tests.length === 0) {
    const { span, type, dialect, negated } = node
    return { kind: 'literal', span, type, dialect, optional: false, value: negated }
  }
  return { ...node, subject, tests, optional: node.optional && (subject.optional || tests.some(isOptional)) }
}

function assumeKnownTest(test: Test): Test {
  switch (test.kind) {
    case 'any':
    case 'unknown':
      return test
    case 'compare':
      return { ...test, value: assumeKnown(test.value) }
    case 'range':
      return { ...test, low: assumeKnown(test.low), high: assumeKnown(test.high) }
    case 'member':
      return { ...test, list: assumeKnown(test.list) }
    case 'condition':
      return { ...test, condition: assumeKnown(test.condition) }
  }
}

function isOptional(test: Test): boolean {
  switch (test.kind) {
    case 'any':
    case 'unknown':
      return false
    case 'compare':
      return test.value.optional
    case 'range':
      return test.low.optional || test.high.optional
    case 'member':
      // A list may hold unknown members, whatever the list itself is.
      return true
    case 'condition':
      return test.condition.optional
  }
}

/** Whether the operation has a value wherever its operands have one. */
function isTotal(node: Extract<Node, { kind: 'arithmetic' }>): boolean {
  if (node.type.kind === 'date') return false
  if (node.operator === '/') return node.right.kind === 'literal'
  return node.operator !== '**'
}
