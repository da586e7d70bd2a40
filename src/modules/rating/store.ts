import type { Context } from '../../platform/context.ts'
import type { Assessment } from './domain.ts'
import { OWN_PARAMETERS, type SettleRow, settleStatement } from './settle.ts'

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

/** Runs a graded statement (its parameters from $6 on) and writes what it changes; see `settleStatement`. */
export async function settle(
  ctx: Context,
  head: RunHead,
  graded: string,
  parameters: readonly unknown[],
  spanTest?: string,
): Promise<SettleRow> {
  const own = [head.documentId, head.version, head.runId, head.asOf, head.factsAt.toISOString()]
  const { rows } = await ctx.client.query<SettleRow>(settleStatement(graded, spanTest), [...own, ...parameters])
  return rows[0]!
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
  return settle(ctx, result, `  SELECT false AS late, ${values.join(', ')}`, parameters)
}
