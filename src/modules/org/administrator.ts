import { issueCode } from '../../platform/auth/one-time-code.ts'
import type { Context } from '../../platform/context.ts'
import { insertHeldPosts, saveStaff } from './staff-store.ts'
import { holdOrganisation } from './store.ts'

/** The shipped desk, post and first account of who runs the system. */
const DESK = 'system'
const POST = 'administrator'
const FIRST = 'admin'

export interface FirstSignIn {
  readonly loginName: string
  /** Good for a day, shown once. */
  readonly code: string
}

/**
 * As long as no administrator has a password, nobody can let anybody in: then the first account is made, and a one-time code
 * for it. There is no default password. A member of staff who happens to be called admin is left alone.
 * @returns undefined where an administrator can sign in.
 */
export async function ensureAdministrator(ctx: Context): Promise<FirstSignIn | undefined> {
  await holdOrganisation(ctx)
  const { rows } = await ctx.client.query(
    `SELECT FROM staff_post h JOIN staff s USING (staff_code) JOIN principal p USING (principal_id) JOIN credential c USING (principal_id)
     WHERE h.post_code = $1 AND (h.until IS NULL OR h.until > $2) AND p.disabled_at IS NULL AND c.password_hash IS NOT NULL LIMIT 1`,
    [POST, ctx.today],
  )
  if (rows.length > 0) return undefined
  const { staff, loginName, principalId } = (await waitingAccount(ctx)) ?? (await makeAccount(ctx))
  const code = await issueCode(ctx, principalId)
  await ctx.audit.record({ act: 'org.issueCode', detail: { staff } })
  return { loginName, code }
}

interface Account {
  readonly staff: string
  readonly loginName: string
  readonly principalId: string
}

/** The first account, made by an earlier start, whose code was not used. */
async function waitingAccount({ client, today }: Context): Promise<Account | undefined> {
  const { rows } = await client.query<Account>(
    `SELECT s.staff_code AS staff, c.login_name AS "loginName", s.principal_id AS "principalId"
     FROM staff_post h JOIN staff s USING (staff_code) JOIN principal p USING (principal_id) JOIN credential c USING (principal_id)
     WHERE h.unit_code = $1 AND h.post_code = $2 AND (h.until IS NULL OR h.until > $3)
       AND p.disabled_at IS NULL AND c.password_hash IS NULL
     ORDER BY h.since, s.staff_code LIMIT 1`,
    [DESK, POST, today],
  )
  return rows[0]
}

/** Under the first of admin, admin2, admin3 … that is neither a staff code nor a login name. */
async function makeAccount(ctx: Context): Promise<Account> {
  const { rows } = await ctx.client.query<{ taken: string }>(
    `SELECT staff_code AS taken FROM staff WHERE starts_with(staff_code, $1)
     UNION SELECT login_name FROM credential WHERE starts_with(login_name, $1)`,
    [FIRST],
  )
  const taken = new Set(rows.map((row) => row.taken))
  let staff = FIRST
  for (let number = 2; taken.has(staff); number += 1) staff = `${FIRST}${number}`
  await saveStaff(ctx, [{ code: staff, name: '系统管理员', loginName: staff }])
  await insertHeldPosts(ctx, [{ staff, unit: DESK, post: POST, since: ctx.today }])
  await ctx.audit.record({ act: 'org.createStaff', detail: { staff } })
  return (await waitingAccount(ctx))!
}
