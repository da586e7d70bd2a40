import type { Band } from '../program.ts'
import type { Cell, Row } from './document.ts'
import type { Report } from './draft.ts'
import { atScale, readScore, type Score, showScore } from './scores.ts'

/** A grade's row as written, before the scale of all scores is known. */
export interface BandDraft {
  readonly row: Row
  readonly grade: string
  readonly cell: Cell
  readonly low: Score | undefined
  readonly high: Score | undefined
  readonly lowClosed: boolean
  readonly highClosed: boolean
  readonly takesVeto: boolean
  /** False for a grade that only a veto gives. */
  readonly takesScore: boolean
}

type Limits = Pick<BandDraft, 'low' | 'high' | 'lowClosed' | 'highClosed'>

/** The scores that a grade takes: `>= 85`, `[70..85)`, `< 60, 否决`, `否决`, or alone `-` for every score. */
export function readBand(row: Row, grade: string, cell: Cell, report: Report): BandDraft | undefined {
  const parts = cell.text.split(/[,，、]/).map((part) => part.trim())
  const tests = parts.filter((part) => part !== '否决')
  const limits = tests.length === 1 ? readLimits(tests[0]!) : undefined
  if (
    tests.length > 1 ||
    parts.length - tests.length > 1 ||
    (parts.length > 1 && tests[0] === '-') ||
    (tests.length === 1 && !limits)
  ) {
    return report.cell(cell, 'band', `“${cell.text}”不是一个得分范围`, '>= 85、[70..85)、< 60, 否决')
  }
  const none: Limits = { low: undefined, high: undefined, lowClosed: false, highClosed: false }
  return {
    row,
    grade,
    cell,
    ...(limits ?? none),
    takesVeto: tests.length < parts.length,
    takesScore: tests.length === 1,
  }
}

function readLimits(text: string): Limits | undefined {
  if (text === '-') return { low: undefined, high: undefined, lowClosed: false, highClosed: false }
  const range = /^([[(\]（［])(.+?)\.\.(.+)([\])[）］])$/.exec(text)
  if (range) {
    const [low, high] = [readScore(range[2]!), readScore(range[3]!)]
    if (!low || !high) return undefined
    return { low, high, lowClosed: /[[［]/.test(range[1]!), highClosed: /[\]］]/.test(range[4]!) }
  }
  const compared = /^(>=|<=|>|<|=|≥|≤|＞|＜)?(.+)$/s.exec(text)
  const score = compared && readScore(compared[2]!)
  if (!score) return undefined
  const open = { low: undefined, high: undefined, lowClosed: false, highClosed: false }
  switch (compared[1]) {
    case '>=':
    case '≥':
      return { ...open, low: score, lowClosed: true }
    case '>':
    case '＞':
      return { ...open, low: score }
    case '<=':
    case '≤':
      return { ...open, high: score, highClosed: true }
    case '<':
    case '＜':
      return { ...open, high: score }
    default:
      return { low: score, high: score, lowClosed: true, highClosed: true }
  }
}

/** A band without either limit takes every score, or, where it takes vetoes, none: only vetoes. */
export function bandAtScale(draft: BandDraft, scale: number): Band {
  const { row, grade, cell, lowClosed, highClosed, takesVeto } = draft
  const low = draft.low ? atScale(draft.low, scale) : null
  const high = draft.high ? atScale(draft.high, scale) : null
  return { source: row.source, grade, cell: cell.text, low, high, lowClosed, highClosed, takesVeto }
}

/**
 * Every score that the scorecard can reach has exactly one grade. Scores are whole multiples of 10^-scale, so that `<= 59` and
 * `>= 60` leave no gap where only whole points are given.
 */
export function checkBands(
  drafts: readonly BandDraft[],
  scale: number,
  reach: { readonly low: bigint; readonly high: bigint },
  report: Report,
): void {
  const spans = drafts
    .filter((draft) => draft.takesScore)
    .map((draft) => ({ draft, ...closedSpan(bandAtScale(draft, scale)) }))
    .toSorted((one, other) => (one.from < other.from ? -1 : one.from > other.from ? 1 : 0))
  let covered = reach.low - 1n
  let above: (typeof spans)[number] | undefined
  for (const span of spans) {
    if (span.from > span.to) report.cell(span.draft.cell, 'band-empty', '这个范围里没有任何得分')
    else if (above && span.from <= above.to) {
      const message = `得分 ${showScore(span.from, scale)} 同时属于“${above.draft.grade}”和“${span.draft.grade}”；分档宜左闭右开，如 [70..85)`
      report.cell(later(above.draft, span.draft).cell, 'band-overlap', message)
    } else if (span.from > covered + 1n && covered < reach.high) {
      const to = span.from - 1n < reach.high ? span.from - 1n : reach.high
      refuseHole(span.draft.cell, covered + 1n, to, scale, report)
    }
    if (span.to > covered) covered = span.to
    if (!above || span.to > above.to) above = span
  }
  const last = spans.at(-1)?.draft ?? drafts[0]
  if (covered < reach.high && last) refuseHole(last.cell, covered + 1n, reach.high, scale, report)
}

/** First and last score in the band, both included; unbounded ends lie beyond any score that can be written. */
function closedSpan({ low, high, lowClosed, highClosed }: Band): { from: bigint; to: bigint } {
  const beyond = 10n ** 60n
  return {
    from: low === null ? -beyond : lowClosed ? low : low + 1n,
    to: high === null ? beyond : highClosed ? high : high - 1n,
  }
}

function later(one: BandDraft, other: BandDraft): BandDraft {
  return one.row.source.line > other.row.source.line ? one : other
}

function refuseHole(cell: Cell, from: bigint, to: bigint, scale: number, report: Report): void {
  const scores = from === to ? showScore(from, scale) : `${showScore(from, scale)} 至 ${showScore(to, scale)}`
  report.cell(cell, 'band-hole', `可能的得分 ${scores} 没有等级；每个可能的得分都要有一个等级`)
}
