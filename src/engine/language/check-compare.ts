import type { Span } from '../source.ts'
import type { Comparison, Node, Test } from '../tree.ts'
import { BOOLEAN, type ListType, type NumberType, TEXT } from '../type.ts'
import { check } from './check.ts'
import { type Checking, literal, make, not, rescale, unknown } from './nodes.ts'
import { reject } from './rejection.ts'
import type { TestSyntax } from './syntax.ts'
import { typeName } from './type-name.ts'
import { joinDimensions, mismatch, unify } from './unify.ts'

export function checkCompare(checking: Checking, span: Span, operator: Comparison, left: Node, right: Node): Node {
  if (left.type.kind === 'nothing' || right.type.kind === 'nothing')
    return withNothing(checking, span, operator, left, right)
  const { nodes } = unify(checking, span, [left, right])
  const [one, other] = nodes as [Node, Node]
  checkOrdered(checking, span, operator, one)
  const optional = (one.optional || other.optional) && !answersAlways(checking, operator)
  return make(checking, { kind: 'compare', span, type: BOOLEAN, optional, operator, left: one, right: other })
}

/** In DMN `=` and `!=` answer also for a null. */
function answersAlways({ scope }: Checking, operator: Comparison): boolean {
  return scope.dialect === 'dmn' && (operator === '=' || operator === '!=')
}

function checkOrdered(checking: Checking, span: Span, operator: Comparison, { type }: Node): void {
  if (operator === '=' || operator === '!=') return
  if (type.kind === 'code' || type.kind === 'boolean') {
    reject(checking.source, span, 'unordered', `${typeName(type)}没有大小，只能用 =、!=`, '如“信誉 in ("好", "较好")”')
  }
}

/** A comparison with a written null: DMN answers it, an article asks with `is known`. */
function withNothing(checking: Checking, span: Span, operator: Comparison, left: Node, right: Node): Node {
  if (checking.scope.dialect === 'article') {
    return reject(
      checking.source,
      span,
      'compare-unknown',
      '与未知比较，结果总是未知',
      '“is known(…)”或“not(is known(…))”',
    )
  }
  if (operator !== '=' && operator !== '!=') return unknown(checking, span, BOOLEAN)
  const asked = left.type.kind === 'nothing' ? right : left
  if (asked.type.kind === 'nothing') return literal(checking, span, BOOLEAN, operator === '=')
  const known = make(checking, { kind: 'known', span, type: BOOLEAN, optional: false, operand: asked })
  return operator === '!=' ? known : not(checking, span, known)
}

/** `subject in (tests)`: the subject and every constant are brought to the finest scale among them, once. */
export function checkIn(
  checking: Checking,
  span: Span,
  given: Node,
  syntaxes: readonly TestSyntax[],
  negated: boolean,
): Node {
  if (given.type.kind === 'nothing')
    return reject(checking.source, given.span, 'unknown-operand', '未知不能作为被判断的值')
  const drafts = syntaxes.map((test) => draft(checking, given, test))
  const subject = given.type.kind === 'number' ? rescale(checking, given, finest(given.type, drafts)) : given
  const tests = drafts.map((test) => settle(checking, subject, test))
  const type = BOOLEAN
  return make(checking, {
    kind: 'in',
    span,
    type,
    optional: isOptional(subject, tests, checking),
    subject,
    tests,
    negated,
  })
}

/** A test with its values checked, not yet at the subject's scale. */
function draft(checking: Checking, subject: Node, syntax: TestSyntax): Test {
  const { span } = syntax
  if (syntax.kind === 'any') return syntax
  if (syntax.kind === 'range') {
    const { lowClosed, highClosed } = syntax
    const low = value(checking, subject, '<', check(checking, syntax.low))
    return {
      kind: 'range',
      span,
      low,
      high: value(checking, subject, '<', check(checking, syntax.high)),
      lowClosed,
      highClosed,
    }
  }
  const node = check({ ...checking, subject }, syntax.value)
  if (syntax.kind === 'compare')
    return { kind: 'compare', span, operator: syntax.operator, value: value(checking, subject, syntax.operator, node) }
  if (node.type.kind === 'nothing') return { kind: 'unknown', span }
  if (node.type.kind === 'list') return { kind: 'member', span, list: alignList(checking, span, node, subject).list }
  const condition = node.type.kind === 'boolean' && (subject.type.kind !== 'boolean' || speaksOf(node, subject))
  if (condition) return { kind: 'condition', span, condition: node }
  return { kind: 'compare', span, operator: '=', value: value(checking, subject, '=', node) }
}

function value(checking: Checking, subject: Node, operator: Comparison, node: Node): Node {
  if (node.type.kind === 'nothing' && checking.scope.dialect === 'article') {
    return reject(checking.source, node.span, 'compare-unknown', '与未知比较，结果总是未知', '单独写“未知”')
  }
  const { nodes } = unify(checking, node.span, [subject, node])
  checkOrdered(checking, node.span, operator, subject)
  return nodes[1]!
}

/** Whether `?` was written in the condition: the subject's very node stands in it. */
function speaksOf(node: Node, subject: Node): boolean {
  return node === subject || Object.values(node).some((part) => partSpeaks(part, subject))
}

function partSpeaks(part: unknown, subject: Node): boolean {
  if (Array.isArray(part)) return part.some((one) => partSpeaks(one, subject))
  return (
    typeof part === 'object' && part !== null && ('kind' in part || 'span' in part) && speaksOf(part as Node, subject)
  )
}

function finest(type: NumberType, tests: readonly Test[]): number {
  const scales = tests.flatMap((test) => {
    if (test.kind === 'compare') return [scaleOf(test.value)]
    if (test.kind === 'range') return [scaleOf(test.low), scaleOf(test.high)]
    return test.kind === 'member' ? [scaleOf({ type: (test.list.type as ListType).of })] : []
  })
  return Math.max(type.scale, ...scales)
}

function scaleOf({ type }: Pick<Node, 'type'>): number {
  return type.kind === 'number' ? type.scale : 0
}

function settle(checking: Checking, subject: Node, test: Test): Test {
  if (subject.type.kind !== 'number') return test
  const { scale } = subject.type
  switch (test.kind) {
    case 'compare':
      return { ...test, value: rescale(checking, test.value, scale) }
    case 'range':
      return { ...test, low: rescale(checking, test.low, scale), high: rescale(checking, test.high, scale) }
    case 'member':
      return { ...test, list: alignList(checking, test.span, test.list, subject).list }
    default:
      return test
  }
}

/**
 * A list and a value to look for in it, at one scale. A written list is rescaled; a list fact is taken as it is, so a value that
 * is finer than its members is refused.
 */
export function alignList(checking: Checking, span: Span, list: Node, item: Node): { list: Node; item: Node } {
  const { of } = list.type as ListType
  if (of.kind === 'nothing') return { list, item }
  if (list.kind === 'list') {
    const { nodes, type } = unify(checking, span, [item, ...list.items])
    return {
      list: make(checking, { ...list, type: { kind: 'list', of: type }, items: nodes.slice(1) }),
      item: nodes[0]!,
    }
  }
  if (item.type.kind === 'nothing') return { list, item: unknown(checking, item.span, of) }
  const compatible = of.kind === item.type.kind || (textual(of.kind) && textual(item.type.kind))
  if (!compatible) return mismatch(checking, span, [item, { ...item, type: of } as Node])
  if (of.kind === 'code' && item.kind === 'literal') unify(checking, span, [unknown(checking, span, of), item])
  if (of.kind !== 'number' || item.type.kind !== 'number') return { list, item }
  if (joinDimensions(of.dimension, item.type.dimension) === undefined)
    return mismatch(checking, span, [item, { ...item, type: of } as Node])
  if (item.type.scale > of.scale)
    return reject(checking.source, item.span, 'too-precise', '这个数比列表里的数更精确，不会相等')
  return { list, item: rescale(checking, item, of.scale) }
}

function textual(kind: string): boolean {
  return kind === TEXT.kind || kind === 'code'
}

/** Unknown where the subject is, unless a test answers for an unknown subject; and where a value of a test is. */
function isOptional(subject: Node, tests: readonly Test[], checking: Checking): boolean {
  if (tests.some((test) => test.kind === 'any')) return false
  const answered = tests.some((test) => test.kind === 'unknown')
  return tests.some((test) => {
    switch (test.kind) {
      case 'compare':
        return !answersAlways(checking, test.operator) && ((subject.optional && !answered) || test.value.optional)
      case 'range':
        return (subject.optional && !answered) || test.low.optional || test.high.optional
      case 'member':
        return (subject.optional && !answered) || test.list.optional || holdsUnknown(test.list)
      case 'condition':
        return test.condition.optional
      default:
        return false
    }
  })
}

/** A list may hold unknown members unless every one is written out and known. */
export function holdsUnknown(list: Node): boolean {
  return list.kind !== 'list' || list.items.some((item) => item.optional)
}
