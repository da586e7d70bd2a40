import { z } from 'zod'
import { defineOperation } from '../http/contract.ts'

const secret = z.string().min(1).max(256)
const done = z.object({ done: z.literal(true) })

export const capacity = z.object({ id: z.string(), title: z.string() })

export const whoAmI = z.object({
  principal: z.object({ id: z.string(), kind: z.enum(['staff', 'outside', 'link', 'service']), name: z.string() }),
  acts: z.array(z.string()),
  capacities: z.array(capacity),
})

export const signInOperation = defineOperation({
  id: 'session.open',
  summary: '登录',
  method: 'POST',
  path: '/session',
  act: 'open',
  body: z.strictObject({ loginName: z.string().min(1).max(64), password: secret }),
  answer: done,
})

export const signInWithCodeOperation = defineOperation({
  id: 'session.openWithCode',
  summary: '用一次性登录码登录，并设定密码',
  method: 'POST',
  path: '/session/code',
  act: 'open',
  body: z.strictObject({ code: z.string().min(16).max(32), newPassword: secret }),
  answer: done,
})

export const whoAmIOperation = defineOperation({
  id: 'session.show',
  summary: '当前登录人、其权限与可任岗位',
  method: 'GET',
  path: '/session',
  act: 'signed-in',
  answer: whoAmI,
})

export const chooseCapacityOperation = defineOperation({
  id: 'session.chooseCapacity',
  summary: '切换履职岗位',
  method: 'PUT',
  path: '/session/capacity',
  act: 'signed-in',
  body: z.strictObject({ id: z.string().min(1).max(200) }),
  answer: done,
})

export const changePasswordOperation = defineOperation({
  id: 'session.changePassword',
  summary: '修改密码，其他登录随即失效',
  method: 'PUT',
  path: '/session/password',
  act: 'signed-in',
  body: z.strictObject({ password: secret, newPassword: secret }),
  answer: done,
})

export const signOutOperation = defineOperation({
  id: 'session.close',
  summary: '退出登录',
  method: 'DELETE',
  path: '/session',
  act: 'signed-in',
  answer: done,
})
