import { newId } from '../src/kernel/id.ts'
import type { Context } from '../src/platform/context.ts'
import type { Ground } from '../src/platform/ground.ts'
import { type Principal, SYSTEM } from '../src/platform/principal.ts'

/** A principal with a row of its own: every act and no range, unless said otherwise. */
export async function makePrincipal(
  ground: Ground,
  given: Partial<Omit<Principal, 'acts'>> & { acts?: Iterable<string> } = {},
): Promise<Principal> {
  const { acts = ['*'], ...rest } = given
  const principal: Principal = {
    id: newId(),
    kind: 'staff',
    name: '测试员',
    lo: 1,
    hi: 0,
    granted: [],
    ...rest,
    acts: new Set(acts),
  }
  await ground.transact(SYSTEM, ({ client, now }) =>
    client.query('INSERT INTO principal (principal_id, kind, name, created_at) VALUES ($1, $2, $3, $4)', [
      principal.id,
      principal.kind,
      principal.name,
      now,
    ]),
  )
  return principal
}

/** A party in a book; answers its id. */
export async function makeParty(
  { client, now }: Pick<Context, 'client' | 'now'>,
  { scopeNo, kind = 'organisation', publicName = '测试有限公司', searchText = '测试有限公司 ceshi cs' }: PartyGiven,
): Promise<string> {
  const id = newId()
  const name = kind === 'person' ? null : publicName
  await client.query(
    `INSERT INTO party (party_id, scope_no, kind, public_name, sort_key, search_text, created_at) VALUES ($1, $2, $3, $4, $4, $5, $6)`,
    [id, scopeNo, kind, name, name && searchText, now],
  )
  return id
}

export interface PartyGiven {
  readonly scopeNo: number
  readonly kind?: 'person' | 'organisation' | 'household' | 'unit'
  readonly publicName?: string
  readonly searchText?: string
}
