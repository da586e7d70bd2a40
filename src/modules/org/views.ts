import type { Context } from '../../platform/context.ts'
import type { Reach, Unit } from './domain.ts'
import { failures } from './failures.ts'
import type { BookRow } from './store.ts'

type Reading = Pick<Context, 'client'>

const UNIT = 'SELECT unit_code AS code, name, kind, parent_code AS parent, lo, hi FROM unit'

/** Of the institution, in pre-order: a unit, then all below it. The system's own desk (book 0) is none of them. */
export async function listUnits({ client }: Reading): Promise<Unit[]> {
  return (await client.query<Unit>(`${UNIT} WHERE until IS NULL AND lo > 0 ORDER BY lo, hi DESC`)).rows
}

/** @throws org.noUnit */
export async function findUnit({ client }: Reading, code: string): Promise<Unit> {
  const { rows } = await client.query<Unit>(`${UNIT} WHERE unit_code = $1`, [code])
  if (!rows[0]) throw failures.noUnit({ code })
  return rows[0]
}

/** The span of a unit's own books and all books below it. @throws org.noUnit */
export async function unitRange(ctx: Reading, code: string): Promise<{ lo: number; hi: number }> {
  const { lo, hi } = await findUnit(ctx, code)
  return { lo, hi }
}

export interface PostView {
  readonly code: string
  readonly name: string
  readonly reach: Reach
  readonly roles: string[]
}

export async function listPosts({ client }: Reading): Promise<PostView[]> {
  const { rows } = await client.query<PostView>(
    `SELECT p.post_code AS code, p.name, p.reach, array(
       SELECT role_code FROM post_role r WHERE r.post_code = p.post_code ORDER BY role_code) AS roles
     FROM post p ORDER BY p.post_code`,
  )
  return rows
}

export interface RoleView {
  readonly code: string
  readonly name: string
  readonly acts: string[]
}

export async function listRoles({ client }: Reading): Promise<RoleView[]> {
  const { rows } = await client.query<RoleView>(
    `SELECT r.role_code AS code, r.name, array(SELECT act FROM role_act a WHERE a.role_code = r.role_code ORDER BY act) AS acts
     FROM role r ORDER BY r.role_code`,
  )
  return rows
}

export interface StaffView {
  readonly code: string
  readonly name: string
  readonly principalId: string
  readonly loginName: string
  readonly hasPassword: boolean
  readonly disabled: boolean
  readonly posts: { unit: string; unitName: string; post: string; postName: string; reach: Reach }[]
}

export interface StaffFilter {
  readonly code?: string | undefined
  readonly unit?: string | undefined
}

export async function listStaff(
  { client, today }: Pick<Context, 'client' | 'today'>,
  filter: StaffFilter = {},
): Promise<StaffView[]> {
  const { rows } = await client.query<StaffView>(
    `SELECT s.staff_code AS code, s.name, s.principal_id AS "principalId", c.login_name AS "loginName",
       c.password_hash IS NOT NULL AS "hasPassword", p.disabled_at IS NOT NULL OR coalesce(s.left_on <= $1, false) AS disabled,
       coalesce(jsonb_agg(jsonb_build_object('unit', u.unit_code, 'unitName', u.name, 'post', t.post_code, 'postName', t.name,
         'reach', t.reach) ORDER BY u.lo, t.post_code) FILTER (WHERE u.unit_code IS NOT NULL), '[]') AS posts
     FROM staff s JOIN principal p USING (principal_id) JOIN credential c USING (principal_id)
     LEFT JOIN staff_post h ON h.staff_code = s.staff_code AND h.since <= $1 AND (h.until IS NULL OR h.until > $1)
     LEFT JOIN unit u ON u.unit_code = h.unit_code
     LEFT JOIN post t ON t.post_code = h.post_code
     WHERE ($2::text IS NULL OR s.staff_code = $2)
     GROUP BY s.staff_code, p.disabled_at, c.login_name, c.password_hash
     HAVING $3::text IS NULL OR bool_or(h.unit_code = $3)
     ORDER BY s.sort_key, s.staff_code`,
    [today, filter.code ?? null, filter.unit ?? null],
  )
  return rows
}

/** @throws org.noStaff */
export async function findStaff(ctx: Pick<Context, 'client' | 'today'>, code: string): Promise<StaffView> {
  const [staff] = await listStaff(ctx, { code })
  if (!staff) throw failures.noStaff({ code })
  return staff
}

export interface BookView extends BookRow {
  readonly staffName: string | null
}

export async function listBooks({ client }: Reading, unit?: string): Promise<BookView[]> {
  const { rows } = await client.query<BookView>(
    `SELECT b.scope_no AS "scopeNo", b.unit_code AS unit, b.name, b.staff_code AS staff, s.name AS "staffName"
     FROM book b LEFT JOIN staff s USING (staff_code) WHERE $1::text IS NULL OR b.unit_code = $1 ORDER BY b.scope_no`,
    [unit ?? null],
  )
  return rows
}

/** Which of these numbers are no book's; none, as long as no organisation has been entered. */
export async function missingBooks(
  { client }: Pick<Context, 'client'>,
  scopeNos: readonly number[],
): Promise<Set<number>> {
  if (scopeNos.length === 0) return new Set()
  const { rows } = await client.query<{ scope_no: number }>(
    `SELECT n AS scope_no FROM unnest($1::int[]) AS n
     WHERE EXISTS (SELECT FROM book) AND NOT EXISTS (SELECT FROM book WHERE scope_no = n)`,
    [scopeNos],
  )
  return new Set(rows.map((row) => row.scope_no))
}
