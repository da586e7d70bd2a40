import { newId } from '../../kernel/id.ts'
import { enrolPrincipals } from '../../platform/auth/principal-store.ts'
import type { Context } from '../../platform/context.ts'
import { columnArray } from '../../platform/database/column-array.ts'
import { sortKey } from '../../platform/pinyin.ts'

type Place = Pick<Context, 'client' | 'now' | 'today'>

export interface StaffRow {
  readonly code: string
  readonly name: string
  readonly loginName: string
}

/** Staff with their principals; those that exist keep their login and take the name. */
export async function saveStaff(ctx: Place, staff: readonly StaffRow[]): Promise<void> {
  const codes = columnArray(
    'text',
    staff.map(({ code }) => code),
  )
  const { rows } = await ctx.client.query<{ staff_code: string; principal_id: string }>(
    'SELECT staff_code, principal_id FROM staff WHERE staff_code = ANY ($1::text[])',
    [codes],
  )
  const known = new Map(rows.map((row) => [row.staff_code, row.principal_id]))
  const principals = staff.map(({ code, name, loginName }) => ({ id: known.get(code) ?? newId(), name, loginName }))
  await enrolPrincipals(ctx, principals)
  await ctx.client.query(
    `INSERT INTO staff AS s (staff_code, principal_id, name, sort_key)
     SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[])
     ON CONFLICT (staff_code) DO UPDATE SET name = excluded.name, sort_key = excluded.sort_key WHERE s.name <> excluded.name`,
    [
      codes,
      columnArray(
        'uuid',
        principals.map(({ id }) => id),
      ),
      columnArray(
        'text',
        staff.map(({ name }) => name),
      ),
      columnArray(
        'text',
        staff.map(({ name }) => sortKey(name)),
      ),
    ],
  )
}

export interface HeldPost {
  readonly staff: string
  readonly unit: string
  readonly post: string
  readonly since: string
}

/** Posts held from a day on; one that is held already is left as it is. */
export async function insertHeldPosts({ client }: Place, held: readonly HeldPost[]): Promise<void> {
  await client.query(
    `INSERT INTO staff_post (staff_code, unit_code, post_code, since)
     SELECT h.staff, h.unit, h.post, h.since::date FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS h (staff, unit, post, since)
     WHERE NOT EXISTS (
       SELECT FROM staff_post p WHERE p.staff_code = h.staff AND p.unit_code = h.unit AND p.post_code = h.post AND p.until IS NULL)
     ON CONFLICT (staff_code, unit_code, post_code, since) DO UPDATE SET until = NULL`,
    [
      columnArray(
        'text',
        held.map(({ staff }) => staff),
      ),
      columnArray(
        'text',
        held.map(({ unit }) => unit),
      ),
      columnArray(
        'text',
        held.map(({ post }) => post),
      ),
      columnArray(
        'text',
        held.map(({ since }) => since),
      ),
    ],
  )
}

/** `until` is the first day on which the post is no longer held. */
export async function endHeldPost({ client, today }: Place, held: Omit<HeldPost, 'since'>): Promise<boolean> {
  const { rowCount } = await client.query(
    'UPDATE staff_post SET until = $4 WHERE staff_code = $1 AND unit_code = $2 AND post_code = $3 AND until IS NULL',
    [held.staff, held.unit, held.post, today],
  )
  return (rowCount ?? 0) > 0
}
