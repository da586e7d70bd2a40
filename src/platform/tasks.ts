export { runTask } from './tasks/run.ts'
export { cancelTask, listTasks, showTask, startTask } from './tasks/store.ts'
export type { RunningTask, TaskHandler, TaskView } from './tasks/task.ts'
