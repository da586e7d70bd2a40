import { handle } from '../../platform/http/handle.ts'
import type { ZhikeServer } from '../../platform/http/server-type.ts'
import {
  assignPostOperation,
  createStaffOperation,
  createUnitOperation,
  disableStaffOperation,
  endPostOperation,
  handOverBookOperation,
  issueStaffCodeOperation,
  listBooksOperation,
  listPostsOperation,
  listRolesOperation,
  listStaffOperation,
  listUnitsOperation,
} from './contract.ts'
import { assignPost, createStaff, createUnit, disableStaff, endPost, handOverBook, issueStaffCode } from './service.ts'
import { listBooks, listPosts, listRoles, listStaff, listUnits } from './views.ts'

const DONE = { done: true } as const

export function orgRoutes(server: ZhikeServer): void {
  handle(server, listUnitsOperation, async (ctx) => ({ units: await listUnits(ctx) }))
  handle(server, createUnitOperation, (ctx, { body }) => createUnit(ctx, given(body)))
  handle(server, listPostsOperation, async (ctx) => ({ posts: await listPosts(ctx) }))
  handle(server, listRolesOperation, async (ctx) => ({ roles: await listRoles(ctx) }))
  handle(server, listStaffOperation, async (ctx, { query }) => ({ staff: await listStaff(ctx, query) }))
  handle(server, createStaffOperation, (ctx, { body }) => createStaff(ctx, given(body)))
  handle(server, assignPostOperation, (ctx, { params, body }) => assignPost(ctx, params.code, body.unit, body.post))
  handle(server, endPostOperation, (ctx, { params, body }) => endPost(ctx, params.code, body.unit, body.post))
  handle(server, disableStaffOperation, async (ctx, { params }) => {
    await disableStaff(ctx, params.code)
    return DONE
  })
  handle(server, issueStaffCodeOperation, async (ctx, { params }) => ({ code: await issueStaffCode(ctx, params.code) }))
  handle(server, listBooksOperation, async (ctx, { query }) => ({ books: await listBooks(ctx, query.unit) }))
  handle(server, handOverBookOperation, async (ctx, { params, body }) => {
    await handOverBook(ctx, params.scopeNo, body.staff)
    return DONE
  })
}

/** Without the members that the request left out: an absent member and an undefined one are two things to the use cases. */
function given<T extends object>(body: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as never
}
