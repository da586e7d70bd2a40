import type { Scope } from '../language/scope.ts'
import type { Characteristic, ClauseHead, ScoreAttribute, ScorecardDecision } from '../program.ts'
import { number, SAFE_BOUND } from '../type.ts'
import { bandAtScale, checkBands } from './bands.ts'
import type { Clause, GridBlock } from './document.ts'
import { type Draft, headOf, type Report } from './draft.ts'
import { everyOne, expressionIn, testsIn } from './expressions.ts'
import { largest, smallest } from './extremes.ts'
import { type CharacteristicLayout, readScorecardLayout, type ScorecardLayout } from './scorecard-layout.ts'
import { atScale } from './scores.ts'

/** A scorecard: a table of 指标 with their 分档, then a table of grades. Its value is the grade; the score has a name of its own. */
export function scorecardDraft(
  clause: Clause,
  tables: readonly GridBlock[],
  identifier: () => string,
  report: Report,
): Draft | undefined {
  const head = headOf(clause)
  const layout = readScorecardLayout(clause, tables, report)
  if (!layout) return undefined
  const { grade, score } = layout
  const makes = [grade, score].map((name) => ({ name, identifier: identifier() }))
  return {
    head,
    makes,
    reads: layout.characteristics.flatMap(({ subject, attributes }) => [
      subject,
      ...attributes.map(({ cell }) => cell),
    ]),
    check: (scope, found) => checkScorecard(head, layout, makes, scope, found),
  }
}

function checkScorecard(
  clause: ClauseHead,
  layout: ScorecardLayout,
  makes: Draft['makes'],
  scope: Scope,
  report: Report,
): ScorecardDecision | undefined {
  const partials = layout.characteristics.flatMap(({ attributes }) =>
    attributes.flatMap(({ partial }) => partial ?? []),
  )
  const limits = layout.bands.flatMap(({ low, high }) => [low, high].filter((limit) => limit !== undefined))
  const scale = Math.max(...[layout.baseline, ...partials, ...limits].map((score) => score.scale))
  const characteristics = everyOne(
    layout.characteristics.map((each) => checkCharacteristic(each, scale, scope, report)),
  )
  const reach = reachOf(layout, scale)
  const bound = largest(reach.low, -reach.low, reach.high, -reach.high)
  if (bound > SAFE_BOUND) return report.clause(clause, 'score-too-large', '得分的位数太多', '至多 15 位的数')
  checkBands(layout.bands, scale, reach, report)
  if (!characteristics) return undefined
  const [grade, score] = makes
  const codes = [...new Set(layout.bands.map((band) => band.grade))]
  return {
    kind: 'scorecard',
    clause,
    word: { ...grade!, type: { kind: 'code', codes }, unit: '' },
    score: { ...score!, type: number('', scale, bound), unit: '分' },
    baseline: atScale(layout.baseline, scale),
    characteristics,
    bands: layout.bands.map((band) => bandAtScale(band, scale)),
  }
}

function checkCharacteristic(
  { category, subject, attributes }: CharacteristicLayout,
  scale: number,
  scope: Scope,
  report: Report,
): Characteristic | undefined {
  const node = expressionIn(subject, scope, report)
  if (!node) return undefined
  const checked = attributes.map(({ row, cell, partial, reason }): ScoreAttribute | undefined => {
    const test = testsIn(cell, node, scope, report)
    return test && { source: row.source, test, cell: cell.text, partial: partial && atScale(partial, scale), reason }
  })
  const sound = everyOne(checked)
  return sound && { category, text: subject.text, subject: node, attributes: sound }
}

/** The lowest and highest score: of each 指标 one 分档 scores, and of one that is no 基本项 perhaps none. */
function reachOf({ characteristics, baseline }: ScorecardLayout, scale: number): { low: bigint; high: bigint } {
  let low = atScale(baseline, scale)
  let high = low
  for (const { category, attributes } of characteristics) {
    const partials = attributes.flatMap(({ partial }) => (partial ? [atScale(partial, scale)] : []))
    const [first = 0n, ...others] = category === '基本项' ? partials : [0n, ...partials]
    low += smallest(first, ...others)
    high += largest(first, ...others)
  }
  return { low, high }
}
