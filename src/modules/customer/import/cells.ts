import { readValue } from '../../../engine/literal.ts'
import { FACT_BOUND, type NumberType } from '../../../engine/type.ts'
import type { Word } from '../../../engine/vocabulary.ts'
import { dayNumberOf, fromDayNumber, type LocalDate, parseLocalDate } from '../../../kernel/local-date.ts'
import type { FactColumnValue } from '../../fact/index.ts'

/** What a cell says: its value, or why it says none. */
export type Reading<T> = { readonly value: T } | { readonly problem: string }

export type CellReader<T> = (text: string) => Reading<T>

/** Units that a mapping may give to bare numbers: what one is, in the type's own integers, as times × 10^shift. */
const UNITS: Readonly<Record<string, Readonly<Record<string, { times: number; shift: number }>>>> = {
  money: {
    分: { times: 1, shift: 0 },
    角: { times: 1, shift: 1 },
    元: { times: 1, shift: 2 },
    千元: { times: 1, shift: 5 },
    万元: { times: 1, shift: 6 },
    百万元: { times: 1, shift: 8 },
    亿元: { times: 1, shift: 10 },
  },
  ratio: { '%': { times: 1, shift: 4 }, '‰': { times: 1, shift: 3 }, '1': { times: 1, shift: 6 } },
  day: { 天: { times: 1, shift: 0 }, 日: { times: 1, shift: 0 } },
  month: { 月: { times: 1, shift: 0 }, 个月: { times: 1, shift: 0 }, 年: { times: 12, shift: 0 } },
}

const DEFAULT_UNITS: Readonly<Record<string, string>> = { money: '元', ratio: '%', day: '天', month: '个月' }

/** The units that a mapping may write for this word; empty where its numbers are counted in the word's own unit only. */
export function unitsOf(word: Word): string[] {
  return word.type.kind === 'number' ? Object.keys(UNITS[word.type.dimension] ?? {}) : []
}

const BARE = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/
const BOUND = Number(FACT_BOUND)

/** Reads a cell as a fact's column value: exact, with the mapping's unit for bare numbers. */
export function factReader(
  word: Word,
  options: { unit?: string | undefined; format?: string | undefined },
): CellReader<FactColumnValue> {
  const { type } = word
  switch (type.kind) {
    case 'number':
      return numberReader(word, type, options.unit)
    case 'boolean':
      return (text) => {
        const value = BOOLEANS[text.toLowerCase()]
        return value === undefined ? { problem: '应为 是 或 否' } : { value }
      }
    case 'date':
      return dateReader(options.format)
    case 'code':
      return (text) => (type.codes.includes(text) ? { value: text } : { problem: `应为 ${type.codes.join('、')} 之一` })
    default:
      return textReader(200)
  }
}

const BOOLEANS: Readonly<Record<string, boolean>> = {
  是: true,
  否: false,
  true: true,
  false: false,
  yes: true,
  no: false,
  y: true,
  n: false,
  '1': true,
  '0': false,
}

function numberReader(word: Word, type: NumberType, unit: string | undefined): CellReader<number> {
  const own = unit ?? (word.unit === '' ? DEFAULT_UNITS[type.dimension] : word.unit) ?? ''
  const { times, shift } = UNITS[type.dimension]?.[own] ?? { times: 1, shift: type.scale }
  return (text) => {
    const match =
      BARE.exec(text) ??
      BARE.exec(
        text
          .normalize('NFKC')
          .replace(/[\s¥￥]/g, '')
          .replace('−', '-'),
      )
    if (match === null) {
      const written = readValue(word, text)
      if (typeof written === 'number') return { value: written }
      return { problem: `应为数字${own === '' ? '' : `（单位 ${own}，或写明单位）`}` }
    }
    const [, sign, whole, fraction = ''] = match
    const significant = fraction.replace(/0+$/, '')
    const places = shift - significant.length
    if (places < 0) return { problem: `小数最多 ${shift} 位（单位 ${own || '个'}），不能舍入` }
    const digits = (whole!.length > 3 ? whole!.replaceAll(',', '') : whole!) + significant
    const value = Number(digits) * 10 ** places * times
    if (digits.replace(/^0+/, '').length > 16 || value > BOUND) return { problem: '数字过大' }
    return { value: sign === '-' && value !== 0 ? -value : value }
  }
}

const CONTROL = /\p{Cc}/u

export function textReader(longest: number): CellReader<string> {
  return (text) => {
    if (CONTROL.test(text)) return { problem: '含有不可见的控制字符' }
    return [...text].length > longest ? { problem: `超过 ${longest} 个字` } : { value: text }
  }
}

const YEAR_FIRST = /^(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日)$/

/** Reads a date: by the mapping's format, else in a form that begins with the year. A time of day at midnight is dropped. */
export function dateReader(format: string | undefined): CellReader<LocalDate> {
  if (format !== undefined) return formatReader(format)
  return (text) => {
    const exact = text.length === 10 ? parseLocalDate(text) : undefined
    if (exact !== undefined) return { value: exact }
    const plain = text
      .normalize('NFKC')
      .replace(/[ T]00?:00(?::00(?:\.0+)?)?$/, '')
      .trim()
    const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(plain)
    const match = YEAR_FIRST.exec(plain)
    const [year, month, day] = compact
      ? compact.slice(1)
      : match
        ? [match[1], match[2] ?? match[4], match[3] ?? match[5]]
        : []
    return dateOf(year, month, day, '应为 2026-01-31、2026/1/31、20260131 或 2026年1月31日')
  }
}

function dateOf(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  expected: string,
): Reading<LocalDate> {
  if (year === undefined) return { problem: `不是日期：${expected}` }
  const number = dayNumberOf(Number(year), Number(month), Number(day))
  return number === undefined ? { problem: '历法上没有这一天' } : { value: fromDayNumber(number) }
}

const PARTS = /YYYY|MM?|DD?/g

/** The parts of a format in their order; undefined where it lacks one or has one twice. */
export function formatParts(format: string): readonly string[] | undefined {
  const parts = (format.match(PARTS) ?? []).map((part) => part[0]!)
  return parts.length === 3 && new Set(parts).size === 3 ? parts : undefined
}

function formatReader(format: string): CellReader<LocalDate> {
  const parts = formatParts(format) ?? []
  const pattern = format
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(PARTS, (part) => (part === 'YYYY' ? '(\\d{4})' : part.length === 2 ? '(\\d{2})' : '(\\d{1,2})'))
  const expression = new RegExp(`^${pattern}$`)
  return (text) => {
    const match = expression.exec(text)
    const part = (name: string) => match?.[parts.indexOf(name) + 1]
    return dateOf(part('Y'), part('M'), part('D'), `应为 ${format} 的写法`)
  }
}
