import { fromDayNumber } from '../../kernel/local-date.ts'
import type { Type } from '../type.ts'
import type { Value } from '../value.ts'
import { sqlType } from '../visit/representation.ts'

/** A run-time value as SQL of its type's column type; null is NULL of that type. */
export function sqlLiteral(type: Type, value: Value): string {
  return `CAST(${bare(type, value)} AS ${sqlType(type)})`
}

function bare(type: Type, value: Value): string {
  if (value === null) return 'NULL'
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`
  if (typeof value === 'object') {
    return type.kind === 'list' ? `ARRAY[${value.map((item) => bare(type.of, item)).join(', ')}]` : 'NULL'
  }
  return type.kind === 'date' ? `'${fromDayNumber(Number(value))}'` : `'${value}'`
}
