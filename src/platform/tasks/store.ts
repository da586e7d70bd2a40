import { PgBoss } from 'pg-boss'
import { newId } from '../../kernel/id.ts'
import type { Context } from '../context.ts'
import type { Ground } from '../ground.ts'
import { mayDo, type Principal } from '../principal.ts'
import { detailsOf } from '../validation.ts'
import { taskFailures } from './failures.ts'
import { JOBS_SCHEMA, jobsDatabase, TASK_QUEUE } from './jobs.ts'
import type { TaskTables } from './tables.ts'
import { findTaskHandler, type TaskState, type TaskView } from './task.ts'

export interface NewTask {
  readonly kind: string
  /** What the task centre shows: 导入 客户.csv. */
  readonly title: string
  readonly input: unknown
}

/**
 * Queues a task in the act's own transaction: it exists exactly when the act does, with the act's principal as its own.
 * @throws task.unknownKind, task.badInput
 */
export async function queueTask(ctx: Context, { kind, title, input }: NewTask): Promise<string> {
  const id = await insertTask(ctx, { kind, title, input })
  await sendJob(ctx, id)
  return id
}

/** Queues a task in a transaction of its own and leaves it to the caller to run (`runTask`), as the command line does. */
export async function startTask(
  ground: Ground,
  principal: Principal,
  kind: string,
  title: string,
  input: unknown,
): Promise<string> {
  return ground.transact(principal, (ctx) => insertTask(ctx, { kind, title, input }))
}

async function insertTask(ctx: Context, { kind, title, input }: NewTask): Promise<string> {
  const handler = findTaskHandler(kind)
  if (!handler) throw taskFailures.unknownKind({ kind })
  const checked = handler.input.safeParse(input)
  if (!checked.success) throw taskFailures.badInput({}, { details: detailsOf(checked.error) })
  const id = newId()
  const { principal } = ctx
  await tables(ctx)
    .insertInto('task')
    .values({
      task_id: id,
      kind,
      title,
      state: 'queued',
      input: JSON.stringify(input),
      principal_id: principal.id,
      lo: principal.lo,
      hi: principal.hi,
      granted: [...principal.granted],
      acts: [...principal.acts],
      created_at: ctx.now,
    })
    .execute()
  return id
}

/**
 * The longest that pg-boss allows. A job that expired would free its place among those that run at once while its task goes on;
 * one whose process died stands in nobody's way, since a stale task gets a job of its own.
 */
const JOB_SECONDS = 24 * 60 * 60

/** A pg-boss that lives for one statement: its job commits or vanishes with the act. */
export async function sendJob(ctx: Pick<Context, 'client'>, id: string): Promise<void> {
  const db = jobsDatabase(ctx.client)
  const boss = new PgBoss({ db, schema: JOBS_SCHEMA, migrate: false, supervise: false, schedule: false })
  await boss.send(TASK_QUEUE, { id }, { singletonKey: id, expireInSeconds: JOB_SECONDS, db })
}

/** @throws task.absent where there is none or it belongs to somebody else. */
export async function showTask(ctx: Context, id: string): Promise<TaskView> {
  const row = await visible(ctx).where('task_id', '=', id).executeTakeFirst()
  if (!row) throw taskFailures.absent()
  return viewOf(row)
}

export interface TaskPage {
  /** Id of the last task of the page before. */
  readonly after?: string | undefined
  readonly states?: readonly TaskState[] | undefined
  readonly limit: number
}

/** Newest first. */
export async function listTasks(ctx: Context, { after, states, limit }: TaskPage): Promise<TaskView[]> {
  let query = visible(ctx).orderBy('task_id', 'desc').limit(limit)
  if (after !== undefined) query = query.where('task_id', '<', after)
  if (states !== undefined && states.length > 0) query = query.where('state', 'in', [...states])
  return (await query.execute()).map(viewOf)
}

/**
 * Asks for a stop: a queued task is cancelled at once, a running one at its next beat, with what it has committed kept.
 * @throws task.absent, task.notOpen
 */
export async function cancelTask(ctx: Context, id: string): Promise<TaskView> {
  const { state } = await showTask(ctx, id)
  if (state !== 'queued' && state !== 'running') throw taskFailures.notOpen()
  await ctx.client.query(`${CANCEL} AND task_id = $3`, [ctx.now, ctx.principal.id, id])
  await ctx.audit.record({ act: 'task.cancel', detail: { task: id } })
  return showTask(ctx, id)
}

/** All open tasks of a principal. */
export async function cancelTasksOf({ client, now, principal }: Context, principalId: string): Promise<void> {
  await client.query(`${CANCEL} AND principal_id = $3`, [now, principal.id, principalId])
}

const CANCEL = `UPDATE zhike.task SET cancel_at = $1, cancel_by = $2,
    state = CASE state WHEN 'queued' THEN 'cancelled' ELSE state END,
    finished_at = CASE state WHEN 'queued' THEN $1 ELSE finished_at END
  WHERE state IN ('queued', 'running')`

function tables(ctx: Pick<Context, 'db'>) {
  return ctx.db.withTables<TaskTables>()
}

/** One's own tasks; all of them for who may oversee the task centre. */
function visible(ctx: Context) {
  const query = tables(ctx)
    .selectFrom('task')
    .select([
      'task_id as id',
      'kind',
      'title',
      'state',
      'done',
      'total',
      'result',
      'failure',
      'created_at as createdAt',
      'started_at as startedAt',
      'finished_at as finishedAt',
    ])
  return mayDo(ctx.principal, 'task.oversee') ? query : query.where('principal_id', '=', ctx.principal.id)
}

type TaskRow = Awaited<ReturnType<ReturnType<typeof visible>['executeTakeFirstOrThrow']>>

function viewOf({ createdAt, startedAt, finishedAt, ...row }: TaskRow): TaskView {
  return {
    ...row,
    createdAt: createdAt.toISOString(),
    startedAt: startedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
  }
}
