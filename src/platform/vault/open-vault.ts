import type pg from 'pg'
import type { Logger } from 'pino'
import { columnArray } from '../database/column-array.ts'
import { asFailure } from '../database/database-failure.ts'
import { failures } from '../failures.ts'
import { openBlindIndex } from './blind.ts'
import { newDataKeys, openDataKeys, type WrappedKey } from './data-keys.ts'
import { openIndexSecret } from './index-secret.ts'
import * as sql from './statements.ts'
import type { DataKeys, IdentityClaim, NameEntry, PartyScope, ScopeRange, ValueEntry, Vault } from './vault.ts'

const FIRST_ID = '00000000-0000-0000-0000-000000000000'
const SWEEP_PAGE = 10_000

type Client = Pick<pg.ClientBase, 'query'>

/** The vault over its own pool, whose role may read and write its tables and owns nothing. */
export async function openVault(pool: pg.Pool, kekFile: string, log: Logger): Promise<Vault> {
  const { kek, secret } = await openIndexSecret(pool, kekFile, log)
  const blind = openBlindIndex(secret)
  secret.fill(0)

  async function selectKeys(client: Client, partyIds: readonly string[]): Promise<DataKeys> {
    const { rows } = await client.query<WrappedKey>(sql.SELECT_KEYS, [partyIds])
    return openDataKeys(kek, rows)
  }

  async function insertKeys(client: Client, parties: readonly PartyScope[]): Promise<DataKeys> {
    const ids = parties.map(({ partyId }) => partyId)
    const made = newDataKeys(kek, ids)
    const { rowCount } = await client.query(sql.INSERT_KEYS, [
      columnArray('uuid', ids),
      columnArray(
        'integer',
        parties.map(({ scopeNo }) => scopeNo),
      ),
      columnArray(
        'bytea',
        made.map(({ wrapped }) => wrapped),
      ),
      kek.id,
    ])
    return rowCount === parties.length ? openDataKeys(kek, made) : selectKeys(client, ids)
  }

  function columnsOf(claims: readonly IdentityClaim[]) {
    return [
      columnArray(
        'text',
        claims.map(({ kind }) => kind),
      ),
      columnArray(
        'uuid',
        claims.map(({ kind, value }) => blind.digest(kind, value)),
      ),
      columnArray(
        'uuid',
        claims.map(({ partyId }) => partyId),
      ),
      columnArray(
        'integer',
        claims.map(({ scopeNo }) => scopeNo),
      ),
    ] as const
  }

  async function claim(client: Client, claims: readonly IdentityClaim[]): Promise<PartyScope[]> {
    const [kinds, digests, ids, scopes] = columnsOf(claims)
    const { rowCount } = await client.query(sql.CLAIM_IDENTITIES, [kinds, digests, ids, scopes])
    if (rowCount === claims.length) return claims.map(({ partyId, scopeNo }) => ({ partyId, scopeNo }))
    return (await holders(client, claims.length, kinds, digests)) as PartyScope[]
  }

  async function holders(client: Client, count: number, kinds: Buffer, digests: Buffer) {
    const found = new Array<PartyScope | undefined>(count).fill(undefined)
    const { rows } = await client.query<PartyScope & { n: number }>(sql.FIND_IDENTITIES, [kinds, digests])
    for (const { n, partyId, scopeNo } of rows) found[n - 1] = { partyId, scopeNo }
    return found
  }

  async function insertValues(client: Client, entries: readonly ValueEntry[]): Promise<void> {
    const flat = entries.flatMap(({ values, ...entry }) => values.map((value) => ({ ...entry, value })))
    if (flat.length > 0) await client.query(sql.INSERT_VALUES, columnsOf(flat) as unknown as unknown[])
  }

  async function insertNames(client: Client, text: string, entries: readonly NameEntry[]): Promise<void> {
    if (entries.length === 0) return
    await client.query(text, [
      columnArray(
        'uuid',
        entries.map(({ partyId }) => partyId),
      ),
      columnArray(
        'integer',
        entries.map(({ scopeNo }) => scopeNo),
      ),
      columnArray(
        'text',
        entries.map(({ tokens }) => list(tokens.map(blind.token))),
      ),
    ])
  }

  return {
    createKeys: (parties) => within(pool, (client) => insertKeys(client, parties)),
    openKeys: (partyIds) => within(pool, (client) => selectKeys(client, partyIds)),
    findIdentities: (wanted) =>
      within(pool, (client) =>
        holders(
          client,
          wanted.length,
          columnArray(
            'text',
            wanted.map(({ kind }) => kind),
          ),
          columnArray(
            'uuid',
            wanted.map(({ kind, value }) => blind.digest(kind, value)),
          ),
        ),
      ),
    claimIdentities: (claims) => within(pool, (client) => claim(client, claims)),
    releaseIdentities: (released) =>
      within(pool, async (client) => {
        const [kinds, digests, ids] = columnsOf(released.map((identity) => ({ ...identity, scopeNo: 0 })))
        await client.query(sql.RELEASE_IDENTITIES, [kinds, digests, ids])
      }),
    indexValues: (entries) =>
      within(pool, async (client) => {
        await client.query(sql.DELETE_VALUES, [entries.map(({ kind }) => kind), entries.map(({ partyId }) => partyId)])
        await insertValues(client, entries)
      }),
    indexNames: (entries) => within(pool, (client) => insertNames(client, sql.REPLACE_NAMES, entries)),
    findByValue: (kind, value, range, atMost) =>
      within(pool, (client) =>
        ids(client, sql.FIND_BY_VALUE, [...place(blind.digest(kind, value), range, atMost), kind]),
      ),
    searchNames: async (tokens, range, atMost) =>
      tokens.length === 0
        ? []
        : within(pool, (client) => ids(client, sql.SEARCH_NAMES, place(list(tokens.map(blind.token)), range, atMost))),
    writeChunk: ({ parties, identities, values, names }) =>
      within(pool, async (client) => {
        const keys = await insertKeys(client, parties)
        const held = await claim(client, identities)
        const taken = held.filter(({ partyId }, i) => partyId !== identities[i]!.partyId).length
        if (taken > 0) throw failures.identityTaken({ count: taken })
        await insertValues(client, values)
        await insertNames(client, sql.KEEP_NAMES, names)
        return keys
      }),
    moveScope: (parties) =>
      within(pool, async (client) => {
        const columns = [parties.map(({ partyId }) => partyId), parties.map(({ scopeNo }) => scopeNo)]
        for (const text of sql.MOVE_SCOPE) await client.query(text, columns)
      }),
    destroy: (partyId) => within(pool, (client) => destroyAll(client, [partyId])),
    sweepOrphans: (exists) => sweep(pool, exists),
  }
}

/** Tokens as PostgreSQL writes an array: one text per party, since unnest would take an array of arrays apart. */
function list(items: readonly string[]): string {
  return `{${items.join(',')}}`
}

/** A transaction of the vault's own. */
async function within<T>(pool: pg.Pool, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((error) => {
    throw asFailure(error)
  })
  const onBreak = () => {}
  client.on('error', onBreak)
  let broken: Error | undefined
  try {
    await client.query('BEGIN')
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    broken = await client.query('ROLLBACK').then(
      () => undefined,
      (failed: Error) => failed,
    )
    throw asFailure(error)
  } finally {
    client.off('error', onBreak)
    client.release(broken)
  }
}

function place(wanted: string, { lo, hi, granted }: ScopeRange, atMost: number): unknown[] {
  return [wanted, lo, hi, granted, atMost]
}

async function ids(client: Client, text: string, parameters: unknown[]): Promise<string[]> {
  const { rows } = await client.query<{ party_id: string }>(text, parameters)
  return rows.map(({ party_id }) => party_id)
}

async function destroyAll(client: Client, partyIds: readonly string[]): Promise<void> {
  for (const text of sql.DESTROY) await client.query(text, [partyIds])
}

/** Only keys older than an hour: a younger one may belong to an act that has not committed in main yet. */
async function sweep(pool: pg.Pool, exists: (partyIds: string[]) => Promise<Set<string>>): Promise<number> {
  let swept = 0
  for (let after = FIRST_ID; ; ) {
    const page = await within(pool, (client) => ids(client, sql.NEXT_PARTIES, [after, SWEEP_PAGE]))
    if (page.length === 0) return swept
    const known = await exists(page)
    const orphans = page.filter((id) => !known.has(id))
    if (orphans.length > 0) await within(pool, (client) => destroyAll(client, orphans))
    swept += orphans.length
    after = page.at(-1)!
  }
}
