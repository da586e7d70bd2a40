/**
 * Every statement of the vault: set-based, over parallel arrays, in the order of a key so that two chunks that overlap cannot
 * deadlock.
 */
export const INSERT_KEYS = `
  INSERT INTO data_key (party_id, scope_no, kek_id, wrapped, created_at)
  SELECT party_id, scope_no, $4, wrapped, now()
  FROM unnest($1::uuid[], $2::int[], $3::bytea[]) AS new (party_id, scope_no, wrapped)
  ORDER BY party_id
  ON CONFLICT (party_id) DO NOTHING`

export const SELECT_KEYS = `
  SELECT party_id AS "partyId", kek_id AS "kekId", wrapped FROM data_key WHERE party_id = ANY ($1::uuid[])`

export const FIND_IDENTITIES = `
  SELECT wanted.n::int AS n, i.party_id AS "partyId", i.scope_no AS "scopeNo"
  FROM unnest($1::text[], $2::uuid[]) WITH ORDINALITY AS wanted (kind, digest, n)
  JOIN identity i ON i.kind = wanted.kind AND i.digest = wanted.digest`

/** Of several new claims on one value the first in the order given is the claimant. */
export const CLAIM_IDENTITIES = `
  INSERT INTO identity (kind, digest, party_id, scope_no)
  SELECT kind, digest, party_id, scope_no FROM (
    SELECT DISTINCT ON (kind, digest) kind, digest, party_id, scope_no
    FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::int[]) WITH ORDINALITY AS new (kind, digest, party_id, scope_no, n)
    ORDER BY kind, digest, n) AS first
  ORDER BY kind, digest
  ON CONFLICT (kind, digest) DO NOTHING`

export const RELEASE_IDENTITIES = `
  DELETE FROM identity i USING unnest($1::text[], $2::uuid[], $3::uuid[]) AS old (kind, digest, party_id)
  WHERE i.kind = old.kind AND i.digest = old.digest AND i.party_id = old.party_id`

export const DELETE_VALUES = `
  DELETE FROM blind_index b USING unnest($1::text[], $2::uuid[]) AS old (kind, party_id)
  WHERE b.kind = old.kind AND b.party_id = old.party_id`

export const INSERT_VALUES = `
  INSERT INTO blind_index (kind, digest, party_id, scope_no)
  SELECT kind, digest, party_id, scope_no
  FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::int[]) AS new (kind, digest, party_id, scope_no)
  ORDER BY kind, digest, party_id
  ON CONFLICT (kind, digest, party_id) DO NOTHING`

/** Tokens of each party come as one text, `{1,2,3}`: unnest would take an array of arrays apart. */
const NAMES = `
  INSERT INTO name_token (party_id, scope_no, tokens)
  SELECT party_id, scope_no, tokens::bigint[]
  FROM unnest($1::uuid[], $2::int[], $3::text[]) AS new (party_id, scope_no, tokens)
  ORDER BY party_id`

export const KEEP_NAMES = `${NAMES}
  ON CONFLICT (party_id) DO NOTHING`

export const REPLACE_NAMES = `${NAMES}
  ON CONFLICT (party_id) DO UPDATE SET tokens = excluded.tokens, scope_no = excluded.scope_no`

const IN_RANGE = '(scope_no BETWEEN $2 AND $3 OR party_id = ANY ($4::uuid[]))'

export const SEARCH_NAMES = `
  SELECT party_id FROM name_token WHERE tokens @> $1::bigint[] AND ${IN_RANGE} ORDER BY party_id LIMIT $5`

export const FIND_BY_VALUE = `
  SELECT party_id FROM blind_index WHERE digest = $1 AND kind = $6 AND ${IN_RANGE} ORDER BY party_id LIMIT $5`

const TABLES = ['identity', 'blind_index', 'name_token', 'data_key'] as const

/** The key goes last: until it is gone, a failure can be repeated. */
export const DESTROY = TABLES.map((table) => `DELETE FROM ${table} WHERE party_id = ANY ($1::uuid[])`)

export const MOVE_SCOPE = TABLES.map(
  (table) => `
  UPDATE ${table} t SET scope_no = new.scope_no FROM unnest($1::uuid[], $2::int[]) AS new (party_id, scope_no)
  WHERE t.party_id = new.party_id`,
)

export const NEXT_PARTIES = `
  SELECT party_id FROM data_key WHERE party_id > $1 AND created_at < now() - interval '1 hour' ORDER BY party_id LIMIT $2`
