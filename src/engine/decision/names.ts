import type { NameNode, Node, Test } from '../tree.ts'

/** The nodes directly below a node, in the order in which they are written. */
export function children(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'literal':
    case 'unknown':
    case 'name':
      return []
    case 'rescale':
    case 'negate':
    case 'not':
    case 'known':
      return [node.operand]
    case 'arithmetic':
    case 'compare':
      return [node.left, node.right]
    case 'in':
      return [node.subject, ...node.tests.flatMap(nodesOfTest)]
    case 'logic':
    case 'call':
      return node.operands
    case 'if':
      return [node.condition, node.yes, node.no]
    case 'list':
      return node.items
    case 'quantified':
      return [node.list, node.condition]
  }
}

function nodesOfTest(test: Test): readonly Node[] {
  switch (test.kind) {
    case 'any':
    case 'unknown':
      return []
    case 'compare':
      return [test.value]
    case 'range':
      return [test.low, test.high]
    case 'member':
      return [test.list]
    case 'condition':
      return [test.condition]
  }
}

const cache = new WeakMap<Node, readonly NameNode[]>()

/** The facts and decisions that a tree reads, each once, in order of first use. */
export function namesOf(node: Node): readonly NameNode[] {
  const known = cache.get(node)
  if (known !== undefined) return known
  const found = new Map<string, NameNode>()
  const collect = (part: Node): void => {
    if (part.kind === 'name' && part.of !== 'variable' && !found.has(part.identifier)) found.set(part.identifier, part)
    for (const child of children(part)) collect(child)
  }
  collect(node)
  const names = [...found.values()]
  cache.set(node, names)
  return names
}

/** The names that several trees read, each once. */
export function namesOfAll(nodes: readonly Node[]): readonly NameNode[] {
  const found = new Map<string, NameNode>()
  for (const node of nodes)
    for (const name of namesOf(node)) if (!found.has(name.identifier)) found.set(name.identifier, name)
  return [...found.values()]
}

/** A cell `-`: holds whatever the subject is. */
export function isAny(node: Node): boolean {
  return node.kind === 'in' && !node.negated && node.tests.some((test) => test.kind === 'any')
}

/** A cell that says 未知: it holds where its subject is unknown. */
export function takesUnknown(node: Node): boolean {
  return node.kind === 'in' && !node.negated && node.tests.some((test) => test.kind === 'unknown')
}
