import type pg from 'pg'
import { PgBoss } from 'pg-boss'

/** pg-boss's own schema in the main database. */
export const JOBS_SCHEMA = 'zhike_jobs'
/** The one queue: each job names a row of `task`. */
export const TASK_QUEUE = 'task'

/** Just enough of pg to run a statement: a pool, or the client of an act's transaction. */
type Runner = Pick<pg.ClientBase, 'query'> | Pick<pg.Pool, 'query'>

/** pg-boss's port on our own connections. A text of several statements takes no parameters and goes as a simple query. */
export function jobsDatabase(runner: Runner) {
  return {
    async executeSql(text: string, values?: unknown[]) {
      const result = await (runner as pg.Pool).query(text, values)
      return Array.isArray(result) ? (result.at(-1) as pg.QueryResult) : result
    },
  }
}

/**
 * Makes or upgrades pg-boss's schema and its queue, as the owner, and lets the application use them. Idempotent; the caller
 * holds the migration lock. At run time the application starts pg-boss with `migrate: false`, so that it owns nothing.
 */
export async function migrateJobs(owner: pg.Pool | pg.ClientBase, appRole: string): Promise<void> {
  const boss = new PgBoss({ db: jobsDatabase(owner), schema: JOBS_SCHEMA, supervise: false, schedule: false })
  await boss.start()
  await boss.createQueue(TASK_QUEUE, { policy: 'short', retryLimit: 0 })
  await boss.stop({ graceful: false, close: false })
  const role = `"${appRole.replaceAll('"', '""')}"`
  await (owner as pg.Pool).query(`
    GRANT USAGE ON SCHEMA ${JOBS_SCHEMA} TO ${role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${JOBS_SCHEMA} TO ${role};
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${JOBS_SCHEMA} TO ${role};
  `)
}
