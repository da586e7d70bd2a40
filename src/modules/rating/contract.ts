import { z } from 'zod'
import { defineOperation } from '../../platform/http/contract.ts'

export const RATING_ACTS = {
  'rating.read': '查看评定结果',
  'rating.assess': '评定客户',
  'rating.simulate': '试算制度',
} as const

const document = z.string().min(1).max(100)
const date = z.iso.date()
const choice = {
  where: z.string().min(1).max(10_000).optional(),
  selection: z.string().min(1).max(100).optional(),
}

export const gradeCountSchema = z.object({
  grade: z.string().nullable(),
  reason: z.number().int(),
  count: z.number().int(),
})

export const resultSchema = z.object({
  /** What replay takes. */
  id: z.string(),
  customerNo: z.string(),
  document: z.string(),
  version: z.number().int(),
  runId: z.string(),
  grade: z.string().nullable(),
  score: z.number().nullable(),
  scoreLow: z.number().nullable(),
  scoreHigh: z.number().nullable(),
  reason: z.number().int(),
  asOf: z.string(),
  factsAt: z.string(),
})

export type ResultView = z.output<typeof resultSchema>

export const assessOneOperation = defineOperation({
  id: 'rating.assessOne',
  summary: '评定一位客户',
  method: 'POST',
  path: '/customers/:customer/assessments',
  act: 'rating.assess',
  params: z.object({ customer: z.string().max(100) }),
  body: z.strictObject({ document, asOf: date.optional() }),
  answer: z.object({ outcome: z.enum(['inserted', 'updated', 'unchanged', 'newer']), result: resultSchema }),
  idempotent: true,
})

export const startRunOperation = defineOperation({
  id: 'rating.startRun',
  summary: '按条件成批评定，进度在任务中心查看',
  method: 'POST',
  path: '/assessments',
  act: 'rating.assess',
  body: z.strictObject({ document, ...choice, asOf: date.optional() }),
  answer: z.object({ taskId: z.string() }),
  status: 202,
  idempotent: true,
})

export const simulateOperation = defineOperation({
  id: 'rating.simulate',
  summary: '试算：各等级各有多少客户，不写入任何结果',
  method: 'POST',
  path: '/simulations',
  act: 'rating.simulate',
  body: z.strictObject({
    document,
    version: z.number().int().positive().optional(),
    ...choice,
    asOf: date.optional(),
  }),
  answer: z.object({
    document: z.string(),
    version: z.number().int(),
    asOf: z.string(),
    total: z.number().int(),
    grades: z.array(gradeCountSchema).readonly(),
  }),
  timeoutMs: 60_000,
})

export const resultHistoryOperation = defineOperation({
  id: 'rating.history',
  summary: '一位客户的评定结果，新的在前',
  method: 'GET',
  path: '/customers/:customer/assessments',
  act: 'rating.read',
  params: z.object({ customer: z.string().max(100) }),
  query: z.object({ document: document.optional() }),
  answer: z.object({ results: z.array(resultSchema) }),
})

export const explainOperation = defineOperation({
  id: 'rating.explain',
  summary: '一项评定结果的由来：条款、依据的数据及其来源和日期、得分、未知项；由当时的数据和当时的版本重演而得',
  method: 'GET',
  path: '/assessments/:result',
  act: 'rating.read',
  params: z.object({ result: z.string().max(200) }),
  answer: z.object({
    result: resultSchema,
    title: z.string(),
    customer: z.string(),
    agrees: z.boolean(),
    sheet: z.unknown(),
    origins: z
      .array(
        z.object({
          name: z.string(),
          identifier: z.string(),
          source: z.string(),
          asOf: z.string().nullable(),
          recordedAt: z.string(),
          stale: z.boolean(),
        }),
      )
      .readonly(),
  }),
})
