import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Box, budget, intersect, partsOf, runsOf, subtract, TooLarge } from './box.ts'
import { roundest } from './roundest.ts'

const SIZES = [4, 3, 5]
const set = (size: number) => fc.bigInt({ min: 1n, max: (1n << BigInt(size)) - 1n })
const box = fc.tuple(...SIZES.map(set)) as fc.Arbitrary<Box>

/** The points of a box, one by one. */
function pointsOf(one: Box): string[] {
  return one.reduce<string[]>(
    (points, axis) => points.flatMap((point) => partsOf(axis).map((part) => `${point},${part}`)),
    [''],
  )
}

test('what is left after taking boxes away is every other point, once', () => {
  fc.assert(
    fc.property(
      fc.constant(SIZES.map((size) => (1n << BigInt(size)) - 1n)),
      fc.array(box, { maxLength: 6 }),
      fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
      (within, taken, ordered) => {
        const gone = new Set(taken.flatMap(pointsOf))
        const left = subtract(within, taken, ordered, budget(1_000_000))
        assert.deepEqual(
          left.flatMap(pointsOf).sort(),
          pointsOf(within)
            .filter((point) => !gone.has(point))
            .sort(),
        )
        for (const rest of left)
          rest.forEach((axis, at) => {
            if (ordered[at]) assert.equal(runsOf(axis).length, 1)
          })
      },
    ),
  )
})

test('an intersection is the points of both', () => {
  fc.assert(
    fc.property(box, box, (one, other) => {
      const both = new Set(pointsOf(other))
      assert.deepEqual(
        pointsOf(intersect(one, other) ?? [0n, 0n, 0n]),
        pointsOf(one).filter((point) => both.has(point)),
      )
    }),
  )
})

test('work ends with the budget', () => {
  assert.throws(() => subtract([0b111n], [[0b1n]], [true], budget(2)), TooLarge)
})

test('the roundest number lies within, and is round', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }),
      fc.bigInt({ min: 0n, max: 10n ** 16n }),
      (low, size) => {
        const found = roundest(low, low + size)
        assert.ok(found >= low && found <= low + size)
      },
    ),
  )
  assert.equal(roundest(30_000_001n, 49_999_999n), 40_000_000n)
  assert.equal(roundest(-(10n ** 15n), 1_999_999n), 1_000_000n)
  assert.equal(roundest(-500n, -100n), -100n)
  assert.equal(roundest(7n, 7n), 7n)
})
