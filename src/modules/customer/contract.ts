import { z } from 'zod'
import { isId } from '../../kernel/id.ts'
import { type LocalDate, parseLocalDate } from '../../kernel/local-date.ts'
import { defineOperation } from '../../platform/http/contract.ts'
import { pageOf, pageQuery } from '../../platform/http/page.ts'

export const CUSTOMER_ACTS = {
  'customer.read': '查看客户档案',
  'customer.write': '新建和修改客户档案',
  'customer.reveal': '查看客户的完整证件、电话和姓名',
  'customer.export': '导出客户清单',
  'import.run': '导入客户文件',
} as const

const kind = z.enum(['person', 'sole_trader', 'farmer', 'company', 'institution'])
const stage = z.enum(['prospect', 'active', 'dormant', 'closed'])
const partyId = z.string().refine(isId, '应为客户的内部编号（UUID）')
const date = z
  .string()
  .refine((text) => parseLocalDate(text) !== undefined, '应为 2026-01-31 形式的日期')
  .transform((text) => text as LocalDate)
const text = z.string().max(4000)
const nullable = text.nullable()

export const customerLine = z.object({
  partyId,
  customerNo: z.string(),
  kind,
  stage,
  name: z.string(),
  phone: z.string().nullable(),
  registeredCode: z.string().nullable(),
  industry: z.string().nullable(),
  region: z.string().nullable(),
  customerSince: z.string().nullable(),
  book: z.number().int(),
})

const filter = {
  kind: kind.optional(),
  stage: stage.optional(),
  book: z.coerce.number().int().min(0).max(2_147_483_647).optional(),
  condition: z.string().max(4000).optional(),
  selection: z.string().max(100).optional(),
}

export const listCustomersOperation = defineOperation({
  id: 'customer.list',
  summary: '客户列表',
  method: 'GET',
  path: '/customers',
  act: 'customer.read',
  query: pageQuery.extend(filter),
  answer: pageOf(customerLine),
  timeoutMs: 5_000,
})

export const countCustomersOperation = defineOperation({
  id: 'customer.count',
  summary: '客户计数（至多精确到一万）',
  method: 'GET',
  path: '/customers/count',
  act: 'customer.read',
  query: z.object(filter),
  answer: z.object({ total: z.number().int(), more: z.boolean() }),
  timeoutMs: 5_000,
})

export const searchCustomersOperation = defineOperation({
  id: 'customer.search',
  summary: '按客户号、名称、拼音、首字母、电话或证件号查找客户',
  method: 'GET',
  path: '/customers/search',
  act: 'customer.read',
  query: z.object({ q: z.string().min(1).max(120) }),
  answer: z.object({ rows: z.array(customerLine) }),
  timeoutMs: 5_000,
})

export const exportCustomersOperation = defineOperation({
  id: 'customer.export',
  summary: '导出客户清单（CSV，敏感信息已掩码）',
  method: 'GET',
  path: '/customers/export',
  act: 'customer.export',
  query: z.object(filter),
  answer: z.string(),
})

const factLine = z.object({
  name: z.string(),
  identifier: z.string(),
  family: z.string(),
  value: z.string(),
  source: z.string().nullable(),
  asOf: z.string().nullable(),
  stale: z.boolean(),
})

const relatedLine = z.object({
  otherId: partyId,
  relation: z.string(),
  relationName: z.string(),
  name: z.string().nullable(),
  phone: z.string().nullable(),
  customerNo: z.string().nullable(),
  share: z.number().int().nullable(),
  since: z.string().nullable(),
})

const sheet = z.object({
  partyId,
  rowVersion: z.number().int(),
  customerNo: z.string(),
  name: z.string(),
  kind: z.string(),
  kindName: z.string(),
  stage: z.string(),
  stageName: z.string(),
  book: z.number().int(),
  identityKindName: z.string().nullable(),
  identityNo: z.string().nullable(),
  registeredCode: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  address: z.string().nullable(),
  hasRemark: z.boolean(),
  industry: z.string().nullable(),
  region: z.string().nullable(),
  foundedOn: z.string().nullable(),
  birthDate: z.string().nullable(),
  customerSince: z.string().nullable(),
  source: z.string(),
  recordedAt: z.string(),
  facts: z.array(factLine),
  related: z.array(relatedLine),
  changes: z.array(z.object({ recordedAt: z.string(), source: z.string(), rowVersion: z.number().int() })),
})

export const showCustomerOperation = defineOperation({
  id: 'customer.show',
  summary: '客户全景',
  method: 'GET',
  path: '/customers/:wanted',
  act: 'customer.read',
  params: z.object({ wanted: z.string().min(1).max(120) }),
  answer: sheet,
})

const changeable = {
  kind: kind.optional(),
  stage: stage.optional(),
  name: text.optional(),
  identityKind: z.enum(['id_card', 'passport', 'travel_permit']).nullable().optional(),
  identityNo: nullable.optional(),
  phone: nullable.optional(),
  email: nullable.optional(),
  address: nullable.optional(),
  remark: nullable.optional(),
  registeredCode: nullable.optional(),
  industry: nullable.optional(),
  region: nullable.optional(),
  foundedOn: date.nullable().optional(),
  birthDate: date.nullable().optional(),
  customerSince: date.nullable().optional(),
}

export const createCustomerOperation = defineOperation({
  id: 'customer.create',
  summary: '新建客户',
  method: 'POST',
  path: '/customers',
  act: 'customer.write',
  body: z.strictObject({
    ...changeable,
    customerNo: text,
    kind,
    name: text,
    scopeNo: z.number().int().min(0).optional(),
  }),
  answer: z.object({ partyId }),
  status: 201,
  idempotent: true,
})

export const changeCustomerOperation = defineOperation({
  id: 'customer.change',
  summary: '修改客户资料',
  method: 'PATCH',
  path: '/customers/:partyId',
  act: 'customer.write',
  params: z.object({ partyId }),
  body: z.strictObject({ rowVersion: z.number().int().min(1), changes: z.strictObject(changeable) }),
  answer: z.object({ partyId, rowVersion: z.number().int() }),
  idempotent: true,
})

const revealField = z.enum(['name', 'identityNo', 'phone', 'email', 'address', 'remark'])

export const revealCustomerOperation = defineOperation({
  id: 'customer.reveal',
  summary: '查看完整信息（记入审计日志）',
  method: 'POST',
  path: '/customers/:partyId/reveal',
  act: 'customer.reveal',
  params: z.object({ partyId }),
  body: z.strictObject({ fields: z.array(revealField).min(1), reason: z.string().max(200) }),
  answer: z.partialRecord(revealField, z.string().nullable()),
})

export const relateCustomerOperation = defineOperation({
  id: 'customer.relate',
  summary: '登记关联人或关键人',
  method: 'POST',
  path: '/customers/:partyId/related',
  act: 'customer.write',
  params: z.object({ partyId }),
  body: z.strictObject({
    relation: z.string().max(40),
    otherId: partyId.optional(),
    person: z
      .strictObject({
        name: z.string().max(120),
        phone: z.string().max(40).optional(),
        identityNo: z.string().max(40).optional(),
      })
      .optional(),
    share: z.number().int().min(0).max(1_000_000).optional(),
    since: date.optional(),
  }),
  answer: z.object({ otherId: partyId }),
  status: 201,
  idempotent: true,
})

export const unrelateCustomerOperation = defineOperation({
  id: 'customer.unrelate',
  summary: '撤销关联',
  method: 'DELETE',
  path: '/customers/:partyId/related/:otherId/:relation',
  act: 'customer.write',
  params: z.object({ partyId, otherId: partyId, relation: z.string().max(40) }),
  answer: z.object({ done: z.literal(true) }),
})
