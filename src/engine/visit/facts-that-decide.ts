import type { CallNode, NameNode, Node, Test } from '../tree.ts'

/** Functions that are known wherever all their operands are. */
const STRICT: ReadonlySet<string> = new Set([
  'abs',
  'floor',
  'ceiling',
  'round up',
  'round down',
  'round half up',
  'round half down',
  'round half even',
  'string length',
  'contains',
  'starts with',
  'ends with',
  'upper case',
  'lower case',
  'year',
  'month',
  'day',
  'day of week',
  'complete months',
  'complete years',
])

/**
 * The facts of which it is true that the node is known exactly where all of them are; undefined where no such set exists: logic
 * may answer beside an unknown, a division may not answer although all is known.
 */
export function factsThatDecide(node: Node): ReadonlySet<NameNode> | undefined {
  switch (node.kind) {
    case 'literal':
      return new Set()
    case 'name':
      return new Set([node])
    case 'rescale':
    case 'negate':
    case 'not':
      return factsThatDecide(node.operand)
    case 'arithmetic':
      return isTotal(node) ? together([node.left, node.right]) : undefined
    case 'compare':
      return node.dialect === 'dmn' && (node.operator === '=' || node.operator === '!=')
        ? undefined
        : together([node.left, node.right])
    case 'in':
      return together([node.subject, ...node.tests.map(testParts)])
    case 'call':
      return isStrict(node) ? together(node.operands) : undefined
    default:
      return undefined
  }
}

function isStrict({ name }: CallNode): boolean {
  return STRICT.has(name)
}

/** Sums, differences and products of numbers, texts joined, and the days between two dates: known where both sides are. */
function isTotal({ operator, type, left, right }: Extract<Node, { kind: 'arithmetic' }>): boolean {
  if (operator === '/' || operator === '**') return false
  return type.kind !== 'date' || (left.type.kind !== 'date' && right.type.kind !== 'date')
}

/** The values that a test compares with; undefined for a test that answers beside an unknown subject. */
function testParts(test: Test): readonly Node[] | undefined {
  if (test.kind === 'range') return [test.low, test.high].every((end) => end.kind === 'literal') ? [] : undefined
  if (test.kind !== 'compare' || test.value.kind !== 'literal') return undefined
  const answered = test.value.dialect === 'dmn' && (test.operator === '=' || test.operator === '!=')
  return answered ? undefined : []
}

function together(parts: readonly (Node | readonly Node[] | undefined)[]): ReadonlySet<NameNode> | undefined {
  const all = new Set<NameNode>()
  for (const part of parts) {
    if (part === undefined) return undefined
    const found = isNodes(part) ? together(part) : factsThatDecide(part)
    if (found === undefined) return undefined
    for (const name of found) all.add(name)
  }
  return all
}

function isNodes(part: Node | readonly Node[]): part is readonly Node[] {
  return Array.isArray(part)
}
