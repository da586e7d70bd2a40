import { z } from 'zod'
import { defineOperation } from '../../platform/http/contract.ts'

export const POLICY_ACTS = {
  'policy.read': '查看制度',
  'policy.import': '载入和发布制度',
} as const

export const versionSchema = z.object({
  documentId: z.string(),
  version: z.number().int(),
  title: z.string(),
  subject: z.string(),
  units: z.array(z.string()).readonly(),
  state: z.enum(['draft', 'active', 'repealed']),
  effectiveOn: z.string(),
  repealedOn: z.string().nullable(),
  digest: z.string(),
})

export const clauseSchema = z.object({
  file: z.string(),
  number: z.string(),
  kind: z.string(),
  kindTitle: z.string(),
  name: z.string(),
  binds: z.array(z.string()),
  covers: z.array(z.string()),
  /** The clause's words, its tables and its cases as they stand in the file. */
  text: z.string(),
  rule: z.string(),
  cases: z.string(),
  /** The rule in Chinese, a sentence a row; empty where the engine does not execute the clause. */
  sentences: z.array(z.string()),
})

export type ClauseView = z.output<typeof clauseSchema>

export const listPoliciesOperation = defineOperation({
  id: 'policy.list',
  summary: '制度目录：全部制度的全部版本',
  method: 'GET',
  path: '/policies',
  act: 'policy.read',
  answer: z.object({ versions: z.array(versionSchema).readonly() }),
})

const document = z.string().max(100)
const version = z.coerce.number().int().positive().optional()

export const showPolicyOperation = defineOperation({
  id: 'policy.show',
  summary: '一份制度的条款：正文、规则、规则的中文表述和用例',
  method: 'GET',
  path: '/policies/:document',
  act: 'policy.read',
  params: z.object({ document }),
  query: z.object({ version }),
  answer: z.object({ version: versionSchema, preamble: z.string(), clauses: z.array(clauseSchema) }),
})

export const policyTextOperation = defineOperation({
  id: 'policy.text',
  summary: '一份制度的原文，逐字节与载入时相同',
  method: 'GET',
  path: '/policies/:document/text',
  act: 'policy.read',
  params: z.object({ document }),
  query: z.object({ version }),
  answer: z.object({ files: z.array(z.object({ file: z.string(), text: z.string() })).readonly() }),
})
