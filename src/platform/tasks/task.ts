import type { ZodType } from 'zod'
import { Failure, type FailureDetail, type FailureText } from '../../kernel/failure.ts'
import type { Context } from '../context.ts'
import type { Ground } from '../ground.ts'
import { present } from '../presenter.ts'
import type { Principal } from '../principal.ts'

/** Work that takes longer than a request: one row of `task`, with progress, cancel and resume. */
export interface TaskHandler<Input> {
  /** `rating.assess`: the module, then the verb. */
  readonly kind: string
  readonly input: ZodType<Input>
  /** What it returns is kept as the task's result (JSON). Called again, with the last checkpoint, after a crash. */
  run(task: RunningTask<Input>): Promise<unknown>
}

export interface RunningTask<Input> {
  readonly id: string
  readonly input: Input
  readonly principal: Principal
  /** As last saved; undefined on the first run. */
  readonly checkpoint: unknown
  readonly ground: Ground
  /** Aborted when somebody cancels the task or the process stops. */
  readonly signal: AbortSignal
  /**
   * Saves progress and checkpoint in the caller's own transaction, so that they commit with the rows they speak of.
   * @throws task.lost where another process has taken the task over: the caller's transaction must roll back.
   */
  save(ctx: Context, progress: TaskProgress): Promise<void>
}

export interface TaskProgress {
  readonly done: number
  readonly total?: number
  readonly checkpoint?: unknown
}

export type TaskState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled'

export interface TaskView {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly state: TaskState
  readonly done: number
  readonly total: number | null
  readonly result: unknown
  readonly failure: TaskFailure | null
  /** RFC 3339, as are the others. */
  readonly createdAt: string
  readonly startedAt: string | null
  readonly finishedAt: string | null
}

/** A failure as it is kept with its task: as its person would have read it at once. */
export interface TaskFailure extends FailureText {
  readonly code: string
  readonly details: FailureDetail[]
}

const handlers = new Map<string, TaskHandler<never>>()

/** Declares a kind of task. A process runs the kinds whose modules it has loaded. */
export function defineTask<Input>(handler: TaskHandler<Input>): TaskHandler<never> {
  if (handlers.has(handler.kind)) throw new Error(`task ${handler.kind} is declared twice`)
  const declared = handler as unknown as TaskHandler<never>
  handlers.set(handler.kind, declared)
  return declared
}

export function findTaskHandler(kind: string): TaskHandler<never> | undefined {
  return handlers.get(kind)
}

export function keptFailure(error: unknown): TaskFailure {
  const { code, kind, what, why, next, details } = present(error)
  return { code, kind, what, ...(why !== undefined && { why }), next, details: [...details] }
}

/** The failure with which a task ended, to be thrown on as if it had just happened. */
export function failureOf({ failure }: Pick<TaskView, 'failure'>): Failure {
  const { code, details, ...text } = failure!
  return new Failure(code, text, {}, { details })
}
