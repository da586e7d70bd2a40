import { defineFailures } from '../kernel/failure.ts'
import { newId } from '../kernel/id.ts'
import type { LocalDate } from '../kernel/local-date.ts'
import type { Context } from './context.ts'
import { columnArray } from './database/column-array.ts'

export const failures = defineFailures('selection', {
  absent: {
    kind: 'absent',
    what: '没有这个客户范围。',
    next: '请从已保存的范围中选择，或重新设定。',
  },
})

/** A member of a frozen list, with the book it stood in. */
export interface SelectionMember {
  readonly partyId: string
  readonly scopeNo: number
}

/** Which parties a list, an import, a run or an export is about: a condition that is asked each time, or a list of one day. */
export type Selection = SelectionHead & (ByCondition | Frozen)

interface SelectionHead {
  readonly id: string
  /** `customer` */
  readonly subject: string
  readonly name: string
}

interface ByCondition {
  readonly kind: 'condition'
  /** FEEL, over the subject's words. Compiled by who uses it, against the words of that day. */
  readonly condition: string
}

interface Frozen {
  readonly kind: 'frozen'
  readonly frozenOn: LocalDate
}

export interface NewSelection {
  readonly subject: string
  readonly name: string
  readonly content: { readonly condition: string } | { readonly members: readonly SelectionMember[] }
}

/**
 * Keeps a selection. Members outside the principal's range are refused by row security; a frozen list shows each reader only
 * those of its members that the reader may see.
 */
export async function createSelection(ctx: Context, { subject, name, content }: NewSelection): Promise<string> {
  const id = newId()
  const condition = 'condition' in content ? content.condition : null
  await ctx.client.query(
    `INSERT INTO zhike.selection (selection_id, subject, name, condition, frozen_on, created_by, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [id, subject, name, condition, condition === null ? ctx.today : null, ctx.principal.id, ctx.now],
  )
  if ('members' in content) await insertMembers(ctx, id, content.members)
  return id
}

async function insertMembers({ client }: Context, id: string, members: readonly SelectionMember[]): Promise<void> {
  await client.query(
    `INSERT INTO zhike.selection_member (party_id, selection_id, scope_no)
     SELECT party_id, $1, scope_no FROM unnest($2::uuid[], $3::integer[]) AS m (party_id, scope_no) ON CONFLICT DO NOTHING`,
    [
      id,
      columnArray(
        'uuid',
        members.map(({ partyId }) => partyId),
      ),
      columnArray(
        'integer',
        members.map(({ scopeNo }) => scopeNo),
      ),
    ],
  )
}

interface SelectionRow {
  selection_id: string
  subject: string
  name: string
  condition: string | null
  frozen_on: LocalDate | null
}

/** One's own, newest first. */
export async function listSelections({ client, principal }: Context, subject: string): Promise<Selection[]> {
  const { rows } = await client.query<SelectionRow>(
    'SELECT * FROM zhike.selection WHERE created_by = $1 AND subject = $2 ORDER BY selection_id DESC',
    [principal.id, subject],
  )
  return rows.map(selectionOf)
}

/** @throws selection.absent */
export async function loadSelection({ client }: Context, id: string): Promise<Selection> {
  const { rows } = await client.query<SelectionRow>('SELECT * FROM zhike.selection WHERE selection_id = $1', [id])
  if (!rows[0]) throw failures.absent()
  return selectionOf(rows[0])
}

/** Of a frozen list, those in the reader's range; in order of id, `limit` after `after`. */
export async function selectionMembers(
  { client }: Context,
  id: string,
  { after, limit }: { readonly after?: string; readonly limit: number },
): Promise<string[]> {
  const { rows } = await client.query<{ party_id: string }>(
    `SELECT party_id FROM zhike.selection_member WHERE selection_id = $1 AND ($2::uuid IS NULL OR party_id > $2)
     ORDER BY party_id LIMIT $3`,
    [id, after ?? null, limit],
  )
  return rows.map(({ party_id }) => party_id)
}

function selectionOf({ selection_id, subject, name, condition, frozen_on }: SelectionRow): Selection {
  const head = { id: selection_id, subject, name }
  return condition === null
    ? { ...head, kind: 'frozen', frozenOn: frozen_on! }
    : { ...head, kind: 'condition', condition }
}
