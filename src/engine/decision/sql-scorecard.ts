import type { Dialect } from '../dialect.ts'
import type { Band, ScorecardDecision } from '../program.ts'
import { Reason } from '../reason.ts'
import { highOf, isOneScore, lowOf } from './interval.ts'
import { characteristicSql } from './sql-characteristic.ts'
import { type AnswerNames, type DecisionStages, smallint } from './sql-decision.ts'
import { any, type Columns, caseOf, sqlType } from './sql-expression.ts'
import { quoteText, stageColumn } from './stages.ts'

/** Columns of a scorecard beside its answers: the interval that the score lies in, and the veto (NULL: open). */
export interface ScorecardColumns {
  readonly low: string
  readonly high: string
  readonly veto: string
}

/**
 * A scorecard as SQL, in two stages: the sum of one CASE per characteristic, as one would write by hand, and the veto; then grade and
 * score. What an unknown fact may score stands in the same sum, see `packed`.
 */
export function scorecardSql(
  decision: ScorecardDecision,
  dialect: Dialect,
  columns: Columns,
  names: AnswerNames,
  extra: ScorecardColumns,
): DecisionStages {
  const parts = decision.characteristics.map((one) => characteristicSql(one, dialect, columns))
  const vetoes = parts.map((part) => part.veto).filter((veto) => veto !== 'false')
  const sumName = names.fresh(`${decision.score.identifier}_sum`)
  const terms = parts.map((part) => part.score).filter((score) => score !== '0')
  const first = [
    { name: sumName, sql: sumSql(decision.baseline, terms) },
    { name: extra.veto, sql: any(vetoes) },
  ]
  const found: Found = {
    sum: stageColumn(sumName),
    veto: vetoes.length > 0 ? stageColumn(extra.veto) : undefined,
    wide: parts.some((part) => part.wide),
  }
  const [grade, score] = names.values as [string, string]
  const [gradeReason, scoreReason] = names.reasons as [string, string]
  const second = [
    { name: grade, sql: gradeSql(decision, found) },
    {
      name: score,
      sql: `CAST(${found.wide ? caseOf([[isOneScore(found.sum), found.sum]], 'NULL') : found.sum} AS ${sqlType(decision.score.type)})`,
    },
    { name: extra.low, sql: found.wide ? lowOf(found.sum) : found.sum },
    { name: extra.high, sql: found.wide ? highOf(found.sum) : found.sum },
    { name: gradeReason, sql: smallint(gradeReasonSql(decision, found)) },
    { name: scoreReason, sql: smallint(scoreReasonSql(found)) },
  ]
  return { stages: [first, second], reasons: [] }
}

function sumSql(baseline: bigint, terms: readonly string[]): string {
  const [first = '0', ...others] = baseline === 0n && terms.length > 0 ? terms : [String(baseline), ...terms]
  return [`CAST(${first} AS bigint)`, ...others].join('\n    + ')
}

/** What the first stage leaves. */
interface Found {
  readonly sum: string
  /** Undefined where nothing vetoes. */
  readonly veto: string | undefined
  /** Whether the sum may hold an interval. */
  readonly wide: boolean
}

/** `judgeScore` as SQL. */
function gradeSql(decision: ScorecardDecision, found: Found): string {
  const vetoGrade = vetoGradeSql(decision)
  const vetoed =
    found.veto === undefined
      ? []
      : ([
          [found.veto, vetoGrade],
          [`${found.veto} IS NULL`, gradeOfOpenVeto(decision, found)],
        ] as const)
  const bands = bandsOf(decision, found.sum, found.sum)
  if (!found.wide) return `CAST(${caseOf([...vetoed, ...bands], 'NULL')} AS text)`
  return `CAST(${caseOf([...vetoed, [isOneScore(found.sum), caseOf(bands, 'NULL')]], gradeOfInterval(decision, found))} AS text)`
}

function gradeReasonSql(decision: ScorecardDecision, found: Found): string {
  const known = String(Reason.known)
  const vetoed = decision.bands.some((band) => band.takesVeto) ? known : String(Reason.outsideBands)
  const inBand = any(bandsOf(decision, found.sum, found.sum).map(([condition]) => condition))
  const oneScore = coversEveryScore(decision.bands) ? known : caseOf([[inBand, known]], String(Reason.outsideBands))
  const interval = caseOf([[`${gradeOfInterval(decision, found)} IS NOT NULL`, known]], String(Reason.scoreOpen))
  const openVeto = caseOf([[`${gradeOfOpenVeto(decision, found)} IS NOT NULL`, known]], String(Reason.vetoOpen))
  return caseOf(
    [
      ...(found.veto === undefined ? [] : [[found.veto, vetoed] as const]),
      [`${found.sum} IS NULL`, String(Reason.noRow)],
      ...(found.veto === undefined ? [] : [[`${found.veto} IS NULL`, openVeto] as const]),
      ...(found.wide ? [[`NOT ${isOneScore(found.sum)}`, interval] as const] : []),
    ],
    oneScore,
  )
}

function scoreReasonSql({ sum, wide }: Found): string {
  const none = [`${sum} IS NULL`, String(Reason.noRow)] as const
  return caseOf(wide ? [none, [`NOT ${isOneScore(sum)}`, String(Reason.scoreOpen)]] : [none], String(Reason.known))
}

function vetoGradeSql({ bands }: ScorecardDecision): string {
  const taker = bands.find((band) => band.takesVeto)
  return taker === undefined ? 'NULL' : quoteText(taker.grade)
}

/** The grade that holds the whole interval. */
function gradeOfInterval(decision: ScorecardDecision, { sum, wide }: Found): string {
  return caseOf(wide ? bandsOf(decision, lowOf(sum), highOf(sum)) : bandsOf(decision, sum, sum), 'NULL')
}

/** Without an answer about the veto there is a grade only where a veto would give the same. */
function gradeOfOpenVeto(decision: ScorecardDecision, found: Found): string {
  const grade = vetoGradeSql(decision)
  return grade === 'NULL' ? 'NULL' : caseOf([[`${gradeOfInterval(decision, found)} = ${grade}`, grade]], 'NULL')
}

/** A band holds the interval where the least score lies above its low end and the greatest below its high end. */
function bandsOf({ bands }: ScorecardDecision, low: string, high: string) {
  return bands.map((band) => [bandSql(band, low, high), quoteText(band.grade)] as const)
}

function bandSql(band: Band, low: string, high: string): string {
  if (band.low === null && band.high === null) return band.takesVeto ? 'false' : `${low} IS NOT NULL`
  const above = band.low === null ? [] : [`${low} ${band.lowClosed ? '>=' : '>'} ${band.low}`]
  const below = band.high === null ? [] : [`${high} ${band.highClosed ? '<=' : '<'} ${band.high}`]
  return [...above, ...below].join(' AND ')
}

/** Whether the bands leave no score out, so that one score always has a grade. */
export function coversEveryScore(bands: readonly Band[]): boolean {
  const takers = bands.filter((band) => band.low !== null || band.high !== null || !band.takesVeto)
  const spans = takers
    .map(({ low, high, lowClosed, highClosed }) => ({
      from: low === null ? null : lowClosed ? low : low + 1n,
      to: high === null ? null : highClosed ? high : high - 1n,
    }))
    .toSorted((one, other) => Number((one.from ?? -(10n ** 30n)) - (other.from ?? -(10n ** 30n))))
  let covered: bigint | null | undefined
  for (const { from, to } of spans) {
    if (covered === null) return true
    if (covered === undefined ? from !== null : from !== null && from > covered + 1n) return false
    if (to === null || covered === undefined || to > covered) covered = to
  }
  return covered === null
}
