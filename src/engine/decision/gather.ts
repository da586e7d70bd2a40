import type { HitPolicy } from '../program.ts'
import type { Type } from '../type.ts'
import type { Value } from '../value.ts'
import { isBig } from './answer.ts'

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
      return outputs.reduce((least, output) => (output! < least! ? output : least))
    case 'C>':
      return outputs.reduce((most, output) => (output! > most! ? output : most))
    default:
      return outputs
  }
}
