import {
  type Decision,
  type Node,
  type ScorecardDecision,
  sentence,
  showValue,
  type TableDecision,
} from '../../engine/index.ts'

/** A rule in Chinese, one sentence a row, in the order of the text. */
export function ruleSentences(decision: Decision): string[] {
  switch (decision.kind) {
    case 'formula':
      return [`${decision.word.name}＝${sentence(decision.expression)}。`]
    case 'table':
      return tableSentences(decision)
    case 'scorecard':
      return scorecardSentences(decision)
    case 'native':
      return [`${decision.word.name}由系统按“${decision.native}”核定。`]
  }
}

function tableSentences({ rows, outputs }: TableDecision): string[] {
  return rows.map((row) => {
    const given = row.tests.filter(says).map(sentence).join('，且')
    const then = outputs.map(({ word }, index) => `${word.name}为${sentence(row.outputs[index]!)}`).join('，')
    return given === '' ? `其他情形，${then}。` : `${given}的，${then}。`
  })
}

function scorecardSentences({ score, baseline, characteristics, bands, word }: ScorecardDecision): string[] {
  const points = (partial: bigint) => showValue(score, Number(partial))
  const rows = characteristics.flatMap(({ category, attributes }) =>
    attributes.map(({ test, partial }) =>
      partial === null ? `${sentence(test)}的，否决。` : `${category}：${sentence(test)}的，${points(partial)}。`,
    ),
  )
  const grades = bands.map(({ grade, cell }) => `${word.name}“${grade}”：${cell}。`)
  return [...(baseline === 0n ? [] : [`基础分 ${points(baseline)}。`]), ...rows, ...grades]
}

/** A `-` cell says nothing. */
function says(test: Node): boolean {
  return !(test.kind === 'in' && test.tests.every(({ kind }) => kind === 'any'))
}
