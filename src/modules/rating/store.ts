import { escapeLiteral } from 'pg'
import { newId } from '../../kernel/id.ts'
import type { Context } from '../../platform/context.ts'
import type { Assessment } from './domain.ts'
import { judgedStatement, OWN_PARAMETERS, OWN_TYPES, type SettleRow, settleStatement } from './settle.ts'

export interface RunHead {
  readonly documentId: string
  readonly version: number
  readonly runId: string
  /** The date whose facts are judged, `YYYY-MM-DD`. */
  readonly asOf: string
  readonly factsAt: Date
}

/** Assessments under one document take turns, so that a result is replaced once and by one. Held until the transaction ends. */
export async function lockResults(ctx: Context, documentId: string): Promise<void> {
  await ctx.client.query(`SELECT pg_advisory_xact_lock(hashtext('zhike.assessment'), hashtext($1))`, [documentId])
}

/**
 * Judges many parties and writes what changed. Judging fills a temporary table of its own transaction, since a statement that writes
 * to a permanent one is never run in parallel; a prepared statement, since CREATE TABLE takes no parameters. `graded` has its parameters
 * from $6 on.
 */
export async function settleMany(
  ctx: Context,
  head: RunHead,
  graded: string,
  parameters: readonly string[],
  spanTest?: string,
): Promise<SettleRow> {
  const own = ownParameters(head)
  const values = [...own, ...parameters].map((value) => escapeLiteral(String(value))).join(', ')
  // A prepared statement outlives a transaction that fails: its name is never used again.
  const judge = `judge_${newId().replaceAll('-', '')}`
  await ctx.client.query(`PREPARE ${judge} (${OWN_TYPES}) AS ${judgedStatement(graded, spanTest)}`)
  await ctx.client.query(`CREATE TEMP TABLE judged ON COMMIT DROP AS EXECUTE ${judge} (${values})`)
  await ctx.client.query(`DEALLOCATE ${judge}`)
  const { rows } = await ctx.client.query<SettleRow>(settleStatement(), own)
  await ctx.client.query('DROP TABLE judged')
  return rows[0]!
}

function ownParameters({ documentId, version, runId, asOf, factsAt }: RunHead): (string | number)[] {
  return [documentId, version, runId, asOf, factsAt.toISOString()]
}

const ONE = [
  ['uuid', 'party_id'],
  ['integer', 'scope_no'],
  ['text', 'grade'],
  ['bigint', 'score'],
  ['bigint', 'score_low'],
  ['bigint', 'score_high'],
  ['smallint', 'reason'],
] as const

/** Writes one party's result as a run would: not at all where it is the same as the one in force. */
export async function settleOne(ctx: Context, result: Assessment): Promise<SettleRow> {
  const values = ONE.map(([type, name], index) => `$${OWN_PARAMETERS + 1 + index}::${type} AS ${name}`)
  const { partyId, scopeNo, grade, score, scoreLow, scoreHigh, reason } = result
  const parameters = [partyId, scopeNo, grade, score, scoreLow, scoreHigh, reason]
  const judged = judgedStatement(`  SELECT false AS late, ${values.join(', ')}`)
  const { rows } = await ctx.client.query<SettleRow>(settleStatement(judged), [...ownParameters(result), ...parameters])
  return rows[0]!
}
