import { z } from 'zod'
import { defineOperation } from '../http/contract.ts'
import { pageOf, pageQuery } from '../http/page.ts'

const state = z.enum(['queued', 'running', 'done', 'failed', 'cancelled'])

export const taskView = z
  .object({
    id: z.uuid(),
    kind: z.string(),
    title: z.string(),
    state,
    done: z.number().int(),
    total: z.number().int().nullable(),
    result: z.unknown(),
    failure: z
      .object({
        code: z.string(),
        what: z.string(),
        why: z.string().optional(),
        next: z.string(),
        details: z.array(z.object({ where: z.string(), message: z.string() })),
      })
      .nullable(),
    createdAt: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Task', description: '任务：耗时超过一次请求的工作，带进度。' })

const one = z.object({ taskId: z.uuid() })

export const listTasksOperation = defineOperation({
  id: 'task.list',
  summary: '我发起的任务，新的在前',
  method: 'GET',
  path: '/tasks',
  act: 'signed-in',
  query: pageQuery.extend({ after: z.uuid().optional(), state: state.optional() }),
  answer: pageOf(taskView),
})

export const showTaskOperation = defineOperation({
  id: 'task.show',
  summary: '任务的进度与结果',
  method: 'GET',
  path: '/tasks/:taskId',
  act: 'signed-in',
  params: one,
  answer: taskView,
})

export const cancelTaskOperation = defineOperation({
  id: 'task.cancel',
  summary: '取消任务，已提交的部分保留',
  method: 'POST',
  path: '/tasks/:taskId/cancel',
  act: 'signed-in',
  params: one,
  answer: taskView,
})
