export { STALE_SECONDS } from './tasks/claim.ts'
export { jobsDatabase, migrateJobs } from './tasks/jobs.ts'
export { type RunOptions, runTask } from './tasks/run.ts'
export { cancelTask, listTasks, type NewTask, queueTask, showTask, startTask } from './tasks/store.ts'
export {
  defineTask,
  failureOf,
  type RunningTask,
  type TaskHandler,
  type TaskProgress,
  type TaskState,
  type TaskView,
} from './tasks/task.ts'
