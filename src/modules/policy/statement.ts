import { type Decision, type ProgramSql, programSql } from '../../engine/index.ts'
import type { Context } from '../../platform/context.ts'
import { type FactCondition, type FactRelation, factRelation, type Moment, type PartySpan } from '../fact/index.ts'
import type { BookRange } from './domain.ts'
import { type LoadedProgram, resultDecision } from './programs.ts'

/** When a party counts as late: what it rests on was recorded after `recordedAt`, or is valid only after `asOf`. SQL expressions. */
export interface Lateness {
  readonly recordedAt: string
  readonly asOf: string
}

export interface GradedOptions {
  readonly moment: Moment
  /** A stretch of parties, as SQL expressions. */
  readonly span?: PartySpan
  /** Only the parties whose book lies in it. */
  readonly books?: BookRange
  /** Only these parties: an SQL expression of a uuid array. */
  readonly parties?: string
  readonly condition?: FactCondition
  /** Left out: nobody is late. */
  readonly late?: Lateness
}

/**
 * The statement that grades parties by a version's result decision: a row a party with party_id, scope_no, late, grade, score,
 * score_low, score_high, reason. A late party is graded whatever the condition says, for the caller to judge again. Throws
 * `policy.noResult` where the version has no result decision.
 */
export async function gradedStatement(ctx: Context, loaded: LoadedProgram, options: GradedOptions): Promise<string> {
  const { program, version } = loaded
  const result = resultDecision(loaded)
  const inputs = program.inputs.map(({ identifier }) => identifier)
  const identifiers = [...new Set([...inputs, ...(options.condition?.identifiers ?? [])])]
  const relation = await factRelation(ctx, version.subject, identifiers, options.moment, options.span)
  const decided = programSql(program, {
    from: `(\n${partiesSql(relation, inputs, options)}\n) AS facts`,
    column: (identifier) => `facts.${quoted(identifier)}`,
    keys: ['facts.party_id', 'facts.scope_no', 'facts.late'],
  })
  return `SELECT ${['party_id', 'scope_no', 'late', ...gradeColumns(result, decided)].join(', ')}\nFROM (\n${decided.text}\n) AS decided`
}

/** Of each party that is asked for: its keys, whether it is late, and the facts that the program reads. */
function partiesSql(relation: FactRelation, inputs: readonly string[], options: GradedOptions): string {
  const { partyId, scopeNo } = relation
  const column = (identifier: string) => relation.column.get(identifier)!
  const late = options.late ? lateSql(relation, options.late) : 'false'
  const selected = [
    `${partyId} AS party_id`,
    `${scopeNo} AS scope_no`,
    `${late} AS late`,
    ...inputs.map((identifier) => `${column(identifier)} AS ${quoted(identifier)}`),
  ]
  const { span, books, parties, condition } = options
  const tests: string[] = []
  if (span) tests.push(`${partyId} > ${span.after}`, `${partyId} <= ${span.upTo}`)
  if (books) tests.push(`${scopeNo} BETWEEN ${books.lo} AND ${books.hi}`)
  if (parties) tests.push(`${partyId} = ANY (${parties})`)
  if (condition) tests.push(options.late ? `(${late} OR (${condition.sql(relation)}))` : `(${condition.sql(relation)})`)
  const where = tests.length === 0 ? '' : `\nWHERE ${tests.join(' AND ')}`
  return `SELECT ${selected.join(', ')}\nFROM ${relation.from}${where}`
}

function lateSql({ origin }: FactRelation, { recordedAt, asOf }: Lateness): string {
  const aliases = new Set(['subject', ...origin.values()])
  const families = [...aliases].filter((alias) => alias !== 'subject')
  const newest = (column: string, of: readonly string[]) =>
    `greatest(${of.map((alias) => `${alias}.${column}`).join(', ')})`
  const recorded = `${newest('recorded_at', [...aliases])} > ${recordedAt}`
  if (families.length === 0) return `(${recorded})`
  return `(${recorded} OR coalesce(${newest('as_of', families)} > ${asOf}, false))`
}

/** The result decision's value, score and reason under the names that a result row has. */
function gradeColumns(result: Decision, decided: ProgramSql): string[] {
  const answer = decided.answers.find((one) => one.answer.decision === result && one.answer.output !== 'score')
  const score = decided.answers.find((one) => one.answer.decision === result && one.answer.output === 'score')
  const of = decided.scorecards[result.word.identifier]
  const grade = answer ?? score!
  return [
    `${quoted(grade.value)}::text AS grade`,
    `${score ? `${quoted(score.value)}::bigint` : 'NULL::bigint'} AS score`,
    `${of ? `${quoted(of.low)}::bigint` : 'NULL::bigint'} AS score_low`,
    `${of ? `${quoted(of.high)}::bigint` : 'NULL::bigint'} AS score_high`,
    `${quoted(grade.reason)} AS reason`,
  ]
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
