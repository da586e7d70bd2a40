import { newId } from '../../kernel/id.ts'
import type { Context } from '../context.ts'
import type { Ground } from '../ground.ts'
import { type Principal, SYSTEM } from '../principal.ts'
import { taskFailures } from './failures.ts'
import type { TaskFailure, TaskProgress } from './task.ts'

/** A running task whose beat is older than this belongs to a dead process and may be taken over. */
export const STALE_SECONDS = 15

/** A task that this process runs, as long as its row names this claim. */
export interface Claim {
  readonly id: string
  readonly runner: string
  readonly kind: string
  readonly input: unknown
  readonly checkpoint: unknown
  readonly principal: Principal
}

interface ClaimedRow {
  kind: string
  input: unknown
  checkpoint: unknown
  principal_id: string
  principal_kind: Principal['kind']
  name: string
  acts: string[]
  lo: number
  hi: number
  granted: string[]
}

/**
 * Takes a queued task, or one whose process is dead. A row that is locked is being saved by a live process, so it is passed over.
 * @returns undefined where there is nothing to take.
 */
export async function claimTask(ground: Ground, id: string): Promise<Claim | undefined> {
  const runner = newId()
  const row = await ground.transact(SYSTEM, async ({ client }) => {
    const { rows } = await client.query<ClaimedRow>(
      `UPDATE zhike.task t SET state = 'running', runner = $2, beat_at = now(), started_at = coalesce(t.started_at, now())
       FROM zhike.principal p
       WHERE p.principal_id = t.principal_id AND t.task_id = (
         SELECT task_id FROM zhike.task
         WHERE task_id = $1 AND (state = 'queued' OR state = 'running' AND beat_at < now() - make_interval(secs => $3))
         FOR UPDATE SKIP LOCKED)
       RETURNING t.kind, t.input, t.checkpoint, t.acts, t.lo, t.hi, t.granted, p.principal_id, p.kind AS principal_kind, p.name`,
      [id, runner, STALE_SECONDS],
    )
    return rows[0]
  })
  if (!row) return undefined
  const { principal_id, principal_kind, name, acts, lo, hi, granted } = row
  return {
    id,
    runner,
    kind: row.kind,
    input: row.input,
    checkpoint: row.checkpoint ?? undefined,
    principal: { id: principal_id, kind: principal_kind, name, acts: new Set(acts), lo, hi, granted },
  }
}

/** In the caller's transaction. @throws task.lost where the claim is no longer ours. */
export async function saveProgress(
  { client }: Context,
  claim: Claim,
  { done, total, checkpoint }: TaskProgress,
): Promise<void> {
  const { rowCount } = await client.query(
    `UPDATE zhike.task SET done = $3, total = coalesce($4, total), checkpoint = coalesce($5::jsonb, checkpoint), beat_at = clock_timestamp()
     WHERE task_id = $1 AND runner = $2 AND state = 'running'`,
    [claim.id, claim.runner, done, total ?? null, checkpoint === undefined ? null : JSON.stringify(checkpoint)],
  )
  if (rowCount !== 1) throw taskFailures.lost({ seconds: STALE_SECONDS })
}

export type Beat = 'ours' | 'cancelled' | 'lost'

/** Says that this process lives. A row locked by our own save is passed over: the save beats for itself. */
export async function beat(ground: Ground, claim: Claim): Promise<Beat> {
  return ground.transact(SYSTEM, async ({ client }) => {
    await client.query(
      `UPDATE zhike.task SET beat_at = now() WHERE task_id = (
         SELECT task_id FROM zhike.task WHERE task_id = $1 AND runner = $2 AND state = 'running' FOR UPDATE SKIP LOCKED)`,
      [claim.id, claim.runner],
    )
    const { rows } = await client.query<{ ours: boolean; cancelled: boolean }>(
      `SELECT state = 'running' AND runner = $2 AS ours, cancel_at IS NOT NULL AS cancelled FROM zhike.task WHERE task_id = $1`,
      [claim.id, claim.runner],
    )
    const row = rows[0]
    return !row?.ours ? 'lost' : row.cancelled ? 'cancelled' : 'ours'
  })
}

export type Ending =
  | { readonly state: 'done'; readonly result: unknown }
  | { readonly state: 'failed'; readonly failure: TaskFailure }
  | { readonly state: 'cancelled' }
  /** The process stops: whoever comes next goes on from the checkpoint. */
  | { readonly state: 'queued' }

export async function endTask(ground: Ground, claim: Claim, ending: Ending): Promise<void> {
  await ground.transact(SYSTEM, async ({ client }) => {
    await client.query(
      `UPDATE zhike.task SET state = $3, result = $4::jsonb, failure = $5::jsonb, runner = NULL,
         beat_at = CASE WHEN $3 = 'queued' THEN NULL ELSE beat_at END,
         finished_at = CASE WHEN $3 = 'queued' THEN NULL ELSE now() END
       WHERE task_id = $1 AND runner = $2 AND state = 'running'`,
      [
        claim.id,
        claim.runner,
        ending.state,
        ending.state === 'done' ? JSON.stringify(ending.result ?? null) : null,
        ending.state === 'failed' ? JSON.stringify(ending.failure) : null,
      ],
    )
  })
}
