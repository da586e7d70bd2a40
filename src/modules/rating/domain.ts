import { Reason } from '../../engine/index.ts'
import { isId } from '../../kernel/id.ts'
import type { LocalDate } from '../../kernel/local-date.ts'
import type { Moment } from '../fact/index.ts'

/** What an assessment says of one party under one document; a result of a whole run holds no more, its trace is made by replay. */
export interface Assessment {
  readonly partyId: string
  readonly documentId: string
  readonly version: number
  /** The run that wrote it; a run assesses a party at most once, so run and party name the result. */
  readonly runId: string
  readonly scopeNo: number
  /** The value of the document's result decision; null where it is unknown. */
  readonly grade: string | null
  /** In the scorecard's own scaled unit; null where the result is no scorecard's. */
  readonly score: number | null
  readonly scoreLow: number | null
  readonly scoreHigh: number | null
  readonly reason: Reason
  /** The business date whose facts were judged. */
  readonly asOf: LocalDate
  /** The instant whose recorded facts were read. */
  readonly factsAt: Date
}

/** How many got which grade; `reason` says why there is none. */
export interface GradeCount {
  readonly grade: string | null
  readonly reason: Reason
  readonly count: number
}

const REASONS: Record<Reason, string> = {
  [Reason.known]: '',
  [Reason.missing]: '资料不全',
  [Reason.noRow]: '没有适用的规定',
  [Reason.conflict]: '规定互相冲突',
  [Reason.notComputable]: '无法计算',
  [Reason.vetoOpen]: '一票否决项未明',
  [Reason.scoreOpen]: '得分未定，跨越等级',
  [Reason.outsideBands]: '得分不在任何等级内',
}

const REASON_NAMES = new Map<number, keyof typeof Reason>(
  Object.entries(Reason).map(([name, reason]) => [reason, name as keyof typeof Reason]),
)

/** For who reads JSON: the reason's name beside its number. */
export function withReasonName<Row extends { readonly reason: number }>(
  row: Row,
): Row & { readonly reasonName: string } {
  return { ...row, reasonName: REASON_NAMES.get(row.reason)! }
}

/** 1 missing 资料不全 and so on, for the help of the commands. */
export function reasonUsage(): string {
  return [...REASON_NAMES]
    .filter(([reason]) => reason !== Reason.known)
    .map(([reason, name]) => `${reason} ${name} ${REASONS[reason as Reason]}`)
    .join('；')
}

/** 未定（资料不全） and so on; the grade itself where it is known. */
export function showGrade({ grade, reason }: Pick<GradeCount, 'grade' | 'reason'>): string {
  return grade ?? `未定（${REASONS[reason]}）`
}

/**
 * The facts that a result rests on: valid on its date, as recorded at its instant. A replay reads the same, whatever was recorded,
 * corrected or back-dated since.
 */
export function momentOf({ asOf, factsAt }: Pick<Assessment, 'asOf' | 'factsAt'>): Exclude<Moment, 'now'> {
  return { asOf, recordedAt: factsAt }
}

/** A result's own number, as explain prints and replay takes it: run, colon, customer number. */
export function resultIdOf(runId: string, customerNo: string): string {
  return `${runId}:${customerNo}`
}

export function parseResultId(text: string): { runId: string; customer: string } | undefined {
  const colon = text.indexOf(':')
  const runId = text.slice(0, colon)
  const customer = text.slice(colon + 1)
  return colon > 0 && isId(runId) && customer.length > 0 ? { runId, customer } : undefined
}

/** Counts of two chunks together: known grades in order of code points, then the reasons. */
export function addCounts(a: readonly GradeCount[], b: readonly GradeCount[]): GradeCount[] {
  const sums = new Map<string, GradeCount>()
  for (const one of [...a, ...b]) {
    const key = `${one.reason} ${one.grade ?? ''}`
    sums.set(key, { ...one, count: one.count + (sums.get(key)?.count ?? 0) })
  }
  return [...sums.values()].sort(
    (x, y) =>
      x.reason - y.reason || ((x.grade ?? '') < (y.grade ?? '') ? -1 : (x.grade ?? '') > (y.grade ?? '') ? 1 : 0),
  )
}
