import { handle } from '../http/handle.ts'
import { pageFrom } from '../http/page.ts'
import type { ZhikeServer } from '../http/server-type.ts'
import { cancelTaskOperation, listTasksOperation, showTaskOperation } from './contract.ts'
import { cancelTask, listTasks, showTask } from './store.ts'

/** Progress is polled: a task outlives the connection that asks after it. */
export function taskRoutes(server: ZhikeServer): void {
  handle(server, listTasksOperation, async (ctx, { query: { after, limit, state } }) => {
    const rows = await listTasks(ctx, { after, limit: limit + 1, states: state && [state] })
    return pageFrom(rows, limit, ({ id }) => id)
  })
  handle(server, showTaskOperation, (ctx, { params }) => showTask(ctx, params.taskId))
  handle(server, cancelTaskOperation, (ctx, { params }) => cancelTask(ctx, params.taskId))
}
