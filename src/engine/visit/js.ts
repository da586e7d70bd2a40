import type { CompareNode, InNode, NameNode, Node, Visitor } from '../tree.ts'
import { visit } from '../tree.ts'
import { expandTests, subjectUses } from './expand-tests.ts'
import { factsThatDecide } from './facts-that-decide.ts'
import { jsArithmetic } from './js-arithmetic.ts'
import { jsCall } from './js-call.ts'
import { isBig } from './representation.ts'

/** Code of a node and of its parts: what the visitors of the JavaScript back end share. */
export interface JsWriter {
  /** Code that answers null where the node is unknown. */
  open(node: Node): string
  /** As `open`, with a number carried as BigInt or not as asked. */
  number(node: Node, big: boolean): string
  /** Whether the facts that the code reads are tested already, so that no part of it is unknown. */
  readonly sure: boolean
}

/**
 * The expression as one JavaScript expression. `names` gives the code of a fact or decision (null or undefined is unknown);
 * `$` must be `jsRuntime` where it runs. Where only facts can make the value unknown, they are tested once in front and the rest
 * is bare operators: no closure, no allocation, no call.
 */
export function emitJs(node: Node, names: (node: NameNode) => string): string {
  return writer(names, false, 0).open(node)
}

function writer(names: (node: NameNode) => string, sure: boolean, depth: number): JsWriter {
  const self: JsWriter = {
    sure,
    open(node) {
      if (sure || !node.optional) return visit(visitor, node)
      const facts = factsThatDecide(node)
      if (facts === undefined || node.kind === 'name') return visit(visitor, node)
      const tests = [...new Set([...facts].map((fact) => `${nameOf(fact)} == null`))]
      return `(${tests.join(' || ')} ? null : ${writer(names, true, depth).open(node)})`
    },
    number(node, big) {
      const code = self.open(node)
      if (isBig(node.type) === big) return code
      if (node.kind === 'literal') return big ? `${node.value}n` : String(node.value)
      if (sure || !node.optional) return big ? `BigInt(${code})` : `Number(${code})`
      return big ? `$.big(${code})` : `$.small(${code})`
    },
  }

  const visitor: Visitor<string> = {
    literal: ({ value }) =>
      typeof value === 'bigint' ? `${value < 0n ? `(${value}n)` : `${value}n`}` : literalCode(value),
    unknown: () => 'null',
    name: nameOf,
    rescale: (node) => jsArithmetic.rescale(self, node),
    negate: (node) => jsArithmetic.negate(self, node),
    arithmetic: (node) => jsArithmetic.arithmetic(self, node),
    compare: (node) => compareCode(self, node),
    in: inCode,
    logic: ({ operator, operands }) => joined(operator, operands),
    not: ({ operand }) => (sure || !operand.optional ? `!${self.open(operand)}` : `$.not(${self.open(operand)})`),
    if(node) {
      const [condition, yes, no] = [self.open(node.condition), branch(node.yes, node), branch(node.no, node)]
      if (sure || !node.condition.optional) return `(${condition} ? ${yes} : ${no})`
      return node.dialect === 'dmn'
        ? `(${condition} === true ? ${yes} : ${no})`
        : `$.choose(${condition}, ${yes}, ${no})`
    },
    known: ({ operand }) => `(${self.open(operand)} != null)`,
    call: (node) => jsCall(self, node),
    list: ({ items, type }) => {
      const big = type.kind === 'list' && isBig(type.of)
      return `[${items.map((item) => (item.type.kind === 'number' ? self.number(item, big) : self.open(item))).join(', ')}]`
    },
    quantified: ({ quantifier, variable, list, condition }) =>
      `$.${quantifier}(${self.open(list)}, (${variable}) => ${writer(names, false, depth).open(condition)})`,
  }

  function nameOf(node: NameNode): string {
    return node.of === 'variable' ? node.identifier : names(node)
  }

  function branch(part: Node, whole: Node): string {
    return part.type.kind === 'number' ? self.number(part, isBig(whole.type)) : self.open(part)
  }

  /** A subject that is more than a name and stands in several tests is computed once, as the argument of a function. */
  function inCode(node: InNode): string {
    if (node.subject.kind === 'name' || node.subject.kind === 'literal' || subjectUses(node) < 2)
      return self.open(expandTests(node, node.subject))
    const name = `s${depth + 1}`
    const { span, type, optional, dialect } = node.subject
    const subject: NameNode = { kind: 'name', span, type, optional, dialect, name, identifier: name, of: 'variable' }
    return `((${name}) => ${writer(names, sure, depth + 1).open(expandTests(node, subject))})(${self.open(node.subject)})`
  }

  /** A balanced tree of two-sided operators: a cell of a thousand values nests ten deep. */
  function joined(operator: 'and' | 'or', operands: readonly Node[]): string {
    if (operands.length === 1) return self.open(operands[0]!)
    if (sure || operands.every((operand) => !operand.optional)) {
      return `(${operands.map((operand) => self.open(operand)).join(operator === 'and' ? ' && ' : ' || ')})`
    }
    const middle = operands.length >> 1
    return `$.${operator}(${joined(operator, operands.slice(0, middle))}, ${joined(operator, operands.slice(middle))})`
  }

  return self
}

function literalCode(value: unknown): string {
  return typeof value === 'number' && value < 0 ? `(${value})` : JSON.stringify(value)
}

const RUNTIME_COMPARISON = { '=': 'eq', '!=': 'ne', '<': 'lt', '<=': 'le', '>': 'lt', '>=': 'le' } as const
const SCRIPT_COMPARISON = { '=': '===', '!=': '!==', '<': '<', '<=': '<=', '>': '>', '>=': '>=' } as const

function compareCode(write: JsWriter, { operator, left, right, dialect }: CompareNode): string {
  const big = isBig(left.type) || isBig(right.type)
  const numeric = left.type.kind === 'number'
  const one = numeric ? write.number(left, big) : write.open(left)
  const other = numeric ? write.number(right, big) : write.open(right)
  const sure = write.sure || (!left.optional && !right.optional)
  const equality = operator === '=' || operator === '!='
  if (!equality && left.type.kind !== 'number' && left.type.kind !== 'date') {
    return sure
      ? `($.compareText(${one}, ${other}) ${operator} 0)`
      : ordered(operator, `$.compareText(${one}, ${other})`, '0')
  }
  if (sure) return `(${one} ${SCRIPT_COMPARISON[operator]} ${other})`
  if (equality && dialect === 'dmn') return `${operator === '=' ? '' : '!'}$.same(${one}, ${other})`
  return ordered(operator, one, other)
}

/** Greater is less with the sides exchanged. */
function ordered(operator: CompareNode['operator'], one: string, other: string): string {
  const [left, right] = operator === '>' || operator === '>=' ? [other, one] : [one, other]
  return `$.${RUNTIME_COMPARISON[operator]}(${left}, ${right})`
}
