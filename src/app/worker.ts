import { sealAtEnd, sealWhenDue } from '../platform/audit/seal.ts'
import { forgetLimits } from '../platform/auth/limits.ts'
import { forgetSessions } from '../platform/auth/session.ts'
import type { Ground } from '../platform/ground.ts'
import { forgetKeys } from '../platform/idempotency.ts'
import { SYSTEM } from '../platform/principal.ts'
import { keepDoing, type Rhythm } from '../platform/schedule.ts'
import { requeueStaleTasks, startTaskWorker, type TaskWorker } from '../platform/tasks/worker.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND

/** The work of a server that nobody asks for: tasks from the queue, and what must be done in time. */
export async function startWorker(ground: Ground): Promise<TaskWorker> {
  const stopping = new AbortController()
  const tasks = await startTaskWorker(ground)
  const turns = rhythms(ground).map((rhythm) => keepDoing(rhythm, ground.log, stopping.signal))
  return {
    async stop() {
      stopping.abort(new Error('the process stops'))
      await tasks.stop()
      await Promise.all(turns)
      await sealAtEnd(ground)
    },
  }
}

function rhythms(ground: Ground): readonly Rhythm[] {
  return [
    { name: 'requeue stale tasks', everyMs: 5 * SECOND, work: () => requeueStaleTasks(ground) },
    { name: 'seal the audit trail', everyMs: 5 * SECOND, work: () => sealWhenDue(ground) },
    {
      name: 'forget what has run out',
      everyMs: 10 * MINUTE,
      work: () =>
        ground.transact(SYSTEM, async (ctx) => {
          await forgetSessions(ctx)
          await forgetKeys(ctx)
          await forgetLimits(ctx)
        }),
    },
  ]
}
