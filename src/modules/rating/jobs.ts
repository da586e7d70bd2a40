import { z } from 'zod'
import { defineTask, type RunningTask } from '../../platform/tasks.ts'
import { beginRun, endRun, reportOf, runStateSchema, stepRun } from './run.ts'

export const assessInput = z.object({
  document: z.string().min(1).max(100),
  /** FEEL; undefined: everybody in the principal's range. */
  where: z.string().max(10_000).optional(),
  /** A kept selection, by name or id; not beside `where`. */
  selection: z.string().max(100).optional(),
  /** YYYY-MM-DD; undefined: today. */
  asOf: z.string().optional(),
  /** Parties that one transaction takes: some tenths of a second, so that a cancel is heard and a resume loses little. */
  chunk: z.number().int().min(1).max(1_000_000).default(100_000),
})

/** Assesses a selection, or all: a chunk of parties a transaction, the checkpoint in the same one. */
export const assessTask = defineTask({
  kind: 'rating.assess',
  input: assessInput,
  async run({ id, input, checkpoint, ground, principal, signal, save }: RunningTask<z.output<typeof assessInput>>) {
    let state = checkpoint === undefined ? undefined : runStateSchema.parse(checkpoint)
    while (!state?.finished) {
      signal.throwIfAborted()
      const before = state
      state = await ground.transact(
        principal,
        async (ctx) => {
          const next = before ? await stepRun(ctx, before) : await beginRun(ctx, id, input)
          await save(ctx, { done: next.done, total: next.total, checkpoint: next })
          if (next.finished) await endRun(ctx, next)
          return next
        },
        { timeoutMs: 0 },
      )
    }
    return reportOf(state)
  },
})
