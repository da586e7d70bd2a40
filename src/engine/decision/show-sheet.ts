import { showDecimal } from '../literal.ts'
import type { Sheet, SheetDecision, SheetScorecard, SheetTable } from './sheet.ts'

/** The sheet as lines of Chinese text, for a terminal. */
export function showSheet(sheet: Sheet): readonly string[] {
  const { title, version, effective } = sheet.document
  return [`《${title}》第 ${version} 版，${effective} 起施行`, ...sheet.decisions.flatMap(showDecision)]
}

function showDecision(decision: SheetDecision): readonly string[] {
  const answers = decision.answers.map(
    ({ name, value, known, because }) => `${name}：${value}${known ? '' : `（${because}）`}`,
  )
  return ['', `依据 ${decision.clause}　${answers.join('；')}`, ...body(decision), ...unknowns(decision)]
}

function body(decision: SheetDecision): readonly string[] {
  switch (decision.kind) {
    case 'formula':
      return [`  等于${decision.sentence}`, ...inputs(decision)]
    case 'native':
      return [`  由内置判定“${decision.native}”得出`, ...inputs(decision)]
    case 'table':
      return [...showRows(decision), ...inputs(decision)]
    case 'scorecard':
      return showScores(decision)
  }
}

function inputs({ inputs }: SheetDecision): readonly string[] {
  const known = inputs.filter((input) => input.known).map(({ name, value }) => `${name} ${value}`)
  return known.length === 0 ? [] : [`  已知：${known.join('，')}`]
}

function unknowns({ inputs }: SheetDecision): readonly string[] {
  return inputs.filter((input) => !input.known).map(({ name, effect }) => `  未知：${name}，${effect}`)
}

function showRows({ rows }: SheetTable): readonly string[] {
  return rows.map(({ number, state, sentence, outputs, reason }) => {
    const why = reason === '' ? '' : `（${reason}）`
    return state === 'fired'
      ? `  第 ${number} 行：${sentence}，为 ${outputs.join('、')}${why}`
      : `  第 ${number} 行不能判断：${sentence}，为 ${outputs.join('、')}${why}`
  })
}

function showScores(decision: SheetScorecard): readonly string[] {
  const points = (value: number) => `${showDecimal(BigInt(value), decision.scale)} 分`
  const lines = decision.characteristics.map(
    ({ category, text, value, sentence }) => `  ${category}　${text} ${value}：${sentence}`,
  )
  return [
    ...(decision.baseline === 0 ? [] : [`  基础分 ${points(decision.baseline)}`]),
    ...lines,
    `  合计 ${sumOf(decision, points)}${bandOf(decision)}${nextOf(decision, points)}`,
  ]
}

function sumOf({ low, high }: SheetScorecard, points: (value: number) => string): string {
  if (low === null || high === null) return '没有得分'
  return low === high ? points(low) : `${points(low)}至 ${points(high)}`
}

function bandOf({ band, bands, veto }: SheetScorecard): string {
  if (veto === 'vetoed') return '，一票否决'
  const found = band === null ? undefined : bands[band]
  return found === undefined ? '' : `，在 ${found.grade} 的范围（${found.cell}）`
}

function nextOf({ next }: SheetScorecard, points: (value: number) => string): string {
  return next === null ? '' : `，距 ${next.grade} 还差 ${points(next.distance)}`
}
