import { newId } from '../../kernel/id.ts'
import type { Context } from '../../platform/context.ts'
import { columnArray } from '../../platform/database/column-array.ts'
import { saveParties } from '../../platform/party.ts'
import { sortKey } from '../../platform/pinyin.ts'
import type { NewPost, NewUnit, Unit } from './domain.ts'
import type { BookSpan } from './numbering.ts'

type Place = Pick<Context, 'client' | 'now' | 'today'>

/** Units with their spans, each a party of the institution's world. The spans are new; codes that exist already are refused by the key. */
export async function insertUnits(ctx: Place, units: readonly (NewUnit & BookSpan)[]): Promise<void> {
  const rows = units.map((unit) => ({ ...unit, partyId: newId() }))
  await saveParties(
    ctx,
    rows.map(({ partyId, lo, name }) => ({ partyId, scopeNo: lo, kind: 'unit', publicName: name })),
  )
  await ctx.client.query(
    `INSERT INTO unit (unit_code, name, kind, parent_code, party_id, lo, hi, since)
     SELECT *, $8::date FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::integer[], $7::integer[])`,
    [
      columnArray(
        'text',
        rows.map(({ code }) => code),
      ),
      columnArray(
        'text',
        rows.map(({ name }) => name),
      ),
      columnArray(
        'text',
        rows.map(({ kind }) => kind),
      ),
      columnArray(
        'text',
        rows.map(({ parent }) => parent),
      ),
      columnArray(
        'uuid',
        rows.map(({ partyId }) => partyId),
      ),
      columnArray(
        'integer',
        rows.map(({ lo }) => lo),
      ),
      columnArray(
        'integer',
        rows.map(({ hi }) => hi),
      ),
      ctx.today,
    ],
  )
}

export async function renameUnits(ctx: Place, units: readonly Pick<Unit, 'code' | 'name' | 'kind'>[]): Promise<void> {
  await ctx.client.query(
    `UPDATE unit u SET name = s.name, kind = s.kind FROM unnest($1::text[], $2::text[], $3::text[]) AS s (code, name, kind)
     WHERE u.unit_code = s.code AND (u.name, u.kind) IS DISTINCT FROM (s.name, s.kind)`,
    [
      columnArray(
        'text',
        units.map(({ code }) => code),
      ),
      columnArray(
        'text',
        units.map(({ name }) => name),
      ),
      columnArray(
        'text',
        units.map(({ kind }) => kind),
      ),
    ],
  )
}

/** A post as given: its name, reach and roles replace what was there. */
export async function savePost({ client }: Place, { code, name, reach, roles }: NewPost): Promise<void> {
  await client.query(
    `INSERT INTO post (post_code, name, reach) VALUES ($1, $2, $3)
     ON CONFLICT (post_code) DO UPDATE SET name = excluded.name, reach = excluded.reach`,
    [code, name, reach],
  )
  await client.query('DELETE FROM post_role WHERE post_code = $1 AND NOT role_code = ANY ($2)', [code, roles])
  await client.query('INSERT INTO post_role SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING', [code, roles])
}

export interface StaffRow {
  readonly code: string
  readonly name: string
  readonly loginName: string
}

/** Principals, logins without a password, and staff; those that exist keep theirs and take the name. */
export async function saveStaff({ client, now }: Place, staff: readonly StaffRow[]): Promise<void> {
  await client.query(
    `WITH given AS (
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::uuid[], $5::text[]) AS g (code, name, login, id, sort_key)
     ), named AS (
       UPDATE staff s SET name = g.name, sort_key = g.sort_key FROM given g
       WHERE s.staff_code = g.code AND s.name <> g.name
     ), renamed AS (
       UPDATE principal p SET name = g.name FROM given g JOIN staff s ON s.staff_code = g.code
       WHERE p.principal_id = s.principal_id AND p.name <> g.name
     ), fresh AS (
       SELECT g.* FROM given g WHERE NOT EXISTS (SELECT FROM staff s WHERE s.staff_code = g.code)
     ), principals AS (
       INSERT INTO principal (principal_id, kind, name, created_at) SELECT id, 'staff', name, $6 FROM fresh
     ), credentials AS (
       INSERT INTO credential (principal_id, login_name) SELECT id, login FROM fresh
     )
     INSERT INTO staff (staff_code, principal_id, name, sort_key) SELECT code, id, name, sort_key FROM fresh`,
    [
      columnArray(
        'text',
        staff.map(({ code }) => code),
      ),
      columnArray(
        'text',
        staff.map(({ name }) => name),
      ),
      columnArray(
        'text',
        staff.map(({ loginName }) => loginName),
      ),
      columnArray(
        'uuid',
        staff.map(() => newId()),
      ),
      columnArray(
        'text',
        staff.map(({ name }) => sortKey(name)),
      ),
      now,
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

export interface BookRow {
  readonly scopeNo: number
  readonly unit: string
  readonly name: string
  readonly staff: string | null
}

export async function insertBooks({ client }: Place, books: readonly BookRow[]): Promise<void> {
  await client.query(
    'INSERT INTO book (scope_no, unit_code, name, staff_code) SELECT * FROM unnest($1::integer[], $2::text[], $3::text[], $4::text[])',
    [
      columnArray(
        'integer',
        books.map(({ scopeNo }) => scopeNo),
      ),
      columnArray(
        'text',
        books.map(({ unit }) => unit),
      ),
      columnArray(
        'text',
        books.map(({ name }) => name),
      ),
      columnArray(
        'text',
        books.map(({ staff }) => staff),
      ),
    ],
  )
}

export async function giveBook({ client }: Place, scopeNo: number, staff: string | null): Promise<void> {
  await client.query('UPDATE book SET staff_code = $2 WHERE scope_no = $1', [scopeNo, staff])
}
