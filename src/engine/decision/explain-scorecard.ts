import { showDecimal, showValue } from '../literal.ts'
import type { Characteristic, ScorecardDecision } from '../program.ts'
import { sentence } from '../visit/sentence.ts'
import { Veto } from './answer.ts'
import type { Explaining } from './explain.ts'
import { namesOfAll } from './names.ts'
import { valueIn } from './nodes.ts'
import { contains, type SettledScorecard, settleScorecard, type WeighedCharacteristic } from './settle-scorecard.ts'
import type { SheetCharacteristic, SheetScorecard } from './sheet.ts'

type ScorecardPart = Omit<SheetScorecard, 'kind' | 'clause' | 'name' | 'answers' | 'inputs'>

/** Points per characteristic, the sum, the band, and the way to the next better grade. */
export function explainScorecard(decision: ScorecardDecision, explaining: Explaining): ScorecardPart {
  const settled = settleScorecard(decision, explaining.program.head.dialect, explaining.environment)
  return {
    scale: scaleOf(decision),
    baseline: Number(decision.baseline),
    characteristics: decision.characteristics.map((one, index) =>
      explainCharacteristic(decision, one, settled.characteristics[index]!, explaining),
    ),
    low: settled.low,
    high: settled.high,
    veto: settled.veto === Veto.vetoed ? 'vetoed' : settled.veto === Veto.open ? 'open' : 'passed',
    bands: decision.bands.map(({ grade, cell, low, high, lowClosed, highClosed, takesVeto }) => ({
      grade,
      cell,
      low: low === null ? null : Number(low),
      high: high === null ? null : Number(high),
      lowClosed,
      highClosed,
      takesVeto,
    })),
    band: bandOf(decision, settled),
    next: nextGrade(decision, settled),
  }
}

function scaleOf({ score }: ScorecardDecision): number {
  return score.type.kind === 'number' ? score.type.scale : 0
}

function bandOf({ bands }: ScorecardDecision, { grade, veto, low, high }: SettledScorecard): number | null {
  if (grade === null) return null
  const index = bands.findIndex((band) =>
    veto === Veto.vetoed
      ? band.takesVeto
      : low !== null && high !== null && contains(band, low) && contains(band, high),
  )
  return index === -1 ? null : index
}

/** The band that begins nearest above the score: more points are better. */
function nextGrade({ bands }: ScorecardDecision, { score, veto }: SettledScorecard): SheetScorecard['next'] {
  if (score === null || veto !== Veto.passed) return null
  const above = bands.flatMap(({ grade, low, lowClosed }) => {
    if (low === null) return []
    const distance = Number(low) + (lowClosed ? 0 : 1) - score
    return distance > 0 ? [{ grade, distance }] : []
  })
  return above.toSorted((one, other) => one.distance - other.distance)[0] ?? null
}

function explainCharacteristic(
  decision: ScorecardDecision,
  one: Characteristic,
  weighed: WeighedCharacteristic,
  { words, environment }: Explaining,
): SheetCharacteristic {
  const { subject } = one
  const word = subject.kind === 'name' ? words.get(subject.identifier) : undefined
  const value = valueIn(subject, environment)
  return {
    category: one.category,
    text: one.text,
    value: showValue(word ?? { name: one.text, identifier: '', type: subject.type, unit: '' }, value),
    state: stateOf(weighed),
    attributes: one.attributes.map(({ cell, partial, reason }, index) => ({
      cell,
      partial: partial === null ? null : Number(partial),
      reason,
      possible: weighed.possible.includes(index),
    })),
    low: weighed.low,
    high: weighed.high,
    sentence: sentenceOf(decision, one, weighed),
  }
}

function stateOf({ possible, none }: WeighedCharacteristic): SheetCharacteristic['state'] {
  if (possible.length === 0) return none ? 'none' : 'uncovered'
  return possible.length === 1 && !none ? 'scored' : 'open'
}

function sentenceOf(decision: ScorecardDecision, one: Characteristic, weighed: WeighedCharacteristic): string {
  const points = (value: number) => `${showDecimal(BigInt(value), scaleOf(decision))} 分`
  switch (stateOf(weighed)) {
    case 'scored': {
      const { test, partial, reason } = one.attributes[weighed.possible[0]!]!
      const given = partial === null ? '否决' : `计 ${points(Number(partial))}`
      return `${sentence(test)}，${given}${reason === '' ? '' : `（${reason}）`}`
    }
    case 'none':
      return one.category === '一票否决' ? '没有触及' : `没有适用的分档，计 ${points(0)}`
    case 'uncovered':
      return '没有适用的分档'
    case 'open':
      return openSentence(weighed, points)
  }
}

function openSentence({ low, high, veto }: WeighedCharacteristic, points: (value: number) => string): string {
  const range = low === high ? '' : `可得 ${points(low!)}至 ${points(high!)}`
  const vetoed = veto === Veto.open ? '是否否决不能判断' : ''
  return [range, vetoed].filter((part) => part !== '').join('，') || `分档不能判断，都计 ${points(low!)}`
}

/** What an unknown name does to a scorecard: to each 指标 that reads it. */
export function unknownInScorecard(decision: ScorecardDecision, identifier: string, explaining: Explaining): string {
  const settled = settleScorecard(decision, explaining.program.head.dialect, explaining.environment)
  const effects = decision.characteristics.flatMap((one, index) => {
    const names = namesOfAll(one.attributes.map(({ test }) => test))
    if (!names.some((name) => name.identifier === identifier)) return []
    return [sentenceOf(decision, one, settled.characteristics[index]!)]
  })
  return [...new Set(effects)].join('；')
}
