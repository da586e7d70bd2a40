import type { Context } from '../../platform/context.ts'
import { listFacts } from './dictionary.ts'
import type { FactDefinition, Moment } from './domain.ts'
import { failures } from './failures.ts'
import { type FactSource, factSource, factSubjects } from './source.ts'

/** A FROM clause with one row per party of the subject, and where each fact stands in it. */
export interface FactRelation {
  readonly from: string
  /** The SQL expression of each asked identifier, of the fact's own column type. */
  readonly column: ReadonlyMap<string, string>
  readonly scopeNo: string
  readonly partyId: string
  /** Per family read: the alias under which source, as_of and recorded_at stand; `subject` is the subject's own table. */
  readonly origin: ReadonlyMap<string, string>
}

/** A stretch of parties as SQL expressions: `after < party_id <= upTo`. */
export interface PartySpan {
  readonly after: string
  readonly upTo: string
}

/** The relation of `identifiers` at `moment`: left joins of only the families that are needed, and of them only the rows
 * of `span` where the caller takes the parties in stretches (it tests the subject itself). Unknown ones are `fact.unknownFact`. */
export async function factRelation(
  ctx: Pick<Context, 'db'>,
  subject: string,
  identifiers: readonly string[],
  moment: Moment,
  span?: PartySpan,
): Promise<FactRelation> {
  const source = factSource(subject)
  if (source === undefined) throw failures.unknownSubject({ subject, known: factSubjects().join('、') })
  const facts = new Map((await listFacts(ctx, subject)).map((fact) => [fact.identifier, fact]))
  return relationOf(source, facts, identifiers, moment, span)
}

/** The same from what is known: pure. */
export function relationOf(
  source: FactSource,
  facts: ReadonlyMap<string, FactDefinition>,
  identifiers: readonly string[],
  moment: Moment,
  span?: PartySpan,
): FactRelation {
  const column = new Map<string, string>()
  const origin = new Map<string, string>()
  const families = new Map<string, string[]>()
  for (const identifier of new Set(identifiers)) {
    const own = source.words.find((word) => word.identifier === identifier)
    const fact = facts.get(identifier)
    if (own !== undefined) {
      column.set(identifier, own.sql)
      origin.set(identifier, 'subject')
    } else if (fact !== undefined) {
      const alias = fact.family.replace(/^fact_/, 'of_')
      families.set(fact.family, [...(families.get(fact.family) ?? []), identifier])
      column.set(identifier, `${alias}.${identifier}`)
      origin.set(identifier, alias)
    } else {
      throw failures.unknownFact({ name: identifier, subject: source.subject })
    }
  }
  const joins = [...families].map(([family, columns]) => {
    const alias = family.replace(/^fact_/, 'of_')
    return `LEFT JOIN ${familyAt(family, columns, moment)} ${alias} ON ${alias}.party_id = subject.party_id${spanTest(alias, span)}`
  })
  const from = [`${subjectAt(source, moment)} subject`, ...joins].join('\n  ')
  return { from, column, origin, scopeNo: 'subject.scope_no', partyId: 'subject.party_id' }
}

/**
 * The row of each party that was the latest at the moment. The current row has the highest as_of and, among equals, was recorded
 * last; so the history is read only for parties whose current row is too new.
 */
function familyAt(family: string, columns: readonly string[], moment: Moment): string {
  if (moment === 'now') return family
  const list = ['party_id', 'scope_no', 'source', 'as_of', 'recorded_at', ...columns]
  return latestOf(family, `${family}_history`, list, momentTest(moment), 'as_of DESC, recorded_at DESC')
}

/** The subject's own columns have no as_of: what is known now holds for every date, and only `recordedAt` looks back. */
function subjectAt(source: FactSource, moment: Moment): string {
  if (moment === 'now' || moment.recordedAt === undefined) return source.table
  const list = ['party_id', 'scope_no', 'source', 'recorded_at', ...source.columns]
  return latestOf(
    source.table,
    source.historyTable,
    list,
    momentTest({ recordedAt: moment.recordedAt }),
    'recorded_at DESC',
  )
}

/** PostgreSQL does not carry a range from one side of a join to the other, so each family is told it: a chunk reads only its own rows. */
function spanTest(alias: string, span: PartySpan | undefined): string {
  return span === undefined ? '' : ` AND ${alias}.party_id > ${span.after} AND ${alias}.party_id <= ${span.upTo}`
}

type RowTest = (alias: string) => string

function momentTest(moment: Exclude<Moment, 'now'>): RowTest {
  return (alias) => {
    const tests: string[] = []
    if (moment.asOf !== undefined) tests.push(`${alias}.as_of <= DATE '${moment.asOf}'`)
    if (moment.recordedAt !== undefined) {
      tests.push(`${alias}.recorded_at <= TIMESTAMPTZ '${moment.recordedAt.toISOString()}'`)
    }
    return tests.length === 0 ? 'true' : tests.join(' AND ')
  }
}

function latestOf(table: string, history: string, columns: readonly string[], test: RowTest, order: string): string {
  const of = (alias: string) => columns.map((column) => `${alias}.${column}`).join(', ')
  return `(
    SELECT ${of('c')} FROM ${table} c WHERE ${test('c')}
    UNION ALL
    (SELECT DISTINCT ON (h.party_id) ${of('h')} FROM ${history} h JOIN ${table} c ON c.party_id = h.party_id
      WHERE NOT (${test('c')}) AND ${test('h')} ORDER BY h.party_id, ${order.replaceAll(/(\w+) DESC/g, 'h.$1 DESC')})
  )`
}
