import type { HitPolicy } from '../program.ts'

/** An output and the condition under which it takes part; a condition that is not true takes no part. */
export interface Part {
  readonly condition: string
  readonly output: string
}

/** `gather` as SQL: what a collecting hit policy makes of the outputs that take part; NULL of none, but C# counts none as 0. */
export function aggregate(hit: HitPolicy, type: string, parts: readonly Part[]): string {
  if (parts.length === 0) return hit === 'C#' ? `CAST(0 AS ${type})` : `CAST(NULL AS ${type})`
  switch (hit) {
    case 'C#':
      return `CAST(${joined(parts, ' + ', () => '1', '0')} AS ${type})`
    case 'C+': {
      const total = `(${joined(parts, ' + ', ({ output }) => output, '0')})`
      // A row that always matches spares the question whether any does.
      if (parts.some(({ condition }) => condition === 'true')) return `CAST(${total} AS ${type})`
      return `CASE WHEN ${parts.map(({ condition }) => `(${condition})`).join(' OR ')} THEN CAST(${total} AS ${type}) END`
    }
    case 'C<':
      return `LEAST(${joined(parts, ', ', ({ output }) => output, 'NULL')})`
    case 'C>':
      return `GREATEST(${joined(parts, ', ', ({ output }) => output, 'NULL')})`
    default:
      // An array joined to NULL is the array, so that only no match at all is NULL.
      return `(${joined(parts, ' || ', ({ output }) => `CAST(ARRAY[${output}] AS ${type})`, 'NULL')})`
  }
}

/** Whether an open row leaves the aggregate as it is, whichever way it turns out. Open (NULL) where there is no aggregate. */
export function changesNothing(hit: HitPolicy, output: string, value: string): string {
  switch (hit) {
    case 'C+':
      return `${output} = 0 AND ${value} IS NOT NULL`
    case 'C<':
      return `${output} >= ${value}`
    case 'C>':
      return `${output} <= ${value}`
    default:
      return 'false'
  }
}

function joined(parts: readonly Part[], joint: string, value: (part: Part) => string, otherwise: string): string {
  return parts.map((part) => `CASE WHEN ${part.condition} THEN ${value(part)} ELSE ${otherwise} END`).join(joint)
}
