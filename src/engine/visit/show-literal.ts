import { fromDayNumber } from '../../kernel/local-date.ts'
import { showDecimal } from '../literal.ts'
import type { NumberType, Type } from '../type.ts'
import type { Value } from '../value.ts'

/** A constant as a sentence or a suggestion writes it: 20万元, 60%, 2年, “好”, 2026-01-31. */
export function showLiteral(type: Type, value: Value): string {
  if (value === null) return '未知'
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (typeof value === 'string') return `“${value}”`
  if (typeof value === 'object')
    return type.kind === 'list' ? value.map((item) => showLiteral(type.of, item)).join('、') : ''
  if (type.kind === 'date') return fromDayNumber(Number(value))
  return type.kind === 'number' ? showQuantity(type, BigInt(value)) : String(value)
}

function showQuantity(type: NumberType, value: bigint): string {
  if (type.dimension === 'ratio') return `${showDecimal(value * 100n, type.scale)}%`
  if (type.dimension === 'day') return `${showDecimal(value, type.scale)}天`
  if (type.dimension === 'month') return showMonths(type, value)
  if (type.dimension === 'money') return `${showGrouped(value, type.scale)}元`
  return `${showDecimal(value, type.scale)}${type.dimension}`
}

function showMonths(type: NumberType, value: bigint): string {
  const year = 12n * 10n ** BigInt(type.scale)
  return value !== 0n && value % year === 0n ? `${value / year}年` : `${showDecimal(value, type.scale)}个月`
}

/** In 万 or 亿 where that leaves at most four decimals fewer digits to read. */
function showGrouped(value: bigint, scale: number): string {
  const yuan = 10n ** BigInt(scale)
  const size = value < 0n ? -value : value
  if (size >= 100_000_000n * yuan && size % (1_000_000n * yuan) === 0n) return `${showDecimal(value, scale + 8)}亿`
  if (size >= 10_000n * yuan && size % (100n * yuan) === 0n) return `${showDecimal(value, scale + 4)}万`
  return showDecimal(value, scale)
}
