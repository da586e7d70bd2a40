import { dayNumberOf } from '../../kernel/local-date.ts'
import type { Type } from '../type.ts'
import type { Value } from '../value.ts'
import { isBig } from '../visit/representation.ts'

/**
 * A value as a PostgreSQL driver hands it over (numbers as text or number, dates as `YYYY-MM-DD` text or as a Date at
 * midnight local time, arrays as arrays), as a run-time value of its type.
 */
export function fromSql(type: Type, value: unknown): Value {
  if (value === null || value === undefined) return null
  switch (type.kind) {
    case 'number':
      return isBig(type) ? BigInt(value as string | number | bigint) : Number(value)
    case 'date':
      return dayOf(value)
    case 'list':
      return (value as readonly unknown[]).map((item) => fromSql(type.of, item))
    default:
      return value as string | boolean
  }
}

function dayOf(value: unknown): number | null {
  if (value instanceof Date) return dayNumberOf(value.getFullYear(), value.getMonth() + 1, value.getDate()) ?? null
  const [year, month, day] = String(value).split('-').map(Number)
  return dayNumberOf(year!, month!, day!) ?? null
}
