import type { Dimension } from '../type.ts'
import type { Quantity } from './syntax.ts'

/** Power of ten of a Chinese magnitude. Longest first. */
const MAGNITUDES: readonly (readonly [string, number])[] = [
  ['万亿', 12],
  ['千万', 7],
  ['百万', 6],
  ['十万', 5],
  ['亿', 8],
  ['万', 4],
  ['千', 3],
  ['百', 2],
]

interface Unit {
  readonly dimension: Dimension
  /** How many of the dimension's own unit it is… */
  readonly times: bigint
  /** …and how many decimals it shifts: % is two. */
  readonly shift: number
}

/** Units that mean the same in every organisation; counting words come from the facts that are declared with them. */
const UNITS: Readonly<Record<string, Unit>> = {
  元: { dimension: 'money', times: 1n, shift: 0 },
  '%': { dimension: 'ratio', times: 1n, shift: 2 },
  '％': { dimension: 'ratio', times: 1n, shift: 2 },
  '‰': { dimension: 'ratio', times: 1n, shift: 3 },
  天: { dimension: 'day', times: 1n, shift: 0 },
  周: { dimension: 'day', times: 7n, shift: 0 },
  个月: { dimension: 'month', times: 1n, shift: 0 },
  年: { dimension: 'month', times: 12n, shift: 0 },
}

/** Units that people write and that could mean two things, with what to write instead. */
export const UNCLEAR_UNITS: Readonly<Record<string, string>> = {
  日: '天',
  号: 'date("…")',
  月: '个月',
  块: '元',
  角: '元',
  季度: '个月',
}

export const HARD_DIMENSIONS: ReadonlySet<Dimension> = new Set(['money', 'ratio', 'day', 'month'])

const NUMBER = /(?:\d+(?:\.\d+)?|\.\d+)/y

export interface ReadQuantity {
  readonly quantity: Quantity
  readonly end: number
}

/** The number at `at`, with the magnitude and unit that follow it without a space. */
export function readQuantity(text: string, at: number, counting: ReadonlySet<string>): ReadQuantity | undefined {
  NUMBER.lastIndex = at
  const written = NUMBER.exec(text)?.[0]
  if (written === undefined) return undefined
  let end = at + written.length
  const [whole = '', fraction = ''] = written.split('.')
  let digits = BigInt(whole + fraction)
  let scale = fraction.length
  const magnitude = MAGNITUDES.find(([word]) => text.startsWith(word, end))
  if (magnitude) {
    end += magnitude[0].length
    scale -= magnitude[1]
  }
  const unit = unitAt(text, end, counting)
  if (unit) {
    end += unit.text.length
    digits *= unit.times
    scale += unit.shift
  }
  if (scale < 0) {
    digits *= 10n ** BigInt(-scale)
    scale = 0
  }
  return { quantity: { digits, scale, dimension: unit?.dimension ?? '' }, end }
}

function unitAt(text: string, at: number, counting: ReadonlySet<string>): (Unit & { text: string }) | undefined {
  let found: (Unit & { text: string }) | undefined
  const offer = (word: string, unit: Unit): void => {
    if (text.startsWith(word, at) && word.length > (found?.text.length ?? 0)) found = { ...unit, text: word }
  }
  for (const [word, unit] of Object.entries(UNITS)) offer(word, unit)
  for (const word of counting) offer(word, { dimension: word, times: 1n, shift: 0 })
  return found
}
