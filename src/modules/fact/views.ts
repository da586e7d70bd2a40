import type { Facts, Value } from '../../engine/value.ts'
import { type LocalDate, toDayNumber } from '../../kernel/local-date.ts'
import type { Context } from '../../platform/context.ts'
import { listFacts } from './dictionary.ts'
import { type FactColumnValue, isStale, type Moment, type Provenance } from './domain.ts'
import { failures } from './failures.ts'
import { relationOf } from './relation.ts'
import { factSource, factSubjects } from './source.ts'

export interface LoadedFacts {
  readonly facts: Facts
  /** Only of known values: an unknown one has no source. */
  readonly provenance: ReadonlyMap<string, Provenance>
}

/**
 * One party's facts as the engine takes them, each with where it came from. A party out of scope, or not of the subject, is undefined.
 * A value is stale on the moment's date (today's, unless `asOf` says otherwise).
 */
export async function loadFacts(
  ctx: Pick<Context, 'db' | 'client' | 'today'>,
  subject: string,
  partyId: string,
  identifiers: readonly string[],
  moment: Moment = 'now',
): Promise<LoadedFacts | undefined> {
  const source = factSource(subject)
  if (source === undefined) throw failures.unknownSubject({ subject, known: factSubjects().join('、') })
  const definitions = new Map((await listFacts(ctx, subject)).map((fact) => [fact.identifier, fact]))
  const relation = relationOf(source, definitions, identifiers, moment)
  const values = [...relation.column].map(([identifier, expression]) => `${expression} AS "v_${identifier}"`)
  const origins = [...new Set(relation.origin.values())].map((alias) => {
    const asOf = alias === 'subject' ? 'NULL::date' : `${alias}.as_of`
    return `${alias}.source AS "s_${alias}", ${asOf} AS "d_${alias}", ${alias}.recorded_at AS "r_${alias}"`
  })
  const { rows } = await ctx.client.query<Record<string, FactColumnValue | Date>>(
    `SELECT ${['true AS found', ...values, ...origins].join(', ')} FROM ${relation.from} WHERE ${relation.partyId} = $1`,
    [partyId],
  )
  const row = rows[0]
  if (row === undefined) return undefined
  const onDate = moment !== 'now' && moment.asOf !== undefined ? moment.asOf : ctx.today
  const facts: Record<string, Value> = {}
  const provenance = new Map<string, Provenance>()
  for (const [identifier, alias] of relation.origin) {
    const value = row[`v_${identifier}`] as FactColumnValue
    const definition = definitions.get(identifier)
    const type = definition?.type ?? source.words.find((word) => word.identifier === identifier)?.type
    facts[identifier] = value !== null && type === '日期' ? toDayNumber(value as LocalDate) : value
    if (value === null) continue
    const asOf = row[`d_${alias}`] as LocalDate | null
    provenance.set(identifier, {
      source: row[`s_${alias}`] as string,
      asOf,
      recordedAt: row[`r_${alias}`] as Date,
      stale: isStale(asOf, definition?.freshDays, onDate),
    })
  }
  return { facts, provenance }
}
