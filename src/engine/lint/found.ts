import type { Budget } from './box.ts'
import type { Finding, FindingCode, FindingSeverity } from './finding.ts'
import type { Ruleset } from './ruleset.ts'
import type { Space } from './space.ts'
import type { Trials } from './trials.ts'

/** More gaps or overlaps than these in one table are not listed. */
export const LISTED = 40

/** What each question about a ruleset works with. */
export interface Question {
  readonly ruleset: Ruleset
  readonly space: Space
  readonly trials: Trials
  readonly steps: Budget
}

/** A finding about some rows, by index; it stands where the first of them stands, else where the table or the 指标 begins. */
export function findingOf(
  { decision: { clause }, rows, place }: Ruleset,
  severity: FindingSeverity,
  code: FindingCode,
  indexes: readonly number[],
  message: string,
  more: { readonly [K in 'example' | 'close']?: Finding[K] | undefined } = {},
): Finding {
  const first = indexes[0]
  return {
    severity,
    code,
    clause: { number: clause.number, name: clause.name },
    source: first === undefined ? ((place === '' ? undefined : rows[0]?.source) ?? clause.source) : rows[first]!.source,
    rows: indexes.map((index) => rows[index]!.number),
    message,
    ...(more.example && { example: more.example }),
    ...(more.close && { close: more.close }),
  }
}

/** 第 3 行; 第 3、4 行. */
export function rowsText({ rows }: Ruleset, indexes: readonly number[]): string {
  return `第 ${indexes.map((index) => rows[index]!.number).join('、')} 行`
}
