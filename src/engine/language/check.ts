import type { Node } from '../tree.ts'
import { BOOLEAN, DATE, type ListType, NOTHING, number, TEXT, type Type } from '../type.ts'
import { checkArithmetic } from './check-arithmetic.ts'
import { checkCall } from './check-call.ts'
import { checkCompare, checkIn } from './check-compare.ts'
import { type Checking, isNumber, literal, literalNumber, make, not, unknown } from './nodes.ts'
import { reject } from './rejection.ts'
import type { Syntax } from './syntax.ts'
import { typeName } from './type-name.ts'
import { unify } from './unify.ts'

type Of<K extends Syntax['kind']> = Extract<Syntax, { kind: K }>

/** Gives every part of what was written its type, and settles scales, or refuses it. */
export function check(checking: Checking, syntax: Syntax): Node {
  switch (syntax.kind) {
    case 'number': {
      const { digits, scale, dimension } = syntax.quantity
      return literalNumber(checking, syntax.span, digits, scale, dimensionIn(checking, dimension))
    }
    case 'text':
      return literal(checking, syntax.span, TEXT, syntax.value)
    case 'boolean':
      return literal(checking, syntax.span, BOOLEAN, syntax.value)
    case 'date':
      return literal(checking, syntax.span, DATE, syntax.day)
    case 'unknown':
      return unknown(checking, syntax.span, NOTHING)
    case 'name':
      return checkName(checking, syntax)
    case 'variable':
      return checkVariable(checking, syntax)
    case 'subject':
      return (
        checking.subject ??
        reject(checking.source, syntax.span, 'no-subject', '“?”只能写在判定表的格子里', '数据项的名称')
      )
    case 'negate':
      return checkNegate(checking, syntax)
    case 'arithmetic':
      return checkArithmetic(
        checking,
        syntax.span,
        syntax.operator,
        check(checking, syntax.left),
        check(checking, syntax.right),
      )
    case 'compare':
      return checkCompare(
        checking,
        syntax.span,
        syntax.operator,
        check(checking, syntax.left),
        check(checking, syntax.right),
      )
    case 'in':
      return checkIn(checking, syntax.span, check(checking, syntax.subject), syntax.tests, false)
    case 'logic': {
      const operands = syntax.operands.map((operand) => condition(checking, operand))
      const optional = operands.some((operand) => operand.optional)
      return make(checking, {
        kind: 'logic',
        span: syntax.span,
        type: BOOLEAN,
        optional,
        operator: syntax.operator,
        operands,
      })
    }
    case 'not':
      return not(checking, syntax.span, condition(checking, syntax.operand))
    case 'if':
      return checkIf(checking, syntax)
    case 'call':
      return checkCall(
        checking,
        syntax.span,
        syntax.name,
        syntax.operands.map((operand) => check(checking, operand)),
      )
    case 'list':
      return checkList(checking, syntax)
    case 'quantified':
      return checkQuantified(checking, syntax)
  }
}

/** In DMN a number has no dimension; only its two kinds of duration are types of their own. */
function dimensionIn({ scope }: Checking, dimension: string): string {
  return scope.dialect === 'article' || dimension === 'day' || dimension === 'month' ? dimension : ''
}

/** The type by which a fact is known in the dialect: in DMN every number fact is plain. */
function typeIn({ scope }: Checking, type: Type): Type {
  if (scope.dialect === 'article') return type
  if (type.kind === 'number') return number('', type.scale, type.bound)
  if (type.kind === 'list' && type.of.kind === 'number')
    return { kind: 'list', of: number('', type.of.scale, type.of.bound) }
  return type
}

function checkName(checking: Checking, { name, span }: Of<'name'>): Node {
  const word = checking.scope.words.get(name)!
  const of = checking.scope.decisions.has(name) ? 'decision' : 'fact'
  return make(checking, {
    kind: 'name',
    span,
    type: typeIn(checking, word.type),
    optional: true,
    name,
    identifier: word.identifier,
    of,
  })
}

function checkVariable(checking: Checking, { name, span }: Of<'variable'>): Node {
  const { identifier, type } = checking.variables.get(name)!
  return make(checking, { kind: 'name', span, type, optional: true, name, identifier, of: 'variable' })
}

function checkNegate(checking: Checking, { operand: syntax, span }: Of<'negate'>): Node {
  const operand = check(checking, syntax)
  if (!isNumber(operand))
    return reject(checking.source, span, 'not-a-number', `${typeName(operand.type)}不能取负`, '一个数')
  if (operand.kind === 'literal') {
    const { scale, dimension } = operand.type
    return literalNumber(checking, span, -BigInt(operand.value as number | bigint), scale, dimension)
  }
  return make(checking, { kind: 'negate', span, type: operand.type, optional: operand.optional, operand })
}

/** A boolean operand; in DMN a null is one too. */
export function condition(checking: Checking, syntax: Syntax): Node {
  const node = check(checking, syntax)
  if (node.type.kind === 'boolean') return node
  if (node.type.kind === 'nothing' && checking.scope.dialect === 'dmn') return unknown(checking, node.span, BOOLEAN)
  return reject(
    checking.source,
    syntax.span,
    'not-a-condition',
    `这里要一个条件，而不是${typeName(node.type)}`,
    '一个比较，如“年用量 >= 50万元”',
  )
}

function checkIf(checking: Checking, syntax: Of<'if'>): Node {
  const asked = condition(checking, syntax.condition)
  const { nodes, type } = unify(checking, syntax.span, [check(checking, syntax.yes), check(checking, syntax.no)])
  const [yes, no] = nodes as [Node, Node]
  const optional = yes.optional || no.optional || (asked.optional && checking.scope.dialect === 'article')
  return make(checking, { kind: 'if', span: syntax.span, type, optional, condition: asked, yes, no })
}

function checkList(checking: Checking, syntax: Of<'list'>): Node {
  const { nodes: items, type: of } = unify(
    checking,
    syntax.span,
    syntax.items.map((item) => check(checking, item)),
  )
  const type: ListType = { kind: 'list', of: items.length === 0 ? NOTHING : of }
  return make(checking, { kind: 'list', span: syntax.span, type, optional: false, items })
}

function checkQuantified(checking: Checking, syntax: Of<'quantified'>): Node {
  const list = check(checking, syntax.list)
  if (list.type.kind !== 'list')
    return reject(checking.source, syntax.list.span, 'not-a-list', `这里要一个列表，而不是${typeName(list.type)}`)
  const { quantifier, variable } = syntax
  const identifier = `v${checking.variables.size + 1}`
  const variables = new Map(checking.variables).set(variable, { identifier, type: list.type.of })
  const asked = condition({ ...checking, variables }, syntax.condition)
  const optional = list.optional || asked.optional
  return make(checking, {
    kind: 'quantified',
    span: syntax.span,
    type: BOOLEAN,
    optional,
    quantifier,
    variable: identifier,
    list,
    condition: asked,
  })
}
