import type { LocalDate } from '../kernel/local-date.ts'
import type { Context } from './context.ts'
import { columnArray } from './database/column-array.ts'
import { searchText, sortKey } from './pinyin.ts'

export type PartyKind = 'person' | 'organisation' | 'household' | 'unit'

/** A node of the institution's world: a person, an organisation, a household or one of its own units. */
export interface Party {
  readonly partyId: string
  readonly scopeNo: number
  readonly kind: PartyKind
  /** Of organisations and units; null for a person, whose name is sealed by the owner module. */
  readonly publicName: string | null
}

/** What a party is to the institution, and how far along: customer, contact, guarantor. */
export interface PartyRole {
  readonly partyId: string
  readonly scopeNo: number
  readonly role: string
  readonly stage: string
  readonly since: LocalDate
}

/** Enters parties, set-based; of one that is there already a changed public name is taken over, with what search finds it by. */
export async function saveParties(ctx: Pick<Context, 'client' | 'now'>, parties: readonly Party[]): Promise<void> {
  if (parties.length === 0) return
  await ctx.client.query(
    `INSERT INTO party AS p (party_id, scope_no, kind, public_name, sort_key, search_text, created_at)
     SELECT s.*, $7::timestamptz
     FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::text[]) AS s
     ON CONFLICT (party_id) DO UPDATE
       SET public_name = excluded.public_name, sort_key = excluded.sort_key, search_text = excluded.search_text
       WHERE p.public_name IS DISTINCT FROM excluded.public_name`,
    [
      columnArray(
        'uuid',
        parties.map((party) => party.partyId),
      ),
      columnArray(
        'integer',
        parties.map((party) => party.scopeNo),
      ),
      columnArray(
        'text',
        parties.map((party) => party.kind),
      ),
      columnArray(
        'text',
        parties.map((party) => party.publicName),
      ),
      columnArray(
        'text',
        parties.map(({ publicName }) => (publicName === null ? null : sortKey(publicName))),
      ),
      columnArray(
        'text',
        parties.map(({ publicName }) => (publicName === null ? null : searchText(publicName))),
      ),
      ctx.now.toISOString(),
    ],
  )
}

/** Enters roles, or moves those that are there to another stage. */
export async function saveRoles(ctx: Pick<Context, 'client'>, roles: readonly PartyRole[]): Promise<void> {
  if (roles.length === 0) return
  await ctx.client.query(
    `INSERT INTO party_role AS r (party_id, scope_no, role, stage, since)
     SELECT * FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::date[])
     ON CONFLICT (party_id, role) DO UPDATE SET stage = excluded.stage WHERE r.stage <> excluded.stage`,
    [
      columnArray(
        'uuid',
        roles.map((role) => role.partyId),
      ),
      columnArray(
        'integer',
        roles.map((role) => role.scopeNo),
      ),
      columnArray(
        'text',
        roles.map((role) => role.role),
      ),
      columnArray(
        'text',
        roles.map((role) => role.stage),
      ),
      columnArray(
        'date',
        roles.map((role) => role.since),
      ),
    ],
  )
}

/** Parties whose public name, pinyin or initials contain the query, inside the principal's range, best first. */
export async function searchParties(
  ctx: Pick<Context, 'client' | 'principal'>,
  query: string,
  atMost: number,
): Promise<string[]> {
  const { lo, hi, granted } = ctx.principal
  const { rows } = await ctx.client.query<{ party_id: string }>(
    'SELECT party_id FROM search_party($1, $2, $3, $4, $5)',
    [query, lo, hi, [...granted], atMost],
  )
  return rows.map((row) => row.party_id)
}
