import { createHash, randomInt } from 'node:crypto'
import type { Context } from '../context.ts'

/** Crockford's base 32: no letter that can be misread on paper or over the telephone. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const GROUPS = 4
const VALID_HOURS = 24

/** A code of 80 bits, `K7QF-2M9X-…`, which signs its holder in once to choose a password. Any older code of theirs is void. */
export async function issueCode({ client, now }: Context, principalId: string): Promise<string> {
  const code = Array.from({ length: GROUPS * 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
  await client.query('DELETE FROM zhike.one_time_code WHERE principal_id = $1', [principalId])
  await client.query(
    `INSERT INTO zhike.one_time_code (code_hash, principal_id, expires_at)
     VALUES ($1, $2, $3::timestamptz + make_interval(hours => $4))`,
    [hashOf(code), principalId, now, VALID_HOURS],
  )
  return code.match(/.{4}/g)!.join('-')
}

/** Uses the code up. Undefined where it is no live code. */
export async function redeemCode({ client, now }: Context, code: string): Promise<string | undefined> {
  const { rows } = await client.query<{ principal_id: string }>(
    `UPDATE zhike.one_time_code c SET used_at = $2 FROM zhike.principal p
     WHERE c.code_hash = $1 AND c.used_at IS NULL AND c.expires_at > $2
       AND p.principal_id = c.principal_id AND p.disabled_at IS NULL
     RETURNING c.principal_id`,
    [
      hashOf(
        code
          .toUpperCase()
          .replace(/[^0-9A-Z]/g, '')
          .replaceAll('O', '0')
          .replace(/[IL]/g, '1'),
      ),
      now,
    ],
  )
  return rows[0]?.principal_id
}

function hashOf(code: string): Buffer {
  return createHash('sha256').update(code).digest()
}
