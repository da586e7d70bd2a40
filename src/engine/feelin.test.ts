import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { evaluate as feelin } from 'feelin'
import { expression, readFacts, standardScope, standardWords } from '../../test/factories/engine.ts'
import { fromDayNumber } from '../kernel/local-date.ts'
import type { Type } from './type.ts'
import type { Facts, Value } from './value.ts'
import { evaluate } from './visit/evaluate.ts'

/** `feelin`, an independent FEEL in floating point, as the oracle of the DMN dialect. */

const rows = parse(readFileSync(new URL('./standard.csv', import.meta.url)), { columns: true }) as Record<
  string,
  string
>[]

/** Where the language is more than FEEL: units, Chinese spellings, full-width signs, functions of its own. */
const EXTENSIONS =
  /[≥≤≠＞×÷［“万%]|is known|已知|四舍五入|合计|round half even|days between|complete|^duration|\+ duration|@"P/

/** Where the two part, and why we stay. */
const DEPARTURES: Readonly<Record<string, readonly string[]>> = {
  'a number is finite and has at most a hundred digits': [
    '0 ** -1',
    '2 ** 得分',
    '1 ** 得分',
    '0 ** 得分',
    'exp(得分)',
  ],
  'a date has a year from 1 to 9999': ['date(得分, 1, 1)'],
  'text is ordered by code point, not by UTF-16': ['名称 > "﷐"'],
  'an `in` without brackets ends before `and`': ['得分 in > 5 and true'],
  'a range with an unknown end is open': ['得分 in [小数..10]'],
  'integers are exact': ['modulo(得分 * 得分, 7)'],
  'min and max also order text and dates': ['min("b", "a")', 'max(名称, "")', 'max(成立日, 评定日)', 'max(产品)'],
  '`some` and `every` are `or` and `and`, as the specification says': [
    'some x in [1, 得分] satisfies x > 2',
    'every x in [1, 得分] satisfies x > 0',
  ],
  'a position that no character has is unknown': [
    'substring("abc", 0)',
    'substring("abc", -4)',
    'substring("abc", 1, 0)',
  ],
  'case is changed in ASCII only': ['upper case("aß知z")', 'lower case("AÉ知Z")'],
  'feelin has no such function': [
    'year(date("2024-02-29"))',
    'month(date("2024-02-29"))',
    'day(date("2024-02-29"))',
    'year(成立日)',
    'day(成立日)',
  ],
  'a duration is a number of months or of days': [
    'years and months duration(date("2024-01-31"), date("2024-02-29"))',
    'years and months duration(date("2024-01-15"), date("2024-03-15"))',
    'years and months duration(date("2024-03-15"), date("2024-01-16"))',
    '评定日 - 成立日',
  ],
}
const departing = new Set(Object.values(DEPARTURES).flat())

const comparable = rows.filter(
  ({ group, dialect, expected, expression: text }) =>
    group !== 'cell' && dialect !== 'article' && !expected!.startsWith('error ') && !EXTENSIONS.test(text!),
)

suite('the DMN dialect against feelin', () => {
  test('agrees on every comparable row of the table of cases', () => {
    const compared = comparable.filter(({ expression: text }) => !departing.has(text!))
    const wrong = compared.filter((row) => !agree(row)).map(({ expression: text, facts }) => `${text} {${facts}}`)
    assert.deepEqual(wrong, [])
    assert.ok(compared.length > 250)
  })

  test('parts from it only where it says', () => {
    const texts = new Set(comparable.filter((row) => !agree(row)).map(({ expression: text }) => text))
    assert.deepEqual(
      [...departing].filter((text) => !texts.has(text)),
      [],
    )
  })
})

function agree({ expression: text, facts: written }: Record<string, string>): boolean {
  const facts = readFacts(written!)
  const node = expression(text!, standardScope('dmn'))
  const ours = plain(node.type, evaluate(node, facts))
  const theirs = feelinValue(text!, facts)
  if (typeof ours === 'number' && typeof theirs === 'number')
    return Math.abs(ours - theirs) <= 1e-9 * Math.max(1, Math.abs(ours))
  return ours === theirs
}

function feelinValue(text: string, facts: Facts): unknown {
  const context = standardWords.map(({ name, identifier, type }) => [name, given(type, facts[identifier] ?? null)])
  const { value } = feelin(text, Object.fromEntries(context))
  return isTemporal(value) ? value.toString().slice(0, 10) : (value ?? null)
}

function isTemporal(value: unknown): value is { toString(): string } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A value as feelin takes it: numbers in their major unit, dates as its own. */
function given(type: Type, value: Value): unknown {
  if (type.kind === 'date' && value !== null) return feelin(`date("${fromDayNumber(Number(value))}")`, {}).value
  return Array.isArray(value) && type.kind === 'list' ? value.map((item) => given(type.of, item)) : plain(type, value)
}

function plain(type: Type, value: Value): unknown {
  if (value === null) return null
  if (type.kind === 'number') return Number(value) / 10 ** type.scale
  return type.kind === 'date' ? fromDayNumber(Number(value)) : value
}
