import { issueCode } from '../../platform/auth/one-time-code.ts'
import type { Context } from '../../platform/context.ts'
import { insertHeldPosts, saveStaff } from './staff-store.ts'

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
 * for it. There is no default password.
 * @returns undefined where an administrator can sign in.
 */
export async function ensureAdministrator(ctx: Context): Promise<FirstSignIn | undefined> {
  const { rows } = await ctx.client.query(
    `SELECT FROM staff_post h JOIN staff s USING (staff_code) JOIN principal p USING (principal_id) JOIN credential c USING (principal_id)
     WHERE h.post_code = $1 AND (h.until IS NULL OR h.until > $2) AND p.disabled_at IS NULL AND c.password_hash IS NOT NULL LIMIT 1`,
    [POST, ctx.today],
  )
  if (rows.length > 0) return undefined
  await saveStaff(ctx, [{ code: FIRST, name: '系统管理员', loginName: FIRST }])
  await insertHeldPosts(ctx, [{ staff: FIRST, unit: DESK, post: POST, since: ctx.today }])
  const { rows: account } = await ctx.client.query<{ principal_id: string }>(
    'SELECT principal_id FROM staff WHERE staff_code = $1',
    [FIRST],
  )
  const code = await issueCode(ctx, account[0]!.principal_id)
  await ctx.audit.record({ act: 'org.issueCode', detail: { staff: FIRST } })
  return { loginName: FIRST, code }
}
