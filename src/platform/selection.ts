import { defineFailures } from '../kernel/failure.ts'
import { isId, newId } from '../kernel/id.ts'
import type { LocalDate } from '../kernel/local-date.ts'
import type { Context } from './context.ts'

export const failures = defineFailures('selection', {
  absent: {
    kind: 'absent',
    what: '没有客户范围“{wanted}”。',
    why: '只能按名称使用自己保存的范围；他人的范围须用其编号。',
    next: '您保存的有：{known}。',
  },
  nameTaken: {
    kind: 'conflict',
    what: '您已有名为“{name}”的客户范围。',
    why: '范围保存后不再改动，以便说明当时对谁做了什么。',
    next: '请换一个名称，例如加上日期。',
  },
  badName: {
    kind: 'invalid',
    what: '“{name}”不能用作客户范围的名称。',
    next: '名称为 1 至 60 个字，且不能是编号的样子。',
  },
  noCondition: {
    kind: 'invalid',
    what: '没有写明范围的条件。',
    next: '请用 --where 写出条件，如 --where "存款余额 >= 50万元"。',
  },
  twoWays: {
    kind: 'invalid',
    what: '条件与已保存的范围只能用一个。',
    next: '请只写 --where（condition）或只写 --selection（selection）。',
  },
})

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
  /** `members`: an SQL query without parameters that answers party_id and scope_no, each party once. */
  readonly content: { readonly condition: string } | { readonly members: string }
}

const LONGEST_NAME = 60

/**
 * Keeps a selection, for good: nothing changes it later. Members outside the principal's range are refused by row security; a frozen
 * list shows each reader only those of its members that the reader may see.
 * @throws selection.badName, selection.nameTaken
 */
export async function createSelection(ctx: Context, { subject, name, content }: NewSelection): Promise<Selection> {
  if (name.trim() !== name || name === '' || [...name].length > LONGEST_NAME || isId(name)) {
    throw failures.badName({ name })
  }
  const id = newId()
  const condition = 'condition' in content ? content.condition : null
  const { rows } = await ctx.client.query<SelectionRow>(
    `INSERT INTO zhike.selection (selection_id, subject, name, condition, frozen_on, created_by, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (created_by, subject, name) DO NOTHING RETURNING *`,
    [id, subject, name, condition, condition === null ? ctx.today : null, ctx.principal.id, ctx.now],
  )
  if (!rows[0]) throw failures.nameTaken({ name })
  if ('members' in content) {
    await ctx.client.query(
      `INSERT INTO zhike.selection_member (party_id, selection_id, scope_no)
       SELECT party_id, '${id}'::uuid, scope_no FROM (${content.members}) AS members`,
    )
  }
  return selectionOf(rows[0])
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

/**
 * One's own by its name, or anybody's by its id: what it chooses is bounded by the range of who uses it.
 * @throws selection.absent with the names that there are
 */
export async function findSelection(ctx: Context, subject: string, wanted: string): Promise<Selection> {
  const [test, ...values] = isId(wanted)
    ? ['selection_id = $2', wanted]
    : ['name = $2 AND created_by = $3', wanted, ctx.principal.id]
  const { rows } = await ctx.client.query<SelectionRow>(
    `SELECT * FROM zhike.selection WHERE subject = $1 AND ${test}`,
    [subject, ...values],
  )
  if (rows[0]) return selectionOf(rows[0])
  const names = (await listSelections(ctx, subject)).map(({ name }) => name)
  throw failures.absent({ wanted, known: names.join('、') || '（还没有，可用 zhike selection create 保存）' })
}

/** How many members of a frozen list the reader may see. */
export async function countMembers({ client }: Context, id: string): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    'SELECT count(*) AS n FROM zhike.selection_member WHERE selection_id = $1',
    [id],
  )
  return rows[0]!.n
}

/**
 * True for the members of a frozen list that the reader may see; `partyId` is an SQL expression. EXISTS, not IN: beside an OR a long
 * IN list that does not fit into memory would be read again for every row.
 */
export function memberSql({ id }: Selection, partyId: string): string {
  return `EXISTS (SELECT FROM zhike.selection_member member WHERE member.party_id = ${partyId} AND member.selection_id = '${id}')`
}

function selectionOf({ selection_id, subject, name, condition, frozen_on }: SelectionRow): Selection {
  const head = { id: selection_id, subject, name }
  return condition === null
    ? { ...head, kind: 'frozen', frozenOn: frozen_on! }
    : { ...head, kind: 'condition', condition }
}
