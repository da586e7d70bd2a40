import { PgBoss } from 'pg-boss'
import type { Ground } from '../ground.ts'
import { SYSTEM } from '../principal.ts'
import { STALE_SECONDS } from './claim.ts'
import { JOBS_SCHEMA, jobsDatabase, TASK_QUEUE } from './jobs.ts'
import { runTask } from './run.ts'
import { sendJob } from './store.ts'

const AT_ONCE = 2
const POLL_SECONDS = 0.5

export interface TaskWorker {
  stop(): Promise<void>
}

/** Takes tasks from the queue, two at a time. pg-boss only says that there is one; whose it is the row of `task` decides. */
export async function startTaskWorker(ground: Ground): Promise<TaskWorker> {
  const stopping = new AbortController()
  const boss = new PgBoss({
    db: jobsDatabase(ground.pool),
    schema: JOBS_SCHEMA,
    migrate: false,
    schedule: false,
    reindex: false,
    monitorVacuum: false,
  })
  boss.on('error', (error) => ground.log.warn({ err: error }, 'the job queue stumbled'))
  await boss.start()
  const running = new Set<Promise<unknown>>()
  await boss.work<{ id: string }>(
    TASK_QUEUE,
    { localConcurrency: AT_ONCE, pollingIntervalSeconds: POLL_SECONDS },
    async (jobs) => {
      for (const { data } of jobs) {
        const run = runTask(ground, data.id, { signal: stopping.signal }).catch((error) =>
          ground.log.info({ err: error, task: data.id }, 'a task was not run here'),
        )
        running.add(run)
        await run.finally(() => running.delete(run))
      }
    },
  )
  return {
    async stop() {
      stopping.abort(new Error('the process stops'))
      await Promise.allSettled(running)
      await boss.stop({ graceful: false, close: false })
    },
  }
}

/** Sends a job for each task that waits or runs without a living process: one that was killed, or left by the command line. */
export async function requeueStaleTasks(ground: Ground): Promise<number> {
  return ground.transact(SYSTEM, async (ctx) => {
    const { rows } = await ctx.client.query<{ task_id: string }>(
      `SELECT task_id FROM zhike.task
       WHERE state IN ('queued', 'running') AND coalesce(beat_at, created_at) < now() - make_interval(secs => $1)`,
      [STALE_SECONDS],
    )
    for (const { task_id } of rows) await sendJob(ctx, task_id)
    return rows.length
  })
}
