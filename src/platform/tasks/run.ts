import { Failure } from '../../kernel/failure.ts'
import type { Ground } from '../ground.ts'
import { ensureRoom } from '../postgres/disk-room.ts'
import { SYSTEM } from '../principal.ts'
import { detailsOf } from '../validation.ts'
import { beat, type Claim, claimTask, type Ending, endTask, STALE_SECONDS, saveProgress } from './claim.ts'
import { taskFailures } from './failures.ts'
import { showTask } from './store.ts'
import { findTaskHandler, keptFailure, type RunningTask, type TaskProgress, type TaskView } from './task.ts'

const BEAT_MS = 2_000

export interface RunOptions {
  /** Aborted when the process stops: the task goes back to the queue, at its checkpoint. */
  readonly signal?: AbortSignal
  /** The task's own cancel, from Ctrl-C at the command line: the task ends cancelled. */
  readonly cancel?: AbortSignal
  readonly onProgress?: (progress: TaskProgress) => void
}

/**
 * Runs a queued task here, or goes on with one whose process is dead. Resolves when it has ended, however it has.
 * @throws task.busy, task.notOpen, task.absent
 */
export async function runTask(ground: Ground, id: string, options: RunOptions = {}): Promise<TaskView> {
  const claim = await claimTask(ground, id)
  if (!claim) {
    const { state } = await view(ground, id)
    throw state === 'running' || state === 'queued'
      ? taskFailures.busy({ seconds: STALE_SECONDS })
      : taskFailures.notOpen()
  }
  const ending = await runClaim(ground, claim, options)
  if (ending) await endTask(ground, claim, ending)
  return view(ground, id)
}

function view(ground: Ground, id: string): Promise<TaskView> {
  return ground.transact(SYSTEM, (ctx) => showTask(ctx, id), { readOnly: true })
}

/** Undefined where the claim was lost: then the row is another's to end. */
async function runClaim(ground: Ground, claim: Claim, options: RunOptions): Promise<Ending | undefined> {
  const stop = new AbortController()
  const signals = [stop.signal, options.signal, options.cancel].filter((signal) => signal !== undefined)
  const signal = AbortSignal.any(signals)
  let heard: 'cancelled' | 'lost' | undefined
  const pulse = setInterval(async () => {
    try {
      const answer = await beat(ground, claim)
      if (answer === 'ours') return
      heard = answer
      stop.abort(new Error(`task ${answer}`))
    } catch (error) {
      ground.log.warn({ err: error, task: claim.id }, 'a beat was missed')
    }
  }, BEAT_MS)
  try {
    const result = await call(ground, claim, signal, options.onProgress)
    return { state: 'done', result }
  } catch (error) {
    if (heard === 'lost' || (error instanceof Failure && error.code === 'task.lost')) return undefined
    if (heard === 'cancelled' || options.cancel?.aborted) return { state: 'cancelled' }
    if (options.signal?.aborted) return { state: 'queued' }
    const failure = keptFailure(error)
    if (failure.kind === 'defect') ground.log.error({ err: error, task: claim.id }, 'a task failed')
    return { state: 'failed', failure }
  } finally {
    clearInterval(pulse)
  }
}

async function call(
  ground: Ground,
  claim: Claim,
  signal: AbortSignal,
  onProgress: RunOptions['onProgress'],
): Promise<unknown> {
  const handler = findTaskHandler(claim.kind)
  if (!handler) throw taskFailures.unknownKind({ kind: claim.kind })
  await ensureRoom(ground.config)
  const input = handler.input.safeParse(claim.input)
  if (!input.success) throw taskFailures.badInput({}, { details: detailsOf(input.error) })
  const task: RunningTask<never> = {
    id: claim.id,
    input: input.data,
    principal: claim.principal,
    checkpoint: claim.checkpoint,
    ground,
    signal,
    async save(ctx, progress) {
      await ensureRoom(ground.config)
      await saveProgress(ctx, claim, progress)
      onProgress?.(progress)
    },
  }
  return handler.run(task)
}
