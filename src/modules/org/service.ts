import { issueCode } from '../../platform/auth/one-time-code.ts'
import { disablePrincipal } from '../../platform/auth/principal-store.ts'
import { closeSessionsOf } from '../../platform/auth/session.ts'
import { authorise, type Context } from '../../platform/context.ts'
import { type NewBook, type NewPost, type NewStaff, type NewUnit, OWN_BOOK, type Unit } from './domain.ts'
import { failures } from './failures.ts'
import { type BookSpan, INSTITUTION, ownSpan, roomUnder } from './numbering.ts'
import { endHeldPost, insertHeldPosts, saveStaff } from './staff-store.ts'
import { giveBook, holdOrganisation, insertBooks, insertUnits, savePost } from './store.ts'
import { findStaff, findUnit, listBooks, listPosts, listRoles, listUnits, type StaffView } from './views.ts'

/** A unit with its own book. @throws org.taken, org.oneRoot, org.noUnit, org.noRoom */
export async function createUnit(ctx: Context, unit: NewUnit): Promise<Unit> {
  authorise(ctx, 'org.manage')
  await holdOrganisation(ctx)
  const units = await listUnits(ctx)
  if (units.some(({ code }) => code === unit.code)) throw failures.taken({ what: '机构', code: unit.code })
  const span = spanFor(units, unit)
  await insertUnits(ctx, [{ ...unit, ...span }])
  await insertBooks(ctx, [{ scopeNo: span.lo, unit: unit.code, name: OWN_BOOK, staff: null }])
  await ctx.audit.record({ act: 'org.createUnit', detail: { unit: unit.code } })
  return findUnit(ctx, unit.code)
}

function spanFor(units: readonly Unit[], { code, parent }: NewUnit): BookSpan {
  if (parent === undefined) {
    const roots = units.filter((unit) => unit.parent === null).map((unit) => unit.code)
    if (roots.length > 0) throw failures.oneRoot({ codes: [...roots, code].join('、') })
    return INSTITUTION
  }
  const above = units.find((unit) => unit.code === parent)
  if (!above) throw failures.noUnit({ code: parent })
  const span = roomUnder(
    above,
    units.filter((unit) => unit.parent === parent),
  )
  if (!span) throw failures.noRoom({ code: parent })
  return span
}

/** The next free number among the unit's own books. @throws org.noUnit, org.noStaff, org.noRoom */
export async function createBook(ctx: Context, { unit, name, staff }: NewBook): Promise<number> {
  authorise(ctx, 'org.manage')
  await holdOrganisation(ctx)
  const own = ownSpan(await findUnit(ctx, unit))
  const books = await listBooks(ctx, unit)
  const scopeNo = Math.max(own.lo - 1, ...books.map((book) => book.scopeNo)) + 1
  if (scopeNo > own.hi) throw failures.noRoom({ code: unit })
  if (staff !== undefined) await findStaff(ctx, staff)
  await insertBooks(ctx, [{ scopeNo, unit, name, staff: staff ?? null }])
  await ctx.audit.record({ act: 'org.createBook', detail: { scopeNo, unit, staff: staff ?? null } })
  return scopeNo
}

/** Changes who keeps a book, and no business row: its customers follow. @throws org.noBook, org.noStaff, org.postElsewhere */
export async function handOverBook(ctx: Context, scopeNo: number, staffCode: string | null): Promise<void> {
  authorise(ctx, 'org.manage')
  const book = (await listBooks(ctx)).find((one) => one.scopeNo === scopeNo)
  if (!book) throw failures.noBook({ code: scopeNo })
  if (staffCode !== null) {
    const { name, posts } = await findStaff(ctx, staffCode)
    if (!posts.some(({ unit }) => unit === book.unit)) throw failures.postElsewhere({ staff: name, unit: book.unit })
  }
  await giveBook(ctx, scopeNo, staffCode)
  await ctx.audit.record({ act: 'org.handOverBook', detail: { scopeNo, from: book.staff, to: staffCode } })
}

/** @throws org.noRole */
export async function definePost(ctx: Context, post: NewPost): Promise<void> {
  authorise(ctx, 'org.manage')
  const known = new Set((await listRoles(ctx)).map(({ code }) => code))
  const unknown = post.roles.find((role) => !known.has(role))
  if (unknown !== undefined) throw failures.noRole({ post: post.code, code: unknown })
  await savePost(ctx, post)
  await ctx.audit.record({ act: 'org.definePost', detail: { ...post } })
}

/** A person with a login but no password: a one-time code lets them choose one. @throws org.taken, org.noUnit, org.noPost */
export async function createStaff(ctx: Context, staff: NewStaff): Promise<StaffView> {
  authorise(ctx, 'org.manage')
  const loginName = staff.loginName ?? staff.code
  await holdOrganisation(ctx)
  await refuseTaken(ctx, staff.code, loginName)
  await saveStaff(ctx, [{ code: staff.code, name: staff.name, loginName }])
  for (const { unit, post } of staff.posts) await assignPost(ctx, staff.code, unit, post)
  await ctx.audit.record({ act: 'org.createStaff', detail: { staff: staff.code } })
  return findStaff(ctx, staff.code)
}

async function refuseTaken({ client }: Context, code: string, loginName: string): Promise<void> {
  const { rows } = await client.query<{ code: boolean }>(
    `SELECT staff_code = $1 AS code FROM staff JOIN credential USING (principal_id) WHERE staff_code = $1 OR login_name = $2`,
    [code, loginName],
  )
  if (rows[0]) throw failures.taken(rows[0].code ? { what: '员工', code } : { what: '登录名', code: loginName })
}

/** From today on. @throws org.noStaff, org.noUnit, org.noPost */
export async function assignPost(ctx: Context, staff: string, unit: string, post: string): Promise<StaffView> {
  authorise(ctx, 'org.manage')
  await findStaff(ctx, staff)
  await findUnit(ctx, unit)
  if (!(await listPosts(ctx)).some(({ code }) => code === post)) throw failures.noPost({ code: post })
  await insertHeldPosts(ctx, [{ staff, unit, post, since: ctx.today }])
  await ctx.audit.record({ act: 'org.assignPost', detail: { staff, unit, post } })
  return findStaff(ctx, staff)
}

/** From today on no more. @throws org.noStaff, org.noPost where they do not hold it */
export async function endPost(ctx: Context, staff: string, unit: string, post: string): Promise<StaffView> {
  authorise(ctx, 'org.manage')
  await findStaff(ctx, staff)
  if (!(await endHeldPost(ctx, { staff, unit, post }))) throw failures.noPost({ code: `${unit}/${post}` })
  await ctx.audit.record({ act: 'org.endPost', detail: { staff, unit, post } })
  return findStaff(ctx, staff)
}

/** The account's sessions end with it. @throws org.noStaff */
export async function disableStaff(ctx: Context, staff: string): Promise<void> {
  authorise(ctx, 'org.manage')
  const { principalId } = await findStaff(ctx, staff)
  await disablePrincipal(ctx, principalId)
  await closeSessionsOf(ctx, principalId)
  await ctx.audit.record({ act: 'org.disableStaff', detail: { staff } })
}

/** A one-time code of 24 hours, shown once. @throws org.noStaff, org.noAccount */
export async function issueStaffCode(ctx: Context, staff: string): Promise<string> {
  authorise(ctx, 'org.manage')
  const { principalId, disabled } = await findStaff(ctx, staff)
  if (disabled) throw failures.noAccount({ code: staff })
  await ctx.audit.record({ act: 'org.issueCode', detail: { staff } })
  return issueCode(ctx, principalId)
}
