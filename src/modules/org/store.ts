import { newId } from '../../kernel/id.ts'
import type { Context } from '../../platform/context.ts'
import { columnArray } from '../../platform/database/column-array.ts'
import { saveParties } from '../../platform/party.ts'
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

/** Until the end of the transaction nobody else adds units, books or staff: numbers and codes that were found free stay so. */
export async function holdOrganisation({ client }: Pick<Context, 'client'>): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('organisation', 0))`)
}
