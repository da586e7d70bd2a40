import { newId } from '../../kernel/id.ts'
import { authorise, type Context } from '../../platform/context.ts'
import { type Choice, chosenBy, factRelation } from '../fact/index.ts'
import { gradedStatement, type LoadedProgram, programForBook, programInForce, programOf } from '../policy/index.ts'
import { type Assessment, addCounts, type GradeCount } from './domain.ts'
import { failures } from './failures.ts'
import { awaitOlderWriters } from './older-writers.ts'
import { readAsOf } from './run.ts'
import { judge } from './sheet.ts'
import { lockResults, settleOne } from './store.ts'
import { resultsInForce } from './views.ts'

/** What somebody at a screen will wait for. */
const WRITERS_MS = 2_000

export interface AssessedOne {
  /** The result in force: the new one, or the one before where nothing changed. */
  readonly result: Assessment
  readonly outcome: 'inserted' | 'updated' | 'unchanged' | 'newer'
}

/**
 * Assesses one party by the version in force for its book on `asOf` (today without one) and records the result as a run would. Throws
 * `policy.noVersion`, `rating.partyAbsent`, `rating.badDate`, `rating.futureDate`.
 */
export async function assessOne(
  ctx: Context,
  documentId: string,
  partyId: string,
  asOf?: string,
): Promise<AssessedOne> {
  authorise(ctx, 'rating.assess')
  await awaitOlderWriters(ctx, ctx.now, WRITERS_MS)
  await lockResults(ctx, documentId)
  const judged = await judgeNow(ctx, documentId, partyId, asOf)
  const row = await settleOne(ctx, judged)
  const outcome = row.inserted ? 'inserted' : row.updated ? 'updated' : row.newer ? 'newer' : 'unchanged'
  const { version, runId, grade, reason } = judged
  const detail = { document: documentId, version, run: runId, asOf: judged.asOf, grade, reason, outcome }
  await ctx.audit.record({ act: 'rating.assess', partyId, clause: `${documentId}/${version}`, detail })
  const [inForce] = await resultsInForce(ctx, partyId, documentId)
  return { result: inForce!, outcome }
}

/** What `assessOne` would record, without recording it. */
export async function judgeNow(ctx: Context, documentId: string, partyId: string, asOf?: string): Promise<Assessment> {
  const date = readAsOf(ctx, asOf)
  const scopeNo = await bookOf(ctx, documentId, partyId)
  const loaded = await programForBook(ctx, documentId, date, scopeNo)
  const on = { asOf: date, factsAt: ctx.now }
  const judged = await judge(ctx, loaded, partyId, on)
  if (!judged) throw failures.partyAbsent()
  return { partyId, documentId, version: loaded.version.version, runId: newId(), scopeNo, ...judged.judgement, ...on }
}

export interface Simulation {
  readonly document: string
  readonly version: number
  readonly asOf: string
  readonly total: number
  readonly grades: readonly GradeCount[]
}

export interface SimulationInput extends Choice {
  readonly document: string
  /** A version by its number, drafts included; left out: the one in force for the whole institution. */
  readonly version?: number | undefined
  readonly asOf?: string | undefined
}

/** How many would get which grade: one set-based statement over the caller's range, nothing written. */
export async function simulate(ctx: Context, input: SimulationInput): Promise<Simulation> {
  authorise(ctx, 'rating.simulate')
  const asOf = readAsOf(ctx, input.asOf)
  const loaded =
    input.version === undefined
      ? await programInForce(ctx, input.document, asOf)
      : await programOf(ctx, input.document, input.version)
  const grades = await countGrades(ctx, loaded, asOf, input)
  const total = grades.reduce((sum, { count }) => sum + count, 0)
  return { document: input.document, version: loaded.version.version, asOf, total, grades }
}

async function countGrades(
  ctx: Context,
  loaded: LoadedProgram,
  asOf: Assessment['asOf'],
  choice: Choice,
): Promise<GradeCount[]> {
  const condition = await chosenBy(ctx, loaded.version.subject, choice)
  const graded = await gradedStatement(ctx, loaded, {
    moment: asOf === ctx.today ? 'now' : { asOf },
    ...(condition && { condition }),
  })
  const { rows } = await ctx.client.query<GradeCount>(
    `SELECT grade, reason, count(*) AS count FROM (\n${graded}\n) AS graded GROUP BY grade, reason`,
  )
  return addCounts(rows, [])
}

/** The book of a party of the document's subject. */
async function bookOf(ctx: Context, documentId: string, partyId: string): Promise<number> {
  const { subject } = (await programOf(ctx, documentId)).version
  const relation = await factRelation(ctx, subject, [], 'now')
  const { rows } = await ctx.client.query<{ scope_no: number }>(
    `SELECT ${relation.scopeNo} AS scope_no FROM ${relation.from} WHERE ${relation.partyId} = $1`,
    [partyId],
  )
  if (!rows[0]) throw failures.partyAbsent()
  return rows[0].scope_no
}
