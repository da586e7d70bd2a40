import type { CompareNode, InNode, LogicNode, NameNode, Node, Visitor } from '../tree.ts'
import { visit } from '../tree.ts'
import { sentenceOfCall } from './sentence-call.ts'
import { sentenceOfTests } from './sentence-tests.ts'
import { showLiteral } from './show-literal.ts'

/**
 * The expression in Chinese, as a policy would say it: 年用量在20万元以上且不满50万元. 以上 and 以下 include the number, 超过 and 不满
 * do not (Civil Code art. 1259).
 */
export function sentence(node: Node): string {
  return node.type.kind === 'boolean' ? conditionOf(node) : termOf(node)
}

/** What a value is called inside a sentence. */
export function termOf(node: Node): string {
  return visit(term, node)
}

/** As a statement that holds or not: a bare 是否 fact becomes “…为是”. */
export function conditionOf(node: Node): string {
  switch (node.kind) {
    case 'name':
      return `${nameOf(node)}为是`
    case 'not':
      return negated(node.operand)
    case 'literal':
      return node.value === true ? '总是成立' : '总不成立'
    default:
      return termOf(node)
  }
}

const term: Visitor<string> = {
  literal: ({ type, value }) => showLiteral(type, value),
  unknown: () => '未知',
  name: nameOf,
  rescale: ({ operand }) => termOf(operand),
  negate: ({ operand }) => `负的${enclosed(operand)}`,
  arithmetic(node) {
    const { operator, left, right } = node
    if (left.type.kind === 'date' && right.type.kind === 'date') return `${enclosed(right)}至${enclosed(left)}的天数`
    if (left.type.kind === 'date') return `${enclosed(left)}${operator === '+' ? '之后' : '之前'}${enclosed(right)}`
    if (operator === '**') return `${enclosed(left)}的${enclosed(right)}次方`
    if (operator === '+' || operator === '-')
      return `${termOf(left)}${operator === '+' ? '加' : '减'}${operator === '-' ? enclosed(right) : termOf(right)}`
    return `${enclosed(left)}${operator === '*' ? '乘以' : '除以'}${enclosed(right)}`
  },
  compare: (node: CompareNode) =>
    sentenceOfTests(node.left, [{ kind: 'compare', span: node.span, operator: node.operator, value: node.right }]),
  in(node: InNode) {
    const said = sentenceOfTests(node.subject, node.tests)
    return node.negated ? `并非${said}` : said
  },
  logic: ({ operator, operands }: LogicNode) =>
    operands.map((operand) => clause(operand)).join(operator === 'and' ? '，且' : '，或'),
  not: ({ operand }) => negated(operand),
  if: ({ condition, yes, no }) => `如果${conditionOf(condition)}，则为${sentence(yes)}，否则为${sentence(no)}`,
  known: ({ operand }) => `${termOf(operand)}已知`,
  call: (node) => sentenceOfCall(node),
  list: ({ items }) => `（${items.map(termOf).join('、')}）`,
  quantified: ({ quantifier, list, condition }) =>
    `${termOf(list)}中${quantifier === 'some' ? '至少有一个' : '每一个'}，${conditionOf(condition)}`,
}

/** The member that a quantifier speaks of has no name of its own. */
function nameOf({ name, of }: NameNode): string {
  return of === 'variable' ? '它' : name
}

function negated(operand: Node): string {
  if (operand.kind === 'known') return `${termOf(operand.operand)}未知`
  if (operand.kind === 'name') return `${nameOf(operand)}为否`
  if (operand.kind === 'in' && !operand.negated) return `并非${termOf(operand)}`
  return `并非（${conditionOf(operand)}）`
}

/** A part of an `and` or `or`, in brackets where it is one itself. */
function clause(node: Node): string {
  return node.kind === 'logic' || node.kind === 'if' ? `（${sentence(node)}）` : conditionOf(node)
}

/** A factor, in brackets where it is a phrase of its own. */
function enclosed(node: Node): string {
  const inner = node.kind === 'rescale' ? node.operand : node
  const loose = !['name', 'literal', 'list', 'unknown', 'call'].includes(inner.kind)
  return loose ? `（${termOf(inner)}）` : termOf(inner)
}
