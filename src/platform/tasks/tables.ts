import type { Generated } from 'kysely'
import type { TaskFailure, TaskState } from './task.ts'

/** A type, not an interface: Kysely wants an index signature. */
export type TaskTables = {
  task: {
    task_id: string
    kind: string
    title: string
    state: TaskState
    input: unknown
    total: number | null
    done: Generated<number>
    checkpoint: unknown
    result: unknown
    failure: TaskFailure | null
    principal_id: string
    lo: number
    hi: number
    granted: string[]
    acts: string[]
    runner: string | null
    created_at: Date
    started_at: Date | null
    beat_at: Date | null
    finished_at: Date | null
    cancel_at: Date | null
    cancel_by: string | null
  }
}
