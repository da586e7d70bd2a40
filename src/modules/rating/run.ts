import { z } from 'zod'
import type { Reason } from '../../engine/index.ts'
import { type LocalDate, parseLocalDate } from '../../kernel/local-date.ts'
import { authorise, type Context } from '../../platform/context.ts'
import { WHOLE_RANGE } from '../../platform/principal.ts'
import { findSelection } from '../../platform/selection.ts'
import { type Choice, chosenBy, factRelation } from '../fact/index.ts'
import { gradedStatement, programOf, resultDecision, type Segment, versionsInForce } from '../policy/index.ts'
import { addCounts, type GradeCount, momentOf } from './domain.ts'
import { failures } from './failures.ts'
import { awaitOlderWriters } from './older-writers.ts'
import { OWN_PARAMETERS, type SettleRow } from './settle.ts'
import { lockResults, type RunHead, settleMany } from './store.ts'

/** As long as the longest chunk of an import should take. */
const WRITERS_MS = 10_000
const FIRST = '00000000-0000-0000-0000-000000000000'
const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** All that a run must remember to go on after a crash: its instant, its versions, how far it is, what it has found. */
export const runStateSchema = z.object({
  runId: z.string(),
  document: z.string(),
  where: z.string().nullable(),
  /** The id of a kept selection; those do not change. */
  selection: z.string().nullable().default(null),
  asOf: z.string(),
  /** The one instant of the whole run, ISO 8601. */
  factsAt: z.string(),
  /** True where the run judges what is known now; false for an earlier date. */
  current: z.boolean(),
  segments: z.array(z.object({ lo: z.number(), hi: z.number(), version: z.number() })),
  /** Parties that one transaction takes. */
  chunk: z.number(),
  /** The last party done. */
  after: z.string(),
  finished: z.boolean(),
  total: z.number(),
  done: z.number(),
  inserted: z.number(),
  updated: z.number(),
  newer: z.number(),
  grades: z.array(
    z.object({
      grade: z.string().nullable(),
      reason: z.custom<Reason>((code) => typeof code === 'number'),
      count: z.number(),
    }),
  ),
})

export type RunState = z.output<typeof runStateSchema>

export interface RunInput extends Choice {
  readonly document: string
  readonly asOf?: string | undefined
  readonly chunk: number
}

/**
 * Fixes what the whole run rests on: the date, the instant, the versions in force for each stretch of books, the number of parties. Throws
 * `policy.noVersion`, `fact.badCondition`, `selection.absent`, `selection.twoWays`, `rating.badDate`, `rating.futureDate`.
 */
export async function beginRun(ctx: Context, runId: string, input: RunInput): Promise<RunState> {
  authorise(ctx, 'rating.assess')
  const asOf = readAsOf(ctx, input.asOf)
  const { lo, hi, granted } = ctx.principal
  const range = granted.length > 0 || lo > hi ? WHOLE_RANGE : { lo, hi }
  const segments = await versionsInForce(ctx, input.document, asOf, range)
  for (const { version } of segments) resultDecision(await programOf(ctx, input.document, version))
  const { subject } = (await programOf(ctx, input.document, segments[0]!.version)).version
  const total = await countParties(ctx, subject, input)
  return {
    runId,
    document: input.document,
    where: input.where ?? null,
    selection: input.selection == null ? null : (await findSelection(ctx, subject, input.selection)).id,
    asOf,
    factsAt: ctx.now.toISOString(),
    current: asOf === ctx.today,
    segments,
    chunk: input.chunk,
    after: FIRST,
    finished: total === 0,
    total,
    done: 0,
    inserted: 0,
    updated: 0,
    newer: 0,
    grades: [],
  }
}

/** Judges and writes the next chunk; what it found is in the state that it returns, to be saved in the same transaction. */
export async function stepRun(ctx: Context, state: RunState): Promise<RunState> {
  if (state.after === FIRST) await awaitOlderWriters(ctx, new Date(state.factsAt), WRITERS_MS)
  await lockResults(ctx, state.document)
  const upTo = await endOfChunk(ctx, state)
  let next: RunState = { ...state, after: upTo ?? LAST, finished: upTo === undefined }
  for (const segment of state.segments) {
    const found = await settleSegment(ctx, state, segment, upTo ?? LAST)
    for (const row of found) {
      next = {
        ...next,
        done: next.done + row.grades.reduce((sum, { count }) => sum + count, 0),
        inserted: next.inserted + row.inserted,
        updated: next.updated + row.updated,
        newer: next.newer + row.newer,
        grades: addCounts(next.grades, row.grades),
      }
    }
  }
  return next
}

/** The audit event of a finished run, in the transaction of its last chunk. */
export async function endRun(ctx: Context, state: RunState): Promise<void> {
  const { runId, document, asOf, segments, total, inserted, updated, where, selection } = state
  const versions = [...new Set(segments.map(({ version }) => version))]
  const detail = { run: runId, document, versions, asOf, where, selection, total, inserted, updated }
  await ctx.audit.record({ act: 'rating.assess', clause: `${document}/${versions.join('+')}`, detail })
}

export interface RunReport
  extends Pick<RunState, 'runId' | 'document' | 'asOf' | 'factsAt' | 'inserted' | 'updated' | 'newer'> {
  readonly versions: readonly number[]
  readonly total: number
  readonly unchanged: number
  readonly grades: readonly GradeCount[]
}

/** What a run reports: how many were judged, written, left, and how many got which grade. */
export function reportOf(state: RunState): RunReport {
  const { runId, document, asOf, factsAt, segments, done, inserted, updated, newer } = state
  const versions = [...new Set(segments.map(({ version }) => version))]
  const unchanged = done - inserted - updated - newer
  return {
    runId,
    document,
    versions,
    asOf,
    factsAt,
    total: done,
    inserted,
    updated,
    unchanged,
    newer,
    grades: state.grades,
  }
}

/** The stretch of one version: first as known now; then, as they were at the run's instant, the parties that changed since. */
async function settleSegment(ctx: Context, state: RunState, segment: Segment, upTo: string): Promise<SettleRow[]> {
  const loaded = await programOf(ctx, state.document, segment.version)
  const factsAt = new Date(state.factsAt)
  const head: RunHead = {
    documentId: state.document,
    version: segment.version,
    runId: state.runId,
    asOf: state.asOf,
    factsAt,
  }
  const recorded = momentOf({ asOf: state.asOf as LocalDate, factsAt })
  const condition = await chosenBy(ctx, loaded.version.subject, state)
  const shared = {
    ...(state.segments.length > 1 && { books: segment }),
    ...(condition && { condition }),
  }
  const span = { after: `$${OWN_PARAMETERS + 1}::uuid`, upTo: `$${OWN_PARAMETERS + 2}::uuid` }
  const graded = await gradedStatement(ctx, loaded, {
    ...shared,
    span,
    ...(state.current
      ? { moment: 'now' as const, late: { recordedAt: '$5::timestamptz', asOf: '$4::date' } }
      : { moment: recorded }),
  })
  const spanTest = ` AND a.party_id > ${span.after} AND a.party_id <= ${span.upTo}`
  const found = await settleMany(ctx, head, graded, [state.after, upTo], spanTest)
  if (found.late.length === 0) return [found]
  const parties = `$${OWN_PARAMETERS + 1}::uuid[]`
  const again = await gradedStatement(ctx, loaded, { ...shared, moment: recorded, parties })
  return [found, await settleMany(ctx, head, again, [`{${found.late.join()}}`])]
}

async function countParties(ctx: Context, subject: string, choice: Choice): Promise<number> {
  const condition = await chosenBy(ctx, subject, choice)
  const relation = await factRelation(ctx, subject, condition?.identifiers ?? [], 'now')
  const test = condition ? `WHERE ${condition.sql(relation)}` : ''
  const { rows } = await ctx.client.query<{ n: number }>(`SELECT count(*) AS n FROM ${relation.from} ${test}`)
  return rows[0]!.n
}

/** The last party of the next chunk; undefined where fewer are left than a chunk holds. */
async function endOfChunk(ctx: Context, state: RunState): Promise<string | undefined> {
  const { subject } = (await programOf(ctx, state.document, state.segments[0]!.version)).version
  const { from, partyId } = await factRelation(ctx, subject, [], 'now')
  const { rows } = await ctx.client.query<{ id: string }>(
    `SELECT ${partyId} AS id FROM ${from} WHERE ${partyId} > $1 ORDER BY ${partyId} OFFSET ${state.chunk - 1} LIMIT 1`,
    [state.after],
  )
  return rows[0]?.id
}

/** The date to be judged: today unless another is asked for, and never a later one. */
export function readAsOf(ctx: Pick<Context, 'today'>, text: string | undefined): LocalDate {
  if (text === undefined) return ctx.today
  const date = parseLocalDate(text)
  if (date === undefined) throw failures.badDate({ date: text })
  if (date > ctx.today) throw failures.futureDate({ date, today: ctx.today })
  return date
}
