import type { Span } from '../source.ts'
import type { ArithmeticOperator, Comparison } from '../tree.ts'
import type { Dimension } from '../type.ts'

/** A written number: digits × 10^-scale of the dimension's major unit (`1.5亿元` is 150000000, scale 0, money). */
export interface Quantity {
  readonly digits: bigint
  readonly scale: number
  readonly dimension: Dimension
}

interface SyntaxBase {
  readonly span: Span
  /** Height of the tree below, bounded so that no later walk can exhaust the stack. */
  readonly depth: number
}

/** What was written, names resolved, types not yet known. */
export type Syntax = SyntaxBase &
  (
    | { readonly kind: 'number'; readonly quantity: Quantity }
    | { readonly kind: 'text'; readonly value: string }
    | { readonly kind: 'boolean'; readonly value: boolean }
    | { readonly kind: 'date'; readonly day: number }
    | { readonly kind: 'unknown' }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'variable'; readonly name: string }
    | { readonly kind: 'subject' }
    | { readonly kind: 'negate'; readonly operand: Syntax }
    | {
        readonly kind: 'arithmetic'
        readonly operator: ArithmeticOperator
        readonly left: Syntax
        readonly right: Syntax
      }
    | { readonly kind: 'compare'; readonly operator: Comparison; readonly left: Syntax; readonly right: Syntax }
    | { readonly kind: 'in'; readonly subject: Syntax; readonly tests: readonly TestSyntax[] }
    | { readonly kind: 'logic'; readonly operator: 'and' | 'or'; readonly operands: readonly Syntax[] }
    | { readonly kind: 'not'; readonly operand: Syntax }
    | { readonly kind: 'if'; readonly condition: Syntax; readonly yes: Syntax; readonly no: Syntax }
    | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Syntax[] }
    | { readonly kind: 'list'; readonly items: readonly Syntax[] }
    | {
        readonly kind: 'quantified'
        readonly quantifier: 'some' | 'every'
        readonly variable: string
        readonly list: Syntax
        readonly condition: Syntax
      }
  )

export type TestSyntax =
  | { readonly kind: 'any'; readonly span: Span }
  | { readonly kind: 'compare'; readonly span: Span; readonly operator: Comparison; readonly value: Syntax }
  | {
      readonly kind: 'range'
      readonly span: Span
      readonly low: Syntax
      readonly high: Syntax
      readonly lowClosed: boolean
      readonly highClosed: boolean
    }
  /** A value to equal, a list to be in, or a condition: its type decides. */
  | { readonly kind: 'value'; readonly span: Span; readonly value: Syntax }

/** A cell: its tests, and whether `not(…)` stands round them. */
export interface CellSyntax {
  readonly tests: readonly TestSyntax[]
  readonly negated: boolean
}
