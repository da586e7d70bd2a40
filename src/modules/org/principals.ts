import type { PrincipalSource } from '../../platform/auth/principals.ts'
import type { Context } from '../../platform/context.ts'
import type { Principal } from '../../platform/principal.ts'
import { REACH_TITLES, type Reach } from './domain.ts'
import { failures } from './failures.ts'
import { type BookSpan, ownSpan } from './numbering.ts'

/** No book at all: whoever holds such a post sees no business row. */
const NOTHING: BookSpan = { lo: 1, hi: 0 }

/** One post in which a person may act, with what it may do and the one range it sees. */
interface Standing {
  readonly id: string
  readonly title: string
  readonly acts: readonly string[]
  readonly span: BookSpan
}

interface Row {
  unit: string
  unit_name: string
  lo: number
  hi: number
  post: string
  post_name: string
  reach: Reach
  acts: string[]
  institution: BookSpan
  /** The keeper's books inside the unit, as runs between which no other book lies. */
  runs: BookSpan[]
}

/**
 * Two posts never add up: acts of the one over the books of the other would be a right that nobody granted. A session acts in
 * one post at a time, the widest unless its holder chooses another.
 */
export const staffPrincipals: PrincipalSource = {
  async principalOf(ctx, principalId, capacity) {
    const person = await findPerson(ctx, principalId)
    if (!person) return undefined
    const standings = await standingsOf(ctx, person.staff_code)
    const standing = standings.find(({ id }) => id === capacity) ?? widest(standings)
    if (!standing) return undefined
    return {
      id: principalId,
      kind: 'staff',
      name: person.name,
      acts: new Set(standing.acts),
      ...standing.span,
      granted: [],
    }
  },
  async capacitiesOf(ctx, principalId) {
    const person = await findPerson(ctx, principalId)
    return person ? (await standingsOf(ctx, person.staff_code)).map(({ id, title }) => ({ id, title })) : []
  },
}

/** For the command line's `--as` and for tests: in the widest post. @throws org.noStaff, org.noAccount */
export async function principalOfStaff(ctx: Context, staffCode: string): Promise<Principal> {
  const { rows } = await ctx.client.query<{ principal_id: string }>(
    'SELECT principal_id FROM staff JOIN credential USING (principal_id) WHERE staff_code = $1 OR login_name = $1 ORDER BY staff_code <> $1',
    [staffCode],
  )
  if (!rows[0]) throw failures.noStaff({ code: staffCode })
  const principal = await staffPrincipals.principalOf(ctx, rows[0].principal_id, undefined)
  if (!principal) throw failures.noAccount({ code: staffCode })
  return principal
}

async function findPerson(
  { client, today }: Context,
  principalId: string,
): Promise<{ staff_code: string; name: string } | undefined> {
  const { rows } = await client.query<{ staff_code: string; name: string }>(
    `SELECT s.staff_code, s.name FROM staff s JOIN principal p USING (principal_id)
     WHERE s.principal_id = $1 AND p.disabled_at IS NULL AND (s.left_on IS NULL OR s.left_on > $2)`,
    [principalId, today],
  )
  return rows[0]
}

async function standingsOf({ client, today }: Context, staffCode: string): Promise<Standing[]> {
  const { rows } = await client.query<Row>(STANDINGS, [staffCode, today])
  return rows.flatMap((row) => {
    const title = `${row.unit_name} · ${row.post_name}（${REACH_TITLES[row.reach]}）`
    return spansOf(row).map(({ mark, ...span }) => ({
      id: [row.unit, row.post, ...mark].join('/'),
      title,
      acts: row.acts,
      span,
    }))
  })
}

/** One span; of a keeper of books that lie apart, one for each run of them. */
function spansOf(row: Row): (BookSpan & { readonly mark: string[] })[] {
  switch (row.reach) {
    case 'institution':
      return [{ ...row.institution, mark: [] }]
    case 'subtree':
      return [{ lo: row.lo, hi: row.hi, mark: [] }]
    case 'unit':
      return [{ ...ownSpan(row), mark: [] }]
    case 'book':
      return row.runs.length === 0
        ? [{ ...NOTHING, mark: [] }]
        : row.runs.map((run) => ({ ...run, mark: [String(run.lo)] }))
  }
}

function widest(standings: readonly Standing[]): Standing | undefined {
  const width = ({ span }: Standing) => span.hi - span.lo
  return standings.reduce<Standing | undefined>(
    (best, one) => (best && width(best) >= width(one) ? best : one),
    undefined,
  )
}

const STANDINGS = `
  WITH kept AS (
    SELECT scope_no, staff_code, sum((staff_code IS DISTINCT FROM $1)::int) OVER (ORDER BY scope_no) AS others_before FROM book
  )
  SELECT u.unit_code AS unit, u.name AS unit_name, u.lo, u.hi, p.post_code AS post, p.name AS post_name, p.reach,
    array(SELECT DISTINCT act FROM post_role JOIN role_act USING (role_code) WHERE post_code = p.post_code) AS acts,
    (SELECT jsonb_build_object('lo', min(lo), 'hi', max(hi)) FROM unit WHERE parent_code IS NULL AND lo > 0) AS institution,
    coalesce((
      SELECT jsonb_agg(jsonb_build_object('lo', lo, 'hi', hi) ORDER BY lo) FROM (
        SELECT min(scope_no) AS lo, max(scope_no) AS hi FROM kept
        WHERE p.reach = 'book' AND staff_code = $1 AND scope_no BETWEEN u.lo AND u.hi GROUP BY others_before) run
    ), '[]') AS runs
  FROM staff_post h JOIN unit u USING (unit_code) JOIN post p USING (post_code)
  WHERE h.staff_code = $1 AND h.since <= $2 AND (h.until IS NULL OR h.until > $2)
  ORDER BY h.since, u.lo, p.post_code`
