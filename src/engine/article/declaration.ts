import { FACT_TYPE_NAMES, readValue, typeOfFact, unitOfFact } from '../literal.ts'
import type { Type } from '../type.ts'
import type { Vocabulary, Word } from '../vocabulary.ts'
import { cellIn } from './columns.ts'
import type { Cell, Row } from './document.ts'
import type { Report } from './draft.ts'
import { nameFault } from './name-fault.ts'

export const DEFINE_COLUMNS = ['项目', '标识', '类型', '单位', '公式', '来源', '有效期', '保护', '说明'] as const
export type DefineColumns = ReadonlyMap<(typeof DEFINE_COLUMNS)[number], number>

/** One row of a `define` table, before it is known whether its fact is stored or computed. */
export interface Declared {
  readonly name: Cell
  readonly typeName: string
  readonly type: Type
  readonly unit: string
  readonly protection: 'measure' | 'public'
  /** Where its values come from and how long they are fresh, as far as the row says so. */
  readonly origin: Pick<Word, 'source' | 'freshDays'>
}

/** Reads what the row says of its fact. A unit that is left out is the dictionary's, or the type's own. */
export function readDeclaration(
  columns: DefineColumns,
  row: Row,
  vocabulary: Vocabulary,
  report: Report,
): Declared | undefined {
  const name = cellIn(columns, row, '项目')
  if (!name) return report.cell(row.cells[columns.get('项目')!]!, 'fact-name', '“项目”是空的', '数据项的名称')
  const fault = nameFault(name.text)
  if (fault) return report.cell(name, 'fact-name', fault)
  const unit = cellIn(columns, row, '单位')
  const typed = readType(columns, row, unit?.text ?? vocabulary.words.get(name.text)?.unit ?? '', report)
  if (!typed) return undefined
  const units = UNITS[typed.typeName]
  if (unit && units && !units.includes(unit.text)) {
    const other = typed.typeName === '金额' ? '；别的货币用“小数(2)”加单位' : ''
    return report.cell(
      unit,
      'fact-unit',
      `${typed.typeName}的单位不能是“${unit.text}”${other}`,
      units.join('、') || '空白',
    )
  }
  if (unit && !units && RESERVED_UNITS.includes(unit.text)) {
    return report.cell(unit, 'fact-unit', `“${unit.text}”有自己的类型`, '金额、比率、天数、月数、年数')
  }
  const protection = cellIn(columns, row, '保护')
  if (protection && protection.text !== 'measure' && protection.text !== 'public') {
    return report.cell(protection, 'fact-protection', `规则用的数据项不能是“${protection.text}”`, 'measure、public')
  }
  const freshness = cellIn(columns, row, '有效期')
  const freshDays = freshness && readDays(freshness.text)
  if (freshness && freshDays === undefined) {
    return report.cell(freshness, 'fact-freshness', `“${freshness.text}”不是有效期`, '35天、12个月、1年')
  }
  const source = cellIn(columns, row, '来源')?.text
  return {
    name,
    ...typed,
    protection: protection?.text === 'public' ? 'public' : 'measure',
    origin: { ...(source === undefined ? {} : { source }), ...(freshDays === undefined ? {} : { freshDays }) },
  }
}

/** The units that a type's facts may be shown in; other types (数量, 小数) have a unit of their own. */
const UNITS: Readonly<Record<string, readonly string[]>> = {
  金额: ['元', '万元', '亿元'],
  比率: ['%'],
  天数: ['天'],
  月数: ['个月'],
  年数: ['年'],
  代码: [],
  文本: [],
  是否: [],
  日期: [],
}
const RESERVED_UNITS: readonly string[] = ['元', '万元', '亿元', '%', '‰', '天', '周', '个月', '年']

function readType(
  columns: DefineColumns,
  row: Row,
  unit: string,
  report: Report,
): Pick<Declared, 'typeName' | 'type' | 'unit'> | undefined {
  const cell = row.cells[columns.get('类型')!]!
  if (cell.text === '') return report.cell(cell, 'fact-type', '“类型”是空的', FACT_TYPE_NAMES.join('、'))
  const [, written, codeText] = /^([^：:]+)(?:[：:](.*))?$/s.exec(cell.text) ?? []
  const typeName = written?.trim() ?? ''
  const codes = codeText?.split(/[、，,]/).map((code) => code.trim().replace(/^"(.*)"$/s, '$1')) ?? []
  if (new Set(codes).size < codes.length || codes.includes('')) {
    return report.cell(cell, 'fact-codes', '代码有空的或重复的', '代码：好、较好、一般、差')
  }
  const type = typeOfFact(typeName, unit, codes)
  if (!type || (codes.length > 0 && type.kind !== 'code')) {
    const expected = typeName === '代码' ? '代码：好、较好、一般、差' : FACT_TYPE_NAMES.join('、')
    return report.cell(cell, 'fact-type', `“${cell.text}”不是数据项的类型`, expected)
  }
  return { typeName, type, unit: unitOfFact(typeName, unit) }
}

/** Days of the longest calendar span: 12个月 is 366, so that a value is never called stale before its time. */
function readDays(text: string): number | undefined {
  const word: Omit<Word, 'type' | 'unit'> = { name: '有效期', identifier: 'fresh_days' }
  const days = readValue({ ...word, type: typeOfFact('天数', '', [])!, unit: '天' }, text)
  if (typeof days === 'number') return days > 0 ? days : undefined
  const months = readValue({ ...word, type: typeOfFact('月数', '', [])!, unit: '个月' }, text)
  if (typeof months !== 'number' || months <= 0) return undefined
  const years = Math.floor(months / 12)
  return years * 365 + Math.ceil(years / 4) + LONGEST[months % 12]!
}

const LONGEST = [0, 31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337]
