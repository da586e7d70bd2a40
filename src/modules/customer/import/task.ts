import { basename } from 'node:path'
import { z } from 'zod'
import { Failure } from '../../../kernel/failure.ts'
import type { Context } from '../../../platform/context.ts'
import { defineTask, type RunningTask } from '../../../platform/tasks/task.ts'
import type { CustomerDraft, DraftProblem } from '../domain.ts'
import { failures } from '../failures.ts'
import { applyPlan, countVerdicts } from '../save.ts'
import { type PlanEntry, planSave } from '../save-plan.ts'
import { type FileRow, readChunks } from './chunks.ts'
import { ErrorCopy } from './error-copy.ts'
import { type PreparedImport, prepareImport } from './prepare.ts'
import type { RowProblem } from './row-reader.ts'

export const importInput = z.strictObject({
  file: z.string(),
  mapping: z.strictObject({ text: z.string(), file: z.string() }).optional(),
  mode: z.enum(['create', 'update', 'upsert']),
  dryRun: z.boolean(),
  /** Where the error copy goes. */
  errors: z.string(),
  /** Rows of one vault transaction and one main transaction. */
  chunkRows: z.number().int().min(1).max(100_000).default(10_000),
})

export type ImportInput = z.output<typeof importInput>

/** What an import ends with, and what is kept of it after each chunk. */
export interface ImportCounts {
  readonly rows: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly rejected: number
}

export interface ReportedProblem extends RowProblem {
  readonly row: number
}

export interface ImportResult extends ImportCounts {
  readonly encoding: string
  /** The error copy; undefined where nothing was rejected. */
  readonly errors?: string
  /** The first hundred problems; all of them stand in the error copy. */
  readonly problems: readonly ReportedProblem[]
}

interface Checkpoint {
  readonly digest: string
  readonly counts: ImportCounts
  readonly errorSize: number
  readonly problems: readonly ReportedProblem[]
}

const NOTHING: ImportCounts = { rows: 0, created: 0, updated: 0, unchanged: 0, rejected: 0 }
const REPORTED = 100
const ATTEMPTS = 3

/** Imports a file of customers, chunk by chunk; called again after a crash, it goes on behind the last chunk that was committed. */
export const importTask = defineTask<ImportInput>({ kind: 'customer.import', input: importInput, run: runImport })

async function runImport(task: RunningTask<ImportInput>): Promise<ImportResult> {
  const { ground, principal, input, signal } = task
  const prepared = await ground.transact(principal, (ctx) => prepareImport(ctx, input), {
    readOnly: true,
    timeoutMs: 0,
  })
  const { file } = prepared
  let state = startOf(task, prepared)
  const errors = new ErrorCopy(input.errors, file, state.errorSize)
  try {
    const chunks = readChunks(file, prepared.reader, input.chunkRows, state.counts.rows)
    // The next chunk is read and checked while the databases work on the present one.
    let ahead = chunks.next()
    for (let step = await ahead; !step.done; step = await ahead) {
      signal.throwIfAborted()
      ahead = chunks.next()
      ahead.catch(() => {})
      state = await saveChunk(task, prepared, step.value, state, errors)
    }
    const { counts } = state
    await ground.transact(principal, (ctx) =>
      ctx.audit.record({ act: 'import.run', detail: { file: basename(input.file), dryRun: input.dryRun, ...counts } }),
    )
    const told = counts.rejected > 0 ? { errors: input.errors } : {}
    return { ...counts, encoding: file.encoding, ...told, problems: state.problems }
  } finally {
    await errors.close()
  }
}

function startOf(task: RunningTask<ImportInput>, { file }: PreparedImport): Checkpoint {
  const saved = task.checkpoint as Checkpoint | undefined
  if (saved === undefined) return { digest: file.digest, counts: NOTHING, errorSize: 0, problems: [] }
  if (saved.digest !== file.digest) throw failures.fileChanged({ file: basename(file.path) })
  return saved
}

/** One chunk: one vault transaction, then one main transaction with the rows and the checkpoint that speaks of them. */
async function saveChunk(
  task: RunningTask<ImportInput>,
  prepared: PreparedImport,
  rows: readonly FileRow[],
  state: Checkpoint,
  errors: ErrorCopy,
): Promise<Checkpoint> {
  const sound = rows.filter((row) => row.problems.length === 0)
  for (let attempt = 1; ; attempt++) {
    try {
      return await task.ground.transact(
        task.principal,
        async (ctx) => {
          const entries = await settle(ctx, task, prepared, sound)
          const next = await account(prepared, rows, entries, state, errors)
          await task.save(ctx, { done: next.counts.rows, total: prepared.file.rows, checkpoint: next })
          return next
        },
        { timeoutMs: 0 },
      )
    } catch (error) {
      // Another save came in between: what it left is looked at again.
      if (
        !(error instanceof Failure) ||
        error.kind !== 'conflict' ||
        error.code.startsWith('task.') ||
        attempt === ATTEMPTS
      )
        throw error
    }
  }
}

async function settle(
  ctx: Context,
  { input, id }: RunningTask<ImportInput>,
  { mapping }: PreparedImport,
  rows: readonly FileRow[],
): Promise<readonly PlanEntry[]> {
  const drafts: CustomerDraft[] = rows.map((row) => row.draft)
  const plan = await planSave(ctx, drafts, { mode: input.mode, identifyBy: mapping.identify_by })
  if (input.dryRun) return plan.entries
  await applyPlan(ctx, drafts, plan, { source: mapping.source ?? '文件导入', batchId: id })
  return plan.entries
}

/** Adds a chunk to the counts, and its rejected rows to the error copy, which is on disk before the chunk is committed. */
async function account(
  { reader }: PreparedImport,
  rows: readonly FileRow[],
  entries: readonly PlanEntry[],
  state: Checkpoint,
  errors: ErrorCopy,
): Promise<Checkpoint> {
  const { created, updated, unchanged } = countVerdicts(entries)
  const problems = [...state.problems]
  let rejected = 0
  let at = 0
  errors.restart(state.errorSize)
  for (const row of rows) {
    const found =
      row.problems.length > 0
        ? row.problems
        : problemsOf(entries[at++]!).map(({ field, reason }) => reader.problemOf(row.cells, field, reason))
    if (found.length === 0) continue
    rejected++
    errors.add(row.cells, found)
    for (const problem of found) if (problems.length < REPORTED) problems.push({ row: row.row, ...problem })
  }
  const { counts } = state
  return {
    digest: state.digest,
    counts: {
      rows: counts.rows + rows.length,
      created: counts.created + created,
      updated: counts.updated + updated,
      unchanged: counts.unchanged + unchanged,
      rejected: counts.rejected + rejected,
    },
    errorSize: await errors.flush(),
    problems,
  }
}

function problemsOf(entry: PlanEntry): readonly DraftProblem[] {
  return entry.outcome === 'rejected' ? entry.problems : []
}
