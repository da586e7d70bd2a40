import { z } from 'zod'
import { defineOperation } from '../../platform/http/contract.ts'

export const FACT_ACTS = { 'fact.read': '查看数据项目录' } as const

export const factSchema = z.object({
  identifier: z.string(),
  name: z.string(),
  type: z.string(),
  unit: z.string(),
  codes: z.array(z.string()),
  protection: z.enum(['measure', 'public']),
  source: z.string(),
  freshDays: z.number().int().nullable(),
  family: z.string(),
  definedBy: z.string().nullable(),
})

export const listFactsOperation = defineOperation({
  id: 'fact.list',
  summary: '数据项目录',
  method: 'GET',
  path: '/facts',
  act: 'fact.read',
  query: z.object({ subject: z.string().default('customer') }),
  answer: z.object({ facts: z.array(factSchema) }),
})
