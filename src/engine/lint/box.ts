/**
 * The algebra of rows. The values of a column fall into parts (`axis.ts`); a set of them is the bits of a bigint, one per part. A box
 * is one such set per column: all combinations of its parts. Exact: no part is ever split or rounded.
 */
export type Box = readonly bigint[]

/** The parts that two boxes share; undefined where they have none in some column. */
export function intersect(one: Box, other: Box): Box | undefined {
  const shared = one.map((set, axis) => set & other[axis]!)
  return shared.includes(0n) ? undefined : shared
}

export function covers(outer: Box, inner: Box): boolean {
  return inner.every((set, axis) => (set & ~outer[axis]!) === 0n)
}

/** The numbers of the parts in a set, ascending. */
export function partsOf(set: bigint): number[] {
  const parts: number[] = []
  for (let part = 0, rest = set; rest !== 0n; part++, rest >>= 1n) if (rest & 1n) parts.push(part)
  return parts
}

/** The set as runs of neighbouring parts: [0, 1, 4] as [0, 1] and [4]. */
export function runsOf(set: bigint): bigint[] {
  const runs: bigint[] = []
  let last = -2
  for (const part of partsOf(set)) {
    const bit = 1n << BigInt(part)
    if (part === last + 1) runs[runs.length - 1]! |= bit
    else runs.push(bit)
    last = part
  }
  return runs
}

/** How much work is left; taking from an empty one throws `TooLarge`, so that no table keeps the linter for ever. */
export interface Budget {
  take(steps: number): void
}

export class TooLarge extends Error {}

export function budget(steps: number): Budget {
  let left = steps
  return {
    take(taken) {
      left -= taken
      if (left < 0) throw new TooLarge()
    },
  }
}

/**
 * What of `within` no box of `taken` covers, as disjoint boxes in the order of the first column's parts. Parts of a column with the
 * same remainder are one box; where the column is ordered only neighbours are joined, so that a gap is an interval. Work grows with the
 * distinct sets of rows that survive the first columns, which is small for tables that people write.
 */
export function subtract(within: Box, taken: readonly Box[], ordered: readonly boolean[], steps: Budget): Box[] {
  const known = new Map<string, Box[]>()
  return remainder(
    0,
    taken.map((_, index) => index),
  )

  function remainder(axis: number, alive: readonly number[]): Box[] {
    if (alive.length === 0) return [within.slice(axis)]
    if (alive.some((index) => covers(taken[index]!.slice(axis), within.slice(axis)))) return []
    const key = `${axis}:${alive.join(',')}`
    const before = known.get(key)
    if (before) return before
    const found = join(axis, alive)
    known.set(key, found)
    return found
  }

  function join(axis: number, alive: readonly number[]): Box[] {
    const sets = new Map<string, { set: bigint; rest: Box }>()
    for (const part of partsOf(within[axis]!)) {
      steps.take(alive.length + 1)
      const bit = 1n << BigInt(part)
      const rests = remainder(
        axis + 1,
        alive.filter((index) => taken[index]![axis]! & bit),
      )
      // A remainder is joined by its text, which is dear.
      steps.take(20 * rests.length)
      for (const rest of rests) {
        const name = rest.join(',')
        const entry = sets.get(name)
        if (entry) entry.set |= bit
        else sets.set(name, { set: bit, rest })
      }
    }
    const boxes = [...sets.values()].flatMap(({ set, rest }) =>
      (ordered[axis] ? runsOf(set) : [set]).map((run) => [run, ...rest]),
    )
    steps.take(boxes.length)
    return boxes.toSorted((a, b) => partsOf(a[0]!)[0]! - partsOf(b[0]!)[0]!)
  }
}
