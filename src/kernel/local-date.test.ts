import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays, addMonths, fromDayNumber, localDateOf, parseLocalDate, toDayNumber } from './local-date.ts'

const date = (text: string) => parseLocalDate(text) ?? assert.fail(`${text} is no date`)

test('a date that the calendar lacks is none', () => {
  for (const text of [
    '2023-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-4-1',
    '0000-01-01',
    '2026-04-31',
    '1900-02-29',
    '',
  ]) {
    assert.equal(parseLocalDate(text), undefined, text)
  }
  assert.equal(parseLocalDate('2024-02-29'), '2024-02-29')
  assert.equal(parseLocalDate('2000-02-29'), '2000-02-29')
})

test('a month later the day is clamped to the month', () => {
  assert.equal(addMonths(date('2024-01-31'), 1), '2024-02-29')
  assert.equal(addMonths(date('2023-03-31'), -1), '2023-02-28')
  assert.equal(addMonths(date('2023-12-15'), 1), '2024-01-15')
  assert.equal(addMonths(date('2024-02-29'), -12), '2023-02-28')
})

test('day numbers and dates are one to one, and days add up', () => {
  fc.assert(
    fc.property(fc.integer({ min: -600_000, max: 2_900_000 }), fc.integer({ min: -1000, max: 1000 }), (day, more) => {
      const text = fromDayNumber(day)
      assert.equal(toDayNumber(date(text)), day)
      assert.equal(toDayNumber(addDays(text, more)), day + more)
    }),
  )
})

test('the business date is the organisation’s, not the server’s', () => {
  const instant = new Date('2026-11-22T16:30:00Z')
  assert.equal(localDateOf(instant, 'Asia/Shanghai'), '2026-11-23')
  assert.equal(localDateOf(instant, 'UTC'), '2026-11-22')
})
