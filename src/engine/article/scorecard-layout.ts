import type { ClauseHead, ScoreCategory } from '../program.ts'
import { type BandDraft, readBand } from './bands.ts'
import { cellIn, columnsOf, outputName } from './columns.ts'
import { attributeOf, type Cell, type Clause, type GridBlock, type Row } from './document.ts'
import { headOf, type Report } from './draft.ts'
import { readScore, type Score } from './scores.ts'

const CATEGORIES: readonly ScoreCategory[] = ['基本项', '加分项', '减分项', '一票否决']

export interface CharacteristicLayout {
  readonly category: ScoreCategory
  readonly subject: Cell
  readonly attributes: readonly AttributeLayout[]
}

export interface AttributeLayout {
  readonly row: Row
  readonly cell: Cell
  /** Null for a veto. */
  readonly partial: Score | null
  readonly reason: string
}

export interface ScorecardLayout {
  /** The grade's name, which is the decision's, and the score's. */
  readonly grade: string
  readonly score: string
  readonly characteristics: readonly CharacteristicLayout[]
  readonly bands: readonly BandDraft[]
  readonly baseline: Score
}

/** Reads the form of a scorecard: a table of 指标 with their 分档, then one of grades. */
export function readScorecardLayout(
  clause: Clause,
  tables: readonly GridBlock[],
  report: Report,
): ScorecardLayout | undefined {
  const head = headOf(clause)
  const [points, grades] = tables
  if (!points || !grades || tables.length > 2) {
    const message = `评分卡要有两张表，这里有 ${tables.length} 张`
    return report.clause(head, 'scorecard-tables', message, '指标与分档一张，等级一张')
  }
  const before = report.problems.length
  const characteristics = readCharacteristics(points, report)
  const gradeHeader = grades.header.find((cell) => outputName(cell))
  if (!gradeHeader) return report.cell(grades.header[0]!, 'output-missing', '等级表没有输出列', '⇒ 信用等级')
  const bands = readBands(grades, gradeHeader.text, report)
  const baseline = readBaseline(clause, report)
  if (report.problems.length > before || !characteristics || !bands || !baseline) return undefined
  checkVetoes(head, characteristics, bands, report)
  const names = namesOf(clause, outputName(gradeHeader)!, report)
  return names && { ...names, characteristics, bands, baseline }
}

/** The clause is called as its grade, with `score:` beside it; or as its score, and the table alone names the grade. */
function namesOf(clause: Clause, grade: string, report: Report): { grade: string; score: string } | undefined {
  const score = attributeOf(clause, 'score')?.value
  const called = clause.name === '' ? grade : clause.name
  if (score === undefined) return { grade, score: called === grade ? `${grade}得分` : called }
  if (called === grade) return { grade, score }
  return report.clause(headOf(clause), 'name-differs', `条款叫“${called}”，等级表的输出却是“${grade}”`, grade)
}

function readBaseline(clause: Clause, report: Report): Score | undefined {
  const attribute = attributeOf(clause, 'baseline')
  if (!attribute) return { digits: 0n, scale: 0 }
  const { value: text, source } = attribute
  return readScore(text) ?? report.cell({ text, source, escapes: [] }, 'baseline', `“${text}”不是基础分`, '一个数')
}

const COLUMNS = ['类别', '指标', '分档', '⇒ 得分', '理由'] as const

function readCharacteristics(grid: GridBlock, report: Report): CharacteristicLayout[] | undefined {
  const columns = columnsOf(spaced(grid), COLUMNS, ['类别', '指标', '分档', '⇒ 得分'], report)
  if (!columns) return undefined
  const found: { category: ScoreCategory; subject: Cell; attributes: AttributeLayout[] }[] = []
  let category: ScoreCategory | undefined
  for (const row of grid.rows) {
    const written = cellIn(columns, row, '类别')
    const subject = cellIn(columns, row, '指标')
    if (written) category = CATEGORIES.find((known) => known === written.text)
    if (written && !category) report.cell(written, 'category', `“${written.text}”不是指标的类别`, CATEGORIES.join('、'))
    else if (!category) report.cell(row.cells[0]!, 'cell-empty', '第一行没有类别', CATEGORIES.join('、'))
    else if (subject) found.push({ category, subject, attributes: [] })
    else if (written || found.length === 0) report.cell(row.cells[1]!, 'cell-empty', '这一行没有指标', '指标的名称')
    const attribute = category && readAttribute(columns, row, category, report)
    if (attribute) found.at(-1)?.attributes.push(attribute)
  }
  if (found.length === 0) report.cell(grid.header[0]!, 'rows-missing', '评分卡没有指标', '至少一个指标')
  return found
}

/** `⇒得分` is `⇒ 得分`. */
function spaced(grid: GridBlock): GridBlock {
  return {
    ...grid,
    header: grid.header.map((cell) => ({ ...cell, text: outputName(cell) === '得分' ? '⇒ 得分' : cell.text })),
  }
}

function readAttribute(
  columns: ReadonlyMap<(typeof COLUMNS)[number], number>,
  row: Row,
  category: ScoreCategory,
  report: Report,
): AttributeLayout | undefined {
  const at = (name: (typeof COLUMNS)[number]) => row.cells[columns.get(name)!]!
  const cell = cellIn(columns, row, '分档')
  const points = cellIn(columns, row, '⇒ 得分')
  if (!cell) return report.cell(at('分档'), 'cell-empty', '“分档”是空的', '取值范围；任意写“-”')
  if (!points)
    return report.cell(at('⇒ 得分'), 'cell-empty', '“得分”是空的', category === '一票否决' ? '否决' : '一个数')
  const reason = cellIn(columns, row, '理由')?.text ?? ''
  if (category === '一票否决') {
    if (points.text !== '否决') return report.cell(points, 'partial', '一票否决项不记分', '否决')
    return { row, cell, partial: null, reason }
  }
  const partial = readScore(points.text)
  if (!partial) return report.cell(points, 'partial', `“${points.text}”不是得分`, '一个数；否决只写在一票否决项里')
  if (category === '加分项' && partial.digits < 0n) return report.cell(points, 'partial', '加分项不能扣分', '0 或正数')
  if (category === '减分项' && partial.digits > 0n) return report.cell(points, 'partial', '减分项不能加分', '0 或负数')
  return { row, cell, partial, reason }
}

function readBands(grid: GridBlock, grade: string, report: Report): BandDraft[] | undefined {
  const columns = columnsOf(grid, [grade, '得分', '含义'], [grade, '得分'], report)
  if (!columns) return undefined
  if (grid.rows.length === 0) return report.cell(grid.header[0]!, 'rows-missing', '等级表没有等级', '至少一个等级')
  return grid.rows.flatMap((row) => {
    const name = row.cells[columns.get(grade)!]!
    const cell = row.cells[columns.get('得分')!]!
    const [, text] = /^"(.+)"$/s.exec(name.text) ?? /^“(.+)”$/s.exec(name.text) ?? []
    if (text === undefined) report.cell(name, 'grade', '等级写在引号里', '"A"')
    return text === undefined ? [] : (readBand(row, text, cell, report) ?? [])
  })
}

function checkVetoes(
  head: ClauseHead,
  characteristics: readonly CharacteristicLayout[],
  bands: readonly BandDraft[],
  report: Report,
): void {
  const vetoes = characteristics.filter(({ category }) => category === '一票否决').length
  const takers = bands.filter(({ takesVeto }) => takesVeto)
  if (vetoes > 0 && takers.length === 0)
    report.clause(head, 'veto-grade', '有一票否决项，却没有等级写“否决”，如“< 60, 否决”')
  if (takers.length > 1) report.cell(takers[1]!.cell, 'veto-grade', '两个等级都写了“否决”')
  if (vetoes === 0 && takers.length > 0) report.warn(head, 'veto-unused', '等级表写了“否决”，却没有一票否决项')
}
