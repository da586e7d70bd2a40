import type { CallNode, LiteralNode, Node } from '../tree.ts'
import { type NumberType, SAFE_BOUND } from '../type.ts'
import { isBig } from './representation.ts'

/** A rounding as powers of ten: divide by 10^step, make whole, multiply by 10^factor. */
export interface RoundingSteps {
  readonly step: number
  readonly factor: number
  /** Whether JavaScript needs BigInt on the way. */
  readonly big: boolean
}

export function roundingSteps({ operands, type }: CallNode): RoundingSteps {
  const [rounded, wanted] = operands as [Node & { readonly type: NumberType }, LiteralNode]
  const digits = Number(wanted.value)
  const step = rounded.type.scale - digits
  const factor = Math.max(-digits, 0)
  const big = isBig(rounded.type) || isBig(type) || 10n ** BigInt(step) > SAFE_BOUND
  return { step, factor, big }
}
