import type { Node } from '../tree.ts'

/**
 * Whether a test over one name is open wherever that name is unknown: a comparison with literals, or logic of nothing else. In SQL
 * it is then NULL by itself and needs no question in front.
 */
export function isStrict(node: Node): boolean {
  switch (node.kind) {
    case 'name':
      return node.of !== 'variable'
    case 'rescale':
    case 'negate':
    case 'not':
      return isStrict(node.operand)
    case 'logic':
      return node.operands.every(isStrict)
    case 'compare':
      return node.dialect === 'article' && (isStrict(node.left) || isStrict(node.right))
    case 'in':
      return (
        node.subject.dialect === 'article' &&
        isStrict(node.subject) &&
        node.tests.every((test) => test.kind === 'compare' || test.kind === 'range')
      )
    default:
      return false
  }
}
