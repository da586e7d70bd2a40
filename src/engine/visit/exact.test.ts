import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { anyCodePoints } from '../../../test/factories/expressions.ts'
import { addMonths as addKernelMonths, fromDayNumber, toDayNumber } from '../../kernel/local-date.ts'
import { addMonths, calendarDay, completeMonths } from './calendar.ts'
import { codePointCount, compareText } from './code-points.ts'
import { divide, exponential, logarithm, power, squareRoot } from './exact.ts'
import { type Rounding, roundBig, roundNumber } from './rounding.ts'

/** The arithmetic against its definitions, since the two back ends could agree and both be wrong. */

const anyBig = fc.oneof(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), fc.bigInt({ min: -20n, max: 20n }))
const anyDay = fc.integer({ min: -719_162, max: 2_932_896 })

function size(value: bigint): bigint {
  return value < 0n ? -value : value
}

suite('inexact arithmetic', () => {
  test('a quotient is the nearest integer, and the even one of two', () => {
    const property = fc.property(anyBig, anyBig, (top, bottom) => {
      const result = divide(top, bottom, 0)
      if (bottom === 0n) return assert.equal(result, null)
      const twice = size(top - result! * bottom) * 2n
      assert.ok(twice < size(bottom) || (twice === size(bottom) && result! % 2n === 0n))
    })
    fc.assert(property, { numRuns: 2000 })
  })

  test('a quotient of 34 digits is the nearest with so many', () => {
    assert.equal(divide(2n * 10n ** 40n, 3n, 34), 6_666_666_666_666_666_666_666_666_666_666_667n * 10n ** 6n)
    assert.equal(divide(10n ** 34n * 10n - 5n, 1n, 34), 10n ** 35n)
    assert.equal(divide(-(10n ** 34n * 25n), 10n, 34), -(10n ** 33n * 25n))
  })

  test('a root is the nearest', () => {
    const property = fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n }), (value) => {
      const root = squareRoot(value, 0, 20, 0)!
      const scaled = value * 10n ** 40n * 4n
      assert.ok((2n * root - 1n) ** 2n <= scaled || root === 0n)
      assert.ok((2n * root + 1n) ** 2n >= scaled)
    })
    fc.assert(property, { numRuns: 500 })
  })

  test('powers, logarithms and exponentials are near what floating point says', () => {
    const near = (found: bigint | null, wanted: number) =>
      assert.ok(Math.abs(Number(found) / 1e20 - wanted) <= 1e-12 * Math.max(1, Math.abs(wanted)))
    for (const value of [1n, 7n, 99n, 101n, 12_345n]) {
      const plain = Number(value) / 100
      near(logarithm(value, 2, 20, 0), Math.log(plain))
      near(exponential(-value, 2, 20, 0), Math.exp(-plain))
      near(power(value, 3n, 2, 20, 0), plain ** 3)
      near(power(value, -2n, 2, 20, 0), plain ** -2)
    }
    near(exponential(4_567n, 2, 20, 0), Math.exp(45.67))
  })
})

test('roundings agree on both carriers, and with their definitions', () => {
  const modes: readonly Rounding[] = [
    'floor',
    'ceiling',
    'round up',
    'round down',
    'round half up',
    'round half down',
    'round half even',
  ]
  const expected: Readonly<Record<string, readonly number[]>> = {
    floor: [-3, -2, -2, 1, 1, 2],
    ceiling: [-2, -1, -1, 2, 2, 3],
    'round up': [-3, -2, -2, 2, 2, 3],
    'round down': [-2, -1, -1, 1, 1, 2],
    'round half up': [-3, -2, -1, 1, 2, 3],
    'round half down': [-2, -1, -1, 1, 1, 2],
    'round half even': [-2, -2, -1, 1, 2, 2],
  }
  for (const mode of modes) {
    assert.deepEqual(
      [-25, -15, -14, 14, 15, 25].map((value) => roundNumber(mode, value, 10, 1)),
      expected[mode],
    )
    const property = fc.property(fc.maxSafeInteger(), fc.constantFrom(10, 100, 10 ** 15), (value, step) => {
      assert.equal(BigInt(roundNumber(mode, value, step, 1)), roundBig(mode, BigInt(value), BigInt(step), 1n))
    })
    fc.assert(property, { numRuns: 200 })
  }
})

suite('the calendar', () => {
  test('knows the parts of every day as the kernel does', () => {
    const property = fc.property(anyDay, (day) => {
      const { year, month, day: dayOfMonth } = calendarDay(day)
      const written = [
        String(year).padStart(4, '0'),
        String(month).padStart(2, '0'),
        String(dayOfMonth).padStart(2, '0'),
      ].join('-')
      assert.equal(written, fromDayNumber(day))
    })
    fc.assert(property, { numRuns: 2000 })
  })

  test('adds months as the kernel does, and counts whole ones back', () => {
    const property = fc.property(
      fc.integer({ min: 0, max: 40_000 }),
      fc.integer({ min: 0, max: 600 }),
      (day, months) => {
        const later = addMonths(day, months)!
        assert.equal(later, toDayNumber(addKernelMonths(fromDayNumber(day), months)))
        const clamped = calendarDay(later).day < calendarDay(day).day
        assert.equal(completeMonths(day, later), clamped ? months - 1 : months)
      },
    )
    fc.assert(property, { numRuns: 1000 })
  })
})

test('text is counted and ordered by code point', () => {
  const anyText = anyCodePoints(5)
  const byPoints = (one: string, other: string): number => {
    const [left, right] = [[...one], [...other]].map((points) => points.map((point) => point.codePointAt(0)!)) as [
      number[],
      number[],
    ]
    const at = left.findIndex((point, index) => point !== right[index])
    return at === -1 ? left.length - right.length : left[at]! - (right[at] ?? -1)
  }
  const property = fc.property(anyText, anyText, fc.constantFrom('', '𠮷', '\u{e000}'), (one, other, start) => {
    assert.equal(codePointCount(one), [...one].length)
    assert.equal(Math.sign(compareText(start + one, start + other)), Math.sign(byPoints(start + one, start + other)))
    assert.equal(Math.sign(compareText(one, other)), -Math.sign(compareText(other, one)) + 0)
  })
  fc.assert(property, { numRuns: 2000 })
})
