import type { Dialect } from './dialect.ts'
import type { Span } from './source.ts'
import type { NumberType, Type } from './type.ts'
import type { Value } from './value.ts'

/**
 * A node of the checked tree of one expression: frozen, with span and type. What an operator means is settled here, so that a back
 * end only translates: operands of one comparison or sum have one scale (`rescale` says where one was multiplied), ranges and lists
 * of tests are `and`/`or` over comparisons only in the back ends, never in the tree, which stays what the author wrote.
 */
interface NodeBase {
  readonly span: Span
  readonly type: Type
  /** Where the two dialects part (equality with an unknown, `if`, digits kept by a division), the node says which it is. */
  readonly dialect: Dialect
  /** False where no input makes the value unknown: the back ends then leave the test out. */
  readonly optional: boolean
}

export interface LiteralNode extends NodeBase {
  readonly kind: 'literal'
  readonly value: Exclude<Value, null>
}

/** 未知, FEEL's `null`. */
export interface UnknownNode extends NodeBase {
  readonly kind: 'unknown'
}

/** A fact, another decision's value, or a variable that a quantifier binds. */
export interface NameNode extends NodeBase {
  readonly kind: 'name'
  readonly name: string
  readonly identifier: string
  readonly of: 'fact' | 'decision' | 'variable'
}

/** The operand's integer times 10^(type.scale - operand scale), exact; inserted by the checker. */
export interface RescaleNode extends NodeBase {
  readonly kind: 'rescale'
  readonly type: NumberType
  readonly operand: Node
}

export interface NegateNode extends NodeBase {
  readonly kind: 'negate'
  readonly type: NumberType
  readonly operand: Node
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '**'

/** `+` and `-` also on a date and a number of days or months. */
export interface ArithmeticNode extends NodeBase {
  readonly kind: 'arithmetic'
  readonly operator: ArithmeticOperator
  readonly left: Node
  readonly right: Node
}

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>='

export interface CompareNode extends NodeBase {
  readonly kind: 'compare'
  readonly operator: Comparison
  readonly left: Node
  readonly right: Node
}

/** `subject in (tests)`, and every cell of a decision table: one of the tests holds, or none where `negated`. */
export interface InNode extends NodeBase {
  readonly kind: 'in'
  readonly subject: Node
  readonly tests: readonly Test[]
  readonly negated: boolean
}

export type Test =
  /** `-`: always true, whatever the subject, known or not. */
  | { readonly kind: 'any'; readonly span: Span }
  /** An explicit 未知 cell: true where the subject is unknown, false where it is known, never unknown. */
  | { readonly kind: 'unknown'; readonly span: Span }
  | { readonly kind: 'compare'; readonly span: Span; readonly operator: Comparison; readonly value: Node }
  | {
      readonly kind: 'range'
      readonly span: Span
      readonly low: Node
      readonly high: Node
      readonly lowClosed: boolean
      readonly highClosed: boolean
    }
  /** A list fact of which the subject is to be a member. */
  | { readonly kind: 'member'; readonly span: Span; readonly list: Node }
  /** A boolean expression of its own, which may use `?` for the subject. */
  | { readonly kind: 'condition'; readonly span: Span; readonly condition: Node }

export interface LogicNode extends NodeBase {
  readonly kind: 'logic'
  readonly operator: 'and' | 'or'
  readonly operands: readonly Node[]
}

export interface NotNode extends NodeBase {
  readonly kind: 'not'
  readonly operand: Node
}

export interface IfNode extends NodeBase {
  readonly kind: 'if'
  readonly condition: Node
  readonly yes: Node
  readonly no: Node
}

/** `is known(x)`: never unknown itself. */
export interface KnownNode extends NodeBase {
  readonly kind: 'known'
  readonly operand: Node
}

/** A function of the library; `name` is its FEEL name, `string length`. */
export interface CallNode extends NodeBase {
  readonly kind: 'call'
  readonly name: string
  readonly operands: readonly Node[]
}

export interface ListNode extends NodeBase {
  readonly kind: 'list'
  readonly items: readonly Node[]
}

/** `some x in list satisfies condition`, `every …`. */
export interface QuantifiedNode extends NodeBase {
  readonly kind: 'quantified'
  readonly quantifier: 'some' | 'every'
  readonly variable: string
  readonly list: Node
  readonly condition: Node
}

export type Node =
  | LiteralNode
  | UnknownNode
  | NameNode
  | RescaleNode
  | NegateNode
  | ArithmeticNode
  | CompareNode
  | InNode
  | LogicNode
  | NotNode
  | IfNode
  | KnownNode
  | CallNode
  | ListNode
  | QuantifiedNode

/** One method per kind of node: a back end that forgets one does not compile. */
export type Visitor<Result> = {
  readonly [K in Node['kind']]: (node: Extract<Node, { kind: K }>) => Result
}

export function visit<Result>(visitor: Visitor<Result>, node: Node): Result {
  return (visitor[node.kind] as (node: Node) => Result)(node)
}
