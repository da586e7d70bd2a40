import type { GradeCount } from './domain.ts'

/** What the one row that a settling statement returns says. */
export interface SettleRow {
  readonly grades: readonly GradeCount[]
  readonly inserted: number
  readonly updated: number
  /** Results of a later date, which an assessment for an earlier one leaves as they are. */
  readonly newer: number
  /** Parties whose facts are newer than the run: to be judged again as they were recorded. */
  readonly late: string[]
}

/** $1 to $5 of every settling statement; the graded statement's own parameters begin at $6. */
export const OWN_PARAMETERS = 5
/** Their types, as PREPARE takes them. */
export const OWN_TYPES = 'text, integer, uuid, date, timestamptz'

const RESULT =
  'party_id, document_id, scope_no, version, run_id, grade, score, score_low, score_high, reason, as_of, facts_at'
const NEW = `party_id, $1::text, scope_no, $2::integer, $3::uuid, grade, score, score_low, score_high, reason, $4::date, $5::timestamptz`

const ADDED = 'NOT late AND fresh'
const REPLACED = 'NOT late AND NOT fresh AND differs AND NOT newer'

/** Of each graded party: its grade, whether it has no result yet, one that differs, or one of a later date. */
export function judgedStatement(graded: string, spanTest = ''): string {
  return `
  SELECT g.party_id, g.scope_no, g.late, g.grade, g.score, g.score_low, g.score_high, g.reason,
    a.party_id IS NULL AS fresh, a.as_of > $4::date AS newer,
    a.version <> $2::integer OR a.reason <> g.reason OR a.scope_no <> g.scope_no OR a.grade IS DISTINCT FROM g.grade
      OR a.score IS DISTINCT FROM g.score OR a.score_low IS DISTINCT FROM g.score_low
      OR a.score_high IS DISTINCT FROM g.score_high AS differs
  FROM (
${graded}
  ) AS g LEFT JOIN assessment a ON a.party_id = g.party_id AND a.document_id = $1::text${spanTest}`
}

/**
 * Writes what `judged` found: the changed results copied to the history and replaced, the same ones not touched. `judged` is a temporary
 * table, or the select given here. The caller holds the document's lock, so nothing changes between the comparison and the write. New
 * results are inserted plainly: ON CONFLICT costs a tenth more, and only replaced ones need it.
 */
export function settleStatement(judged?: string): string {
  const first = judged === undefined ? '' : `judged AS MATERIALIZED (${judged}\n), `
  return `
WITH ${first}kept AS (
  INSERT INTO assessment_history (party_id, document_id, run_id, scope_no, version, grade, score, score_low, score_high,
    reason, as_of, facts_at, replaced_by)
  SELECT a.party_id, a.document_id, a.run_id, a.scope_no, a.version, a.grade, a.score, a.score_low, a.score_high, a.reason,
    a.as_of, a.facts_at, $3::uuid
  FROM judged JOIN assessment a ON a.party_id = judged.party_id AND a.document_id = $1::text WHERE ${REPLACED}
), added AS (
  INSERT INTO assessment (${RESULT})
  SELECT ${NEW} FROM judged WHERE ${ADDED}
), replaced AS (
  INSERT INTO assessment (${RESULT})
  SELECT ${NEW} FROM judged WHERE ${REPLACED}
  ON CONFLICT (party_id, document_id) DO UPDATE SET (scope_no, version, run_id, grade, score, score_low, score_high, reason,
    as_of, facts_at) = (excluded.scope_no, excluded.version, excluded.run_id, excluded.grade, excluded.score, excluded.score_low,
    excluded.score_high, excluded.reason, excluded.as_of, excluded.facts_at)
)
SELECT
  (SELECT coalesce(json_agg(json_build_object('grade', grade, 'reason', reason, 'count', n)), '[]')
   FROM (SELECT grade, reason, count(*) AS n FROM judged WHERE NOT late GROUP BY grade, reason) counted) AS grades,
  count(*) FILTER (WHERE ${ADDED}) AS inserted,
  count(*) FILTER (WHERE ${REPLACED}) AS updated,
  count(*) FILTER (WHERE NOT late AND NOT fresh AND differs AND newer) AS newer,
  coalesce(array_agg(party_id) FILTER (WHERE late), '{}') AS late
FROM judged`
}
