import type { Context } from '../../platform/context.ts'
import { columnArray } from '../../platform/database/column-array.ts'
import { familyFacts } from './dictionary.ts'
import { columnTypeOf, type FactColumnValue, type FactDefinition, type FactRow } from './domain.ts'
import { failures } from './failures.ts'

export interface SaveCounts {
  readonly inserted: number
  readonly updated: number
  readonly unchanged: number
}

export type FactVerdict = 'inserted' | 'updated' | 'unchanged'

/**
 * Saves rows of one family, set-based: new parties are inserted, changed rows replaced and their old state copied to the history
 * in the same statement, unchanged rows left untouched. A row with an older as_of than the current one goes to the history only;
 * the same values with a newer as_of are a change, because the figures are then known to be fresher. Several rows of one party
 * (a series of month-ends) are taken in the order of their dates. Throws `fact.changedMeanwhile` where another transaction
 * replaced a row in between.
 */
export async function saveFacts(
  ctx: Pick<Context, 'db' | 'client' | 'now'>,
  family: string,
  rows: readonly FactRow[],
  batchId: string | null,
): Promise<SaveCounts> {
  const shape = await shapeOf(ctx, family, rows)
  const counts = { inserted: 0, updated: 0, unchanged: 0 }
  for (const [round, part] of inRounds(rows).entries()) {
    const stage = stageOf(shape.staged, part)
    const result = await ctx.client.query<{ inserted: number; updated: number; due: number }>(
      saveStatement(family, shape, stage),
      [...stage.parameters, batchId, ctx.now.toISOString(), round],
    )
    const { inserted, updated, due } = result.rows[0]!
    if (inserted + updated !== due) throw failures.changedMeanwhile({ count: due - inserted - updated })
    counts.inserted += inserted
    counts.updated += updated
    counts.unchanged += part.length - due
  }
  return counts
}

/** What `saveFacts` would do with each row, without doing it. At most one row a party. */
export async function judgeFacts(
  ctx: Pick<Context, 'db' | 'client'>,
  family: string,
  rows: readonly FactRow[],
): Promise<FactVerdict[]> {
  if (rows.length === 0) return []
  const { staged } = await shapeOf(ctx, family, rows)
  const stage = stageOf(staged, rows)
  const { rows: judged } = await ctx.client.query<{ position: number; verdict: FactVerdict }>(
    `WITH ${stage.sql}, ${comparedSql(family, staged, 'NULL::timestamptz')}
     SELECT position, verdict FROM compared`,
    stage.parameters,
  )
  const verdicts = new Array<FactVerdict>(rows.length)
  for (const row of judged)
    verdicts[row.position - 1] = row.verdict === ('older' as FactVerdict) ? 'updated' : row.verdict
  return verdicts
}

interface StagedColumn extends Pick<FactDefinition, 'identifier' | 'type'> {
  /** True where some row leaves the column out and so keeps what it has. */
  readonly partial: boolean
}

interface FamilyShape {
  /** The columns that some row speaks of. */
  readonly staged: readonly StagedColumn[]
  /** Every fact of the family. */
  readonly every: readonly string[]
}

interface Stage {
  readonly sql: string
  readonly parameters: Buffer[]
}

async function shapeOf(ctx: Pick<Context, 'db'>, family: string, rows: readonly FactRow[]): Promise<FamilyShape> {
  const known = new Map((await familyFacts(ctx, family)).map((fact) => [fact.identifier, fact]))
  const given = new Map<string, number>()
  for (const row of rows) {
    for (const name in row.values) given.set(name, (given.get(name) ?? 0) + 1)
  }
  const staged = [...given].map(([name, times]) => {
    const fact = known.get(name)
    if (fact === undefined) throw failures.unknownFact({ name, subject: family })
    return { identifier: fact.identifier, type: fact.type, partial: times < rows.length }
  })
  return { staged, every: [...known.keys()] }
}

/** Rows of one party, oldest date first, spread over rounds of at most one row a party. */
function inRounds(rows: readonly FactRow[]): FactRow[][] {
  const seen = new Map<string, FactRow[]>()
  let deepest = 0
  for (const row of rows) {
    const list = seen.get(row.partyId)
    if (list === undefined) seen.set(row.partyId, [row])
    else list.push(row)
    deepest = Math.max(deepest, list?.length ?? 1)
  }
  if (deepest <= 1) return rows.length === 0 ? [] : [[...rows]]
  const rounds: FactRow[][] = Array.from({ length: deepest }, () => [])
  for (const list of seen.values()) {
    list.sort((a, b) => (a.asOf < b.asOf ? -1 : a.asOf > b.asOf ? 1 : 0))
    for (const [round, row] of list.entries()) rounds[round]!.push(row)
  }
  return rounds
}

function stageOf(columns: readonly StagedColumn[], rows: readonly FactRow[]): Stage {
  const names = ['party_id', 'scope_no', 'source', 'as_of']
  const types = ['uuid', 'integer', 'text', 'date']
  const parameters = [
    columnArray(
      'uuid',
      rows.map((row) => row.partyId),
    ),
    columnArray(
      'integer',
      rows.map((row) => row.scopeNo),
    ),
    columnArray(
      'text',
      rows.map((row) => row.source),
    ),
    columnArray(
      'date',
      rows.map((row) => row.asOf),
    ),
  ]
  for (const { identifier, type, partial } of columns) {
    names.push(identifier)
    types.push(columnTypeOf(type))
    parameters.push(
      columnArray(
        columnTypeOf(type),
        rows.map((row): FactColumnValue => row.values[identifier] ?? null),
      ),
    )
    if (partial) {
      names.push(`given_${identifier}`)
      types.push('boolean')
      parameters.push(
        columnArray(
          'boolean',
          rows.map((row) => row.values[identifier] !== undefined),
        ),
      )
    }
  }
  const arrays = types.map((type, index) => `$${index + 1}::${type}[]`).join(', ')
  const sql = `stage AS MATERIALIZED (
    SELECT * FROM unnest(${arrays}) WITH ORDINALITY AS s(${names.join(', ')}, position)
  )`
  return { sql, parameters }
}

/**
 * Each staged row beside the party's current one: what it becomes, what that means, and its instant, which is never one that the
 * party's rows already have: history rows are keyed by it.
 */
function comparedSql(family: string, columns: readonly StagedColumn[], instant: string): string {
  const merged = columns.map(({ identifier, partial }) =>
    partial
      ? `CASE WHEN s.given_${identifier} THEN s.${identifier} ELSE f.${identifier} END AS ${identifier}`
      : `s.${identifier}`,
  )
  const differs = columns.map(({ identifier, partial }) => {
    const test = `s.${identifier} IS DISTINCT FROM f.${identifier}`
    return partial ? `s.given_${identifier} AND ${test}` : test
  })
  const told = columns.map(({ identifier, partial }) => {
    const test = `s.${identifier} IS NOT DISTINCT FROM h.${identifier}`
    return partial ? `(NOT s.given_${identifier} OR ${test})` : test
  })
  const after = "+ interval '1 microsecond'"
  const last = `(SELECT max(h.recorded_at) ${after} FROM ${family}_history h WHERE h.party_id = f.party_id)`
  return `compared AS MATERIALIZED (
    SELECT s.position, s.party_id, coalesce(f.scope_no, s.scope_no) AS scope_no, s.source, s.as_of,
      f.recorded_at AS was_recorded_at, greatest(${instant}, f.recorded_at ${after}, ${last}) AS instant,
      ${merged.map((column) => `${column}, `).join('')}CASE
        WHEN f.party_id IS NULL THEN 'inserted'
        WHEN s.as_of > f.as_of OR s.as_of = f.as_of AND (${differs.join(' OR ') || 'false'}) THEN 'updated'
        WHEN s.as_of = f.as_of THEN 'unchanged'
        WHEN EXISTS (SELECT FROM ${family}_history h
          WHERE ${['h.party_id = s.party_id', 'h.as_of = s.as_of', ...told].join(' AND ')}) THEN 'unchanged'
        ELSE 'older'
      END AS verdict
    FROM stage s LEFT JOIN ${family} f ON f.party_id = s.party_id
  )`
}

/**
 * The old state comes back from the UPDATE through a self-join on recorded_at: a row that another transaction replaced meanwhile
 * is not updated, and so shows in the counts.
 */
function saveStatement(family: string, shape: FamilyShape, stage: Stage): string {
  const used = stage.parameters.length
  const batch = `$${used + 1}::uuid`
  const instant = `$${used + 2}::timestamptz + $${used + 3}::int * interval '1 microsecond'`
  const names = shape.staged.map((column) => column.identifier)
  const head = ['party_id', 'scope_no', 'source', 'batch_id', 'as_of', 'recorded_at']
  const all = [...head, ...names].join(', ')
  const fresh = [
    'c.party_id',
    'c.scope_no',
    'c.source',
    batch,
    'c.as_of',
    'c.instant',
    ...names.map((name) => `c.${name}`),
  ]
  const sets = ['source = c.source', `batch_id = ${batch}`, 'as_of = c.as_of', 'recorded_at = c.instant']
  for (const name of names) sets.push(`${name} = c.${name}`)
  const kept = [...head, ...shape.every]
  return `WITH ${stage.sql}, ${comparedSql(family, shape.staged, instant)},
  inserted AS (
    INSERT INTO ${family} (${all}) SELECT ${fresh.join(', ')} FROM compared c WHERE verdict = 'inserted'
    ON CONFLICT (party_id) DO NOTHING RETURNING party_id
  ),
  updated AS (
    UPDATE ${family} f SET ${sets.join(', ')}
    FROM compared c JOIN ${family} was ON was.party_id = c.party_id
    WHERE c.verdict = 'updated' AND f.party_id = c.party_id
      AND f.recorded_at = c.was_recorded_at AND was.recorded_at = c.was_recorded_at
    RETURNING ${kept.map((name) => `was.${name}`).join(', ')}
  ),
  kept AS (INSERT INTO ${family}_history (${kept.join(', ')}) SELECT ${kept.join(', ')} FROM updated),
  older AS (
    INSERT INTO ${family}_history (${all}) SELECT ${fresh.join(', ')} FROM compared c WHERE verdict = 'older'
    ON CONFLICT (party_id, recorded_at) DO NOTHING RETURNING party_id
  )
  SELECT (SELECT count(*) FROM inserted) AS inserted,
    (SELECT count(*) FROM updated) + (SELECT count(*) FROM older) AS updated,
    (SELECT count(*) FROM compared WHERE verdict <> 'unchanged') AS due`
}
