import { z } from 'zod'
import { defineOperation } from '../../platform/http/contract.ts'

export const ORG_ACTS = {
  'org.read': '查看机构、岗位与员工',
  'org.manage': '管理机构、岗位、员工与管户簿',
} as const

const code = z.string().regex(/^[\w.-]{1,40}$/, '代码只用字母、数字、点、横线和下划线，至多 40 个字符')
const name = z.string().trim().min(1).max(80)
export const reach = z.enum(['book', 'unit', 'subtree', 'institution'])

export const unitView = z
  .object({
    code: z.string(),
    name: z.string(),
    kind: z.string(),
    parent: z.string().nullable(),
    lo: z.int(),
    hi: z.int(),
  })
  .meta({ id: 'Unit', description: '机构；lo、hi 是其辖内管户簿的编号区间。' })

const heldPost = z.object({ unit: z.string(), unitName: z.string(), post: z.string(), postName: z.string(), reach })

export const staffView = z
  .object({
    code: z.string(),
    name: z.string(),
    loginName: z.string(),
    hasPassword: z.boolean(),
    disabled: z.boolean(),
    posts: z.array(heldPost),
  })
  .meta({ id: 'Staff', description: '员工及其在任岗位。' })

export const bookView = z
  .object({
    scopeNo: z.int(),
    unit: z.string(),
    name: z.string(),
    staff: z.string().nullable(),
    staffName: z.string().nullable(),
  })
  .meta({ id: 'Book', description: '管户簿；staff 为空即机构公共客户。' })

export const postView = z.object({ code: z.string(), name: z.string(), reach, roles: z.array(z.string()) })
export const roleView = z.object({ code: z.string(), name: z.string(), acts: z.array(z.string()) })

const one = z.object({ code })
const done = z.object({ done: z.literal(true) })

export const listUnitsOperation = defineOperation({
  id: 'org.listUnits',
  summary: '全部机构，按上下级先序',
  method: 'GET',
  path: '/org/units',
  act: 'org.read',
  answer: z.object({ units: z.array(unitView) }),
})

export const createUnitOperation = defineOperation({
  id: 'org.createUnit',
  summary: '设立机构',
  method: 'POST',
  path: '/org/units',
  act: 'org.manage',
  body: z.strictObject({ code, name, kind: name, parent: code.optional() }),
  answer: unitView,
  status: 201,
  idempotent: true,
})

export const listPostsOperation = defineOperation({
  id: 'org.listPosts',
  summary: '岗位、可见范围及其角色',
  method: 'GET',
  path: '/org/posts',
  act: 'org.read',
  answer: z.object({ posts: z.array(postView) }),
})

export const listRolesOperation = defineOperation({
  id: 'org.listRoles',
  summary: '角色及其权限',
  method: 'GET',
  path: '/org/roles',
  act: 'org.read',
  answer: z.object({ roles: z.array(roleView) }),
})

export const listStaffOperation = defineOperation({
  id: 'org.listStaff',
  summary: '员工，按姓名拼音',
  method: 'GET',
  path: '/org/staff',
  act: 'org.read',
  query: z.object({ unit: code.optional() }),
  answer: z.object({ staff: z.array(staffView) }),
})

export const createStaffOperation = defineOperation({
  id: 'org.createStaff',
  summary: '新增员工并安排岗位',
  method: 'POST',
  path: '/org/staff',
  act: 'org.manage',
  body: z.strictObject({
    code,
    name,
    loginName: code.optional(),
    posts: z.array(z.object({ unit: code, post: code })).max(20),
  }),
  answer: staffView,
  status: 201,
  idempotent: true,
})

export const assignPostOperation = defineOperation({
  id: 'org.assignPost',
  summary: '安排岗位，当日生效',
  method: 'POST',
  path: '/org/staff/:code/posts',
  act: 'org.manage',
  params: one,
  body: z.strictObject({ unit: code, post: code }),
  answer: staffView,
})

export const endPostOperation = defineOperation({
  id: 'org.endPost',
  summary: '免去岗位，当日失效',
  method: 'POST',
  path: '/org/staff/:code/posts/end',
  act: 'org.manage',
  params: one,
  body: z.strictObject({ unit: code, post: code }),
  answer: staffView,
})

export const disableStaffOperation = defineOperation({
  id: 'org.disableStaff',
  summary: '停用账号，其登录随即失效',
  method: 'POST',
  path: '/org/staff/:code/disable',
  act: 'org.manage',
  params: one,
  answer: done,
})

export const issueStaffCodeOperation = defineOperation({
  id: 'org.issueCode',
  summary: '签发一次性登录码，24 小时内有效',
  method: 'POST',
  path: '/org/staff/:code/code',
  act: 'org.manage',
  params: one,
  answer: z.object({ code: z.string() }),
})

export const listBooksOperation = defineOperation({
  id: 'org.listBooks',
  summary: '管户簿',
  method: 'GET',
  path: '/org/books',
  act: 'org.read',
  query: z.object({ unit: code.optional() }),
  answer: z.object({ books: z.array(bookView) }),
})

export const handOverBookOperation = defineOperation({
  id: 'org.handOverBook',
  summary: '移交管户簿，不改动任何客户记录',
  method: 'POST',
  path: '/org/books/:scopeNo/hand-over',
  act: 'org.manage',
  params: z.object({ scopeNo: z.coerce.number().int().min(1) }),
  body: z.strictObject({ staff: code.nullable() }),
  answer: done,
  idempotent: true,
})
