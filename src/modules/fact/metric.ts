import type { LocalDate } from '../../kernel/local-date.ts'
import type { Context } from '../../platform/context.ts'
import { columnArray } from '../../platform/database/column-array.ts'

/** One figure of one party at one period end, in the metric's own scaled unit (money: fen). */
export interface MetricValue {
  readonly partyId: string
  readonly scopeNo: number
  readonly metric: string
  readonly period: LocalDate
  readonly value: number
}

/** Saves points of series, set-based; a point that is already there is replaced where it differs. Answers how many were written. */
export async function saveMetrics(ctx: Pick<Context, 'client'>, values: readonly MetricValue[]): Promise<number> {
  const { rowCount } = await ctx.client.query(
    `INSERT INTO metric_value AS m (party_id, scope_no, metric, period, value)
     SELECT * FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::date[], $5::bigint[])
     ON CONFLICT (party_id, metric, period) DO UPDATE SET value = excluded.value WHERE m.value <> excluded.value`,
    [
      columnArray(
        'uuid',
        values.map((value) => value.partyId),
      ),
      columnArray(
        'integer',
        values.map((value) => value.scopeNo),
      ),
      columnArray(
        'text',
        values.map((value) => value.metric),
      ),
      columnArray(
        'date',
        values.map((value) => value.period),
      ),
      columnArray(
        'bigint',
        values.map((value) => value.value),
      ),
    ],
  )
  return rowCount ?? 0
}

/** A party's series, oldest first. */
export async function loadMetric(
  ctx: Pick<Context, 'client'>,
  partyId: string,
  metric: string,
  from: LocalDate,
  to: LocalDate,
): Promise<{ period: LocalDate; value: number }[]> {
  const { rows } = await ctx.client.query<{ period: LocalDate; value: number }>(
    `SELECT period, value FROM metric_value WHERE party_id = $1 AND metric = $2 AND period BETWEEN $3 AND $4 ORDER BY period`,
    [partyId, metric, from, to],
  )
  return rows
}
