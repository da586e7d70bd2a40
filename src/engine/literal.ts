import { dayNumberOf, fromDayNumber } from '../kernel/local-date.ts'
import {
  BOOLEAN,
  DATE,
  FACT_BOUND,
  MONEY,
  type NumberType,
  number,
  RATIO,
  SAFE_BOUND,
  TEXT,
  type Type,
} from './type.ts'
import type { Value } from './value.ts'
import type { Word } from './vocabulary.ts'

/**
 * Values as people write them: 50万元, 58.12%, 5年, 未知. Reading is exact: a number that has more decimals than its type keeps is
 * refused, never rounded; and what `showValue` writes, `readValue` reads back to the same value.
 */

/** The type names of 数据项 (facts), as an article's 类型 column writes them; 小数(n) and 代码：… carry an argument. */
export const FACT_TYPE_NAMES = [
  '金额',
  '比率',
  '数量',
  '小数(n)',
  '天数',
  '月数',
  '年数',
  '代码',
  '文本',
  '是否',
  '日期',
] as const

/**
 * The type of a fact declared as `typeName`; undefined where there is no such type name. 金额 counts fen, 比率 millionths, 天数 days,
 * 月数 months. **年数 counts months too** (5年 is 60): years and months are one dimension, so `合作年限 >= 18个月` compares as it
 * reads; only the unit 年 on the word says how the value is shown. 数量 has its counting unit (户, 次) as its dimension.
 */
export function typeOfFact(typeName: string, unit: string, codes: readonly string[]): Type | undefined {
  const decimals = /^小数\((\d)\)$/.exec(typeName)
  if (decimals) return number(unit, Number(decimals[1]), FACT_BOUND)
  switch (typeName) {
    case '金额':
      return MONEY
    case '比率':
      return RATIO
    case '数量':
      return number(unit, 0, FACT_BOUND)
    case '天数':
      return number('day', 0, FACT_BOUND)
    case '月数':
    case '年数':
      return number('month', 0, FACT_BOUND)
    case '代码':
      return codes.length > 0 ? { kind: 'code', codes } : undefined
    case '文本':
      return TEXT
    case '是否':
      return BOOLEAN
    case '日期':
      return DATE
    default:
      return undefined
  }
}

/** The unit that a fact of this type has where its 单位 is left empty. */
export function unitOfFact(typeName: string, unit: string): string {
  if (unit !== '') return unit
  return { 金额: '元', 比率: '%', 天数: '天', 月数: '个月', 年数: '年' }[typeName] ?? ''
}

export interface ReadOptions {
  /**
   * Takes a number without its unit as one in the word's own unit: a CSV column of 年用量 in 元 holds `500000`. Off in an article,
   * where 50 might be meant as 50万元 and 0.6 as 60%.
   */
  readonly bare?: boolean
}

/** The value that `text` writes for this word; null is 未知; undefined: it writes none. Full-width digits and signs are taken as ASCII. */
export function readValue(word: Word, text: string, options: ReadOptions = {}): Value | undefined {
  const written = text.trim()
  if (written === '') return undefined
  if (written === '未知' || written === 'null') return null
  return readKnown(word.type, word.unit, written, options.bare ?? false)
}

/** The one way in which this value of this word is shown and written back: 50万元, 499999.99元, 58.12%, 是, 未知. */
export function showValue(word: Word, value: Value): string {
  return value === null ? '未知' : showKnown(word.type, word.unit, value)
}

/** `value` as an integer times 10^-scale, written out in full with no needless zero: (5812n, 4) is 0.5812. */
export function showDecimal(value: bigint, scale: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '')
  return `${value < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`
}

function readKnown(type: Type, unit: string, written: string, bare: boolean): Value | undefined {
  switch (type.kind) {
    case 'number':
      return readNumber(type, unit, toHalfWidth(written), bare)
    case 'boolean':
      return { 是: true, 否: false, true: true, false: false }[written]
    case 'date':
      return readDate(toHalfWidth(written))
    case 'code': {
      const code = unquote(written)
      return type.codes.includes(code) ? code : undefined
    }
    case 'text':
      return unquote(written)
    case 'list': {
      const items = written.split('、').map((item) => readKnown(type.of, unit, item.trim(), bare))
      return items.some((item) => item === undefined) ? undefined : (items as Value[])
    }
    case 'nothing':
      return undefined
  }
}

/** Multiples that may stand between a number and its unit. */
const MULTIPLES: Readonly<Record<string, number>> = {
  '': 0,
  百: 2,
  千: 3,
  万: 4,
  十万: 5,
  百万: 6,
  千万: 7,
  亿: 8,
  万亿: 12,
}
const NUMBER = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?(十万|百万|千万|万亿|[百千万亿])?(.*)$/s

function readNumber(type: NumberType, unit: string, written: string, bare: boolean): number | bigint | undefined {
  const match = NUMBER.exec(written)
  if (!match) return undefined
  const [, sign, whole, fraction = '', multiple = '', rest] = match
  const factor = factorOf(type, unit, rest!.trim(), bare)
  if (factor === undefined) return undefined
  const digits = BigInt(whole!.replaceAll(',', '') + fraction) * factor.times
  const shift = type.scale + MULTIPLES[multiple]! + factor.shift - fraction.length
  const scaled = shift >= 0 ? digits * 10n ** BigInt(shift) : exactly(digits, 10n ** BigInt(-shift))
  if (scaled === undefined || scaled > type.bound) return undefined
  return toRunTime(type, sign === '-' ? -scaled : scaled)
}

/** What the written unit multiplies the number by: `times` × 10^`shift`. */
function factorOf(
  type: NumberType,
  unit: string,
  written: string,
  bare: boolean,
): { times: bigint; shift: number } | undefined {
  const plain = { times: 1n, shift: 0 }
  switch (type.dimension) {
    case 'money':
      if (written === '元') return plain
      if (written !== '' || !bare) return undefined
      return { times: 1n, shift: unit === '亿元' ? 8 : unit === '万元' ? 4 : 0 }
    case 'ratio':
      if (written === '%') return { times: 1n, shift: -2 }
      if (written === '‰') return { times: 1n, shift: -3 }
      if (written !== '' || !bare) return undefined
      return { times: 1n, shift: unit === '%' ? -2 : 0 }
    case 'day':
      if (written === '周') return { times: 7n, shift: 0 }
      return written === '天' || (bare && written === '') ? plain : undefined
    case 'month':
      if (written === '年') return { times: 12n, shift: 0 }
      if (written === '个月') return plain
      if (written !== '' || !bare) return undefined
      return unit === '年' ? { times: 12n, shift: 0 } : plain
    default:
      return written === '' || written === unit ? plain : undefined
  }
}

function exactly(digits: bigint, divisor: bigint): bigint | undefined {
  return digits % divisor === 0n ? digits / divisor : undefined
}

function toRunTime(type: NumberType, scaled: bigint): number | bigint {
  return type.bound <= SAFE_BOUND ? Number(scaled) : scaled
}

function readDate(written: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(written) ?? /^(\d{4})年(\d{1,2})月(\d{1,2})日$/.exec(written)
  return match ? dayNumberOf(Number(match[1]), Number(match[2]), Number(match[3])) : undefined
}

function unquote(written: string): string {
  const match = /^"(.*)"$/s.exec(written) ?? /^“(.*)”$/s.exec(written)
  return match ? match[1]!.replaceAll('\\"', '"').replaceAll('\\\\', '\\') : written
}

/** ０–９ and the signs around numbers; letters and brackets stay, for they may belong to a text. */
function toHalfWidth(written: string): string {
  return written
    .replace(/[０-９＋－．％]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replaceAll('−', '-')
}

function showKnown(type: Type, unit: string, value: Exclude<Value, null>): string {
  switch (type.kind) {
    case 'number':
      return showNumber(type, unit, BigInt(value as number | bigint))
    case 'boolean':
      return value === true ? '是' : '否'
    case 'date':
      return fromDayNumber(value as number)
    case 'list':
      return (value as readonly Value[])
        .map((item) => (item === null ? '未知' : showKnown(type.of, unit, item)))
        .join('、')
    case 'text':
      // A text that looks like another value, or would lose its spaces, is shown in quotes.
      return value === '未知' || value === 'null' || value === '' || /^["“]|^\s|\s$/.test(String(value))
        ? `"${String(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
        : String(value)
    case 'code':
    case 'nothing':
      return String(value)
  }
}

function showNumber(type: NumberType, unit: string, value: bigint): string {
  switch (type.dimension) {
    case 'money':
      return showMoney(value, type.scale)
    case 'ratio':
      return type.scale >= 2 ? `${showDecimal(value, type.scale - 2)}%` : `${value * 10n ** BigInt(2 - type.scale)}%`
    case 'day':
      return `${showDecimal(value, type.scale)}天`
    case 'month': {
      const years = 12n * 10n ** BigInt(type.scale)
      return unit !== '个月' && value % years === 0n ? `${value / years}年` : `${showDecimal(value, type.scale)}个月`
    }
    default:
      return `${showDecimal(value, type.scale)}${type.dimension === '' ? unit : type.dimension}`
  }
}

/** In 亿元 or 万元 where that takes at most two decimals, else in 元. */
function showMoney(value: bigint, scale: number): string {
  const size = value < 0n ? -value : value
  for (const [unit, power] of [
    ['亿元', 8],
    ['万元', 4],
  ] as const) {
    const one = 10n ** BigInt(scale + power)
    if (size >= one && value % (one / 100n) === 0n) return `${showDecimal(value, scale + power)}${unit}`
  }
  return `${showDecimal(value, scale)}元`
}
