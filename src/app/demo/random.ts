/** A stream of numbers that the same seed and stream number always give again, on every machine. Never for secrets. */
export interface Random {
  /** In [0, 1). */
  next(): number
  /** Standard normal. */
  normal(): number
  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
  /** An item by its weight; the weights need not sum to one. */
  weighted<T>(list: readonly (readonly [T, number])[]): T
  /** exp(N(ln median, sigma)). */
  lognormal(median: number, sigma: number): number
}

/**
 * One stream per customer, so that customer 700,000 is the same whether the generator was asked for it alone or for a million.
 * @source sfc32 of PractRand (Chris Doty-Humphrey), seeded through a 32-bit finaliser of MurmurHash3
 */
export function randomOf(seed: number, stream: number): Random {
  let a = mix(seed)
  let b = mix(stream ^ 0x9e3779b9)
  let c = mix(a ^ b)
  let counter = 1
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 4_294_967_296
  }
  for (let warm = 0; warm < 12; warm++) next()

  /** Box and Muller; the second value is let go, so that each call takes exactly two numbers. */
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  return {
    next,
    normal,
    integer: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (probability) => next() < probability,
    pick: (list) => list[Math.floor(next() * list.length)]!,
    weighted: (list) => {
      let left = next() * list.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [item, weight] of list) {
        left -= weight
        if (left < 0) return item
      }
      return list.at(-1)![0]
    },
    lognormal: (median, sigma) => median * Math.exp(sigma * normal()),
  }
}

/** The value, or unknown with this probability. Takes one number from the stream either way. */
export function unless<T>(random: Random, probability: number, value: T): T | null {
  return random.chance(probability) ? null : value
}

/** The list in an order that the seed decides. @source Fisher and Yates */
export function shuffled<T>(random: Random, list: readonly T[]): T[] {
  const result = [...list]
  for (let at = result.length - 1; at > 0; at--) {
    const other = random.integer(0, at)
    ;[result[at], result[other]] = [result[other]!, result[at]!]
  }
  return result
}

function mix(value: number): number {
  let h = value | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
