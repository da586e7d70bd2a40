import { randomBytes } from 'node:crypto'

const FIRST_CAPACITY = 1 << 16

/**
 * Which keys a file has had, and in which row first: 12 bytes a slot instead of a string, so that a million rows with two keys
 * each stay under 50 MiB. A key is known by 64 bits of a seeded hash; among a million keys two meet by chance once in 37 million
 * files.
 */
export class SeenKeys {
  readonly #seed = randomBytes(4).readUInt32LE(0)
  #capacity = FIRST_CAPACITY
  #slots = new Uint32Array(FIRST_CAPACITY * 3)
  #used = 0

  /** The row that has the key, or undefined. */
  find(key: string): number | undefined {
    const [low, high] = hash64(key, this.#seed)
    const row = this.#slots[this.#find(this.#slots, this.#capacity, low, high) + 2]!
    return row === 0 ? undefined : row
  }

  /** Keeps `row` (from 1) as the one that has the key. */
  add(key: string, row: number): void {
    if (this.#used * 3 > this.#capacity * 2) this.#grow()
    const [low, high] = hash64(key, this.#seed)
    const at = this.#find(this.#slots, this.#capacity, low, high)
    if (this.#slots[at + 2] === 0) this.#used++
    this.#slots.set([low, high, row], at)
  }

  #find(slots: Uint32Array, capacity: number, low: number, high: number): number {
    let slot = low & (capacity - 1)
    while (slots[slot * 3 + 2] !== 0 && (slots[slot * 3] !== low || slots[slot * 3 + 1] !== high)) {
      slot = (slot + 1) & (capacity - 1)
    }
    return slot * 3
  }

  #grow(): void {
    const capacity = this.#capacity * 2
    const slots = new Uint32Array(capacity * 3)
    for (let at = 0; at < this.#slots.length; at += 3) {
      if (this.#slots[at + 2] === 0) continue
      const to = this.#find(slots, capacity, this.#slots[at]!, this.#slots[at + 1]!)
      slots.set(this.#slots.subarray(at, at + 3), to)
    }
    this.#slots = slots
    this.#capacity = capacity
  }
}

/** Two lanes of multiply and xor over the code units, crossed at the end. Not for secrets. */
function hash64(key: string, seed: number): [number, number] {
  let a = 0xdeadbeef ^ seed
  let b = 0x41c6ce57 ^ seed
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at)
    a = Math.imul(a ^ code, 2_654_435_761)
    b = Math.imul(b ^ code, 1_597_334_677)
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909)
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909)
  return [a >>> 0, b >>> 0]
}
