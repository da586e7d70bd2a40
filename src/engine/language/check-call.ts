import type { Span } from '../source.ts'
import type { Node } from '../tree.ts'
import { BOOLEAN } from '../type.ts'
import { dateFunctions } from './library-dates.ts'
import { listFunctions } from './library-lists.ts'
import { numberFunctions } from './library-numbers.ts'
import { textFunctions } from './library-texts.ts'
import { type Checking, make } from './nodes.ts'
import { reject } from './rejection.ts'
import { typeName } from './type-name.ts'

/** A call as written: its operands checked, nothing yet known of whether the function takes them. */
export interface Call {
  readonly checking: Checking
  readonly span: Span
  readonly name: string
  readonly operands: readonly Node[]
}

/** One function of the library: how many operands it takes, how it is written, and the node that a call becomes. */
export interface LibraryFunction {
  readonly least: number
  readonly most: number
  readonly usage: string
  readonly check: (call: Call) => Node
}

const LIBRARY: ReadonlyMap<string, LibraryFunction> = new Map(
  Object.entries({
    'is known': {
      least: 1,
      most: 1,
      usage: 'is known(数据项)',
      check: ({ checking, span, operands }: Call) =>
        make(checking, { kind: 'known', span, type: BOOLEAN, optional: false, operand: operands[0]! }),
    },
    ...numberFunctions,
    ...listFunctions,
    ...textFunctions,
    ...dateFunctions,
  }),
)

export function checkCall(checking: Checking, span: Span, name: string, operands: readonly Node[]): Node {
  const called = LIBRARY.get(name)!
  if (operands.length < called.least || operands.length > called.most) {
    return reject(checking.source, span, 'wrong-arity', `${name} 的参数个数不对`, called.usage)
  }
  return called.check({ checking, span, name, operands })
}

/** Refuses an operand of the wrong type. */
export function wrongOperand({ checking, name }: Call, operand: Node, expected: string): never {
  return reject(
    checking.source,
    operand.span,
    'wrong-operand',
    `${name} 的这个参数不能是${typeName(operand.type)}`,
    expected,
  )
}
