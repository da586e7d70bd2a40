import type { Reason } from '../../engine/index.ts'
import type { LocalDate } from '../../kernel/local-date.ts'
import type { Context } from '../../platform/context.ts'
import type { Assessment } from './domain.ts'

interface AssessmentRow {
  party_id: string
  document_id: string
  scope_no: number
  version: number
  run_id: string
  grade: string | null
  score: number | null
  score_low: number | null
  score_high: number | null
  reason: Reason
  as_of: LocalDate
  facts_at: Date
}

const COLUMNS = `party_id, document_id, scope_no, version, run_id, grade, score, score_low, score_high, reason, as_of, facts_at`

/** The results in force of a party, by document; of one document where it is named. */
export async function resultsInForce(ctx: Context, partyId: string, documentId?: string): Promise<Assessment[]> {
  const { rows } = await ctx.client.query<AssessmentRow>(
    `SELECT ${COLUMNS} FROM assessment WHERE party_id = $1 AND ($2::text IS NULL OR document_id = $2) ORDER BY document_id`,
    [partyId, documentId ?? null],
  )
  return rows.map(assessmentOf)
}

/** Every result that a party has had under a document, or under all, newest first. */
export async function resultHistory(ctx: Context, partyId: string, documentId?: string): Promise<Assessment[]> {
  const { rows } = await ctx.client.query<AssessmentRow>(
    `SELECT ${COLUMNS} FROM (
       SELECT ${COLUMNS} FROM assessment UNION ALL SELECT ${COLUMNS} FROM assessment_history
     ) results
     WHERE party_id = $1 AND ($2::text IS NULL OR document_id = $2) ORDER BY facts_at DESC, document_id, as_of DESC, run_id DESC`,
    [partyId, documentId ?? null],
  )
  return rows.map(assessmentOf)
}

/** The result that a run wrote for a party, in force or replaced. */
export async function findResult(ctx: Context, partyId: string, runId: string): Promise<Assessment | undefined> {
  const { rows } = await ctx.client.query<AssessmentRow>(
    `SELECT ${COLUMNS} FROM assessment WHERE party_id = $1 AND run_id = $2
     UNION ALL SELECT ${COLUMNS} FROM assessment_history WHERE party_id = $1 AND run_id = $2`,
    [partyId, runId],
  )
  return rows[0] && assessmentOf(rows[0])
}

function assessmentOf(row: AssessmentRow): Assessment {
  return {
    partyId: row.party_id,
    documentId: row.document_id,
    version: row.version,
    runId: row.run_id,
    scopeNo: row.scope_no,
    grade: row.grade,
    score: row.score,
    scoreLow: row.score_low,
    scoreHigh: row.score_high,
    reason: row.reason,
    asOf: row.as_of,
    factsAt: row.facts_at,
  }
}
