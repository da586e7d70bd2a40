import type { Node } from '../tree.ts'
import { BOOLEAN, number, TEXT } from '../type.ts'
import { type Call, type LibraryFunction, wrongOperand } from './check-call.ts'
import { node } from './library-numbers.ts'

/** A text has fewer code points than this: PostgreSQL's largest value is a gigabyte. */
const LONGEST_TEXT = 1_073_741_824n

export const textFunctions: Readonly<Record<string, LibraryFunction>> = {
  'string length': {
    least: 1,
    most: 1,
    usage: 'string length(文本)',
    check: (call) => node(call, texts(call), number('', 0, LONGEST_TEXT)),
  },
  substring: { least: 2, most: 3, usage: 'substring(文本, 从第几字起, 几个字)', check: substring },
  contains: { least: 2, most: 2, usage: 'contains(文本, 片段)', check: (call) => node(call, texts(call), BOOLEAN) },
  'starts with': {
    least: 2,
    most: 2,
    usage: 'starts with(文本, 开头)',
    check: (call) => node(call, texts(call), BOOLEAN),
  },
  'ends with': { least: 2, most: 2, usage: 'ends with(文本, 结尾)', check: (call) => node(call, texts(call), BOOLEAN) },
  'upper case': { least: 1, most: 1, usage: 'upper case(文本)', check: (call) => node(call, texts(call), TEXT) },
  'lower case': { least: 1, most: 1, usage: 'lower case(文本)', check: (call) => node(call, texts(call), TEXT) },
}

function texts(call: Call): readonly Node[] {
  return call.operands.map((operand) => text(call, operand))
}

function text(call: Call, operand: Node): Node {
  return operand.type.kind === 'text' || operand.type.kind === 'code'
    ? operand
    : wrongOperand(call, operand, '一段文本')
}

/** From the given character on, counted from 1, or from the end where negative; position 0 and a length below 1 are unknown. */
function substring(call: Call): Node {
  const [given, ...places] = call.operands
  for (const place of places) {
    if (place.type.kind !== 'number' || place.type.scale !== 0 || place.type.dimension !== '')
      wrongOperand(call, place, '一个整数')
  }
  return node(call, [text(call, given!), ...places], TEXT, true)
}
