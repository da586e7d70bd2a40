import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { defineTask } from './task.ts'

/** Counts to `upTo`, one row of `login_limit` and one checkpoint for each number, in one transaction. */
export const countingTask = defineTask({
  kind: 'test.count',
  input: z.object({ upTo: z.number().int(), pauseMs: z.number() }),
  async run({ input, checkpoint, principal, ground, signal, save }) {
    const { at } = z.object({ at: z.number() }).parse(checkpoint ?? { at: 0 })
    for (let n = at + 1; n <= input.upTo; n += 1) {
      signal.throwIfAborted()
      await ground.transact(principal, async (ctx) => {
        await ctx.client.query('INSERT INTO login_limit (key) VALUES ($1)', [`count ${n}`])
        await save(ctx, { done: n, total: input.upTo, checkpoint: { at: n } })
      })
      await sleep(input.pauseMs)
    }
    return { counted: input.upTo }
  },
})

export const brokenTask = defineTask({
  kind: 'test.break',
  input: z.object({}),
  run: () => Promise.reject(new Error('a secret inside')),
})

/** Lasts until it is stopped. */
export const lastingTask = defineTask({
  kind: 'test.last',
  input: z.object({}),
  run: ({ signal }) => sleep(600_000, undefined, { signal }),
})
