import type { HitPolicy } from '../program.ts'
import type { Type } from '../type.ts'
import type { Value } from '../value.ts'
import { isBig } from '../visit/representation.ts'

/** Equal at run time; an unknown is equal to nothing. */
export function sameValue(a: Value, b: Value): boolean {
  if (a === null || b === null) return false
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => item === b[index] || sameValue(item, b[index]))
  }
  return a === b
}

/** What a collecting hit policy makes of the outputs of the rows that match; null of none, but C# counts none as 0. */
export function gather(hit: HitPolicy, type: Type, outputs: readonly Value[]): Value {
  if (hit === 'C#') return isBig(type) ? BigInt(outputs.length) : outputs.length
  if (outputs.length === 0) return null
  switch (hit) {
    case 'C+':
      return isBig(type)
        ? outputs.reduce<bigint>((sum, output) => sum + BigInt(output as bigint), 0n)
        : outputs.reduce<number>((sum, output) => sum + (output as number), 0)
    case 'C<':
      return outputs.reduce((least, output) => (order(output, least) < 0 ? output : least))
    case 'C>':
      return outputs.reduce((most, output) => (order(output, most) > 0 ? output : most))
    default:
      return outputs
  }
}

/** Of known numbers or dates. */
function order(one: Value, other: Value): number {
  return one! < other! ? -1 : one! > other! ? 1 : 0
}
