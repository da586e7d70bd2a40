import type { FactColumnValue } from '../../fact/index.ts'
import { type DraftField, IDENTITY_KIND_NAMES, KIND_NAMES, STAGE_NAMES } from '../domain.ts'
import { type CellReader, dateReader, factReader, formatParts, type Reading, unitsOf } from './cells.ts'
import type { TargetField } from './fields.ts'
import type { Origin } from './mapping.ts'

/** A record of the file and its number as a spreadsheet shows it: the first row of data is 2. */
export interface Line {
  readonly row: number
  readonly cells: readonly string[]
}

/** Where the text of one field comes from, and what it is read as. */
export interface Column {
  readonly target: TargetField | 'as_of'
  /** The heading under which problems are told. */
  readonly title: string
  /** Index of the cell; undefined for templates and constants. */
  readonly at: number | undefined
  text(line: Line): string
  readonly translate: ((text: string) => Reading<string>) | undefined
  readonly reader: CellReader<FactColumnValue>
}

/** One field of a mapping, fitted to the file. */
export function columnOf(
  target: TargetField,
  origin: Origin,
  columnAt: (name: string) => number,
  wrong: (message: string) => void,
): Column {
  const at = origin.column === undefined ? undefined : columnAt(origin.column)
  const word = target.kind === 'fact' ? target.word : undefined
  if (origin.unit !== undefined) {
    const known = word === undefined ? [] : [...unitsOf(word), word.unit].filter((unit) => unit !== '')
    if (!known.includes(origin.unit))
      wrong(
        `单位“${origin.unit}”不能用于${target.name}${known.length > 0 ? `；可用 ${[...new Set(known)].join('、')}` : ''}`,
      )
  }
  if (origin.format !== undefined && formatParts(origin.format) === undefined) {
    wrong(`日期格式“${origin.format}”须含 YYYY、MM（或 M）、DD（或 D）各一次`)
  }
  const text =
    origin.template !== undefined
      ? templateOf(origin.template, columnAt, wrong)
      : origin.value !== undefined
        ? () => origin.value!
        : ({ cells }: Line) => cells[at!] ?? ''
  return {
    target,
    title: origin.column ?? target.name,
    at,
    text,
    translate: origin.values === undefined ? undefined : translator(origin.values, origin.otherwise),
    reader: target.kind === 'fact' ? factReader(target.word, origin) : fieldReader(target.field, origin.format),
  }
}

/** Stands for `{#}` among the columns of a template. */
const ORDINAL = -1

/** `客户{ID}`: empty where one of its cells is. `{#}` counts the rows of data from 1. */
function templateOf(
  template: string,
  columnAt: (name: string) => number,
  wrong: (message: string) => void,
): (line: Line) => string {
  const parts: (string | number)[] = []
  for (const match of template.matchAll(/\{\{|\}\}|\{([^{}]+)\}|[^{}]+|[{}]/g)) {
    if (match[1] === '#') parts.push(ORDINAL)
    else if (match[1] !== undefined) parts.push(columnAt(match[1]))
    else if (match[0] === '{' || match[0] === '}') wrong(`模板“${template}”的花括号没有成对；要写花括号本身请写两个`)
    else parts.push(match[0] === '{{' ? '{' : match[0] === '}}' ? '}' : match[0])
  }
  return ({ cells, row }) => {
    let text = ''
    for (const part of parts) {
      const piece = typeof part === 'string' ? part : part === ORDINAL ? String(row - 1) : (cells[part] ?? '').trim()
      if (piece === '') return ''
      text += piece
    }
    return text
  }
}

function translator(values: Readonly<Record<string, string>>, otherwise: string | undefined) {
  const table = new Map(Object.entries(values).map(([from, to]) => [from.trim(), to]))
  return (text: string): Reading<string> => {
    const value = table.get(text) ?? otherwise
    return value === undefined
      ? { problem: `映射的 values 中没有这个值（有 ${[...table.keys()].join('、')}）` }
      : { value }
  }
}

function byName(names: Readonly<Record<string, string>>): CellReader<string> {
  const codes = new Map(
    Object.entries(names).flatMap(
      ([code, name]) =>
        [
          [code, code],
          [name, code],
        ] as const,
    ),
  )
  return (text) => {
    const value = codes.get(text)
    return value === undefined ? { problem: `应为 ${Object.values(names).join('、')} 之一` } : { value }
  }
}

/** What a customer field's text means; texts themselves are checked with the whole draft. */
function fieldReader(field: DraftField, format: string | undefined): CellReader<FactColumnValue> {
  switch (field) {
    case 'kind':
      return byName(KIND_NAMES)
    case 'stage':
      return byName(STAGE_NAMES)
    case 'identityKind':
      return byName(IDENTITY_KIND_NAMES)
    case 'foundedOn':
    case 'birthDate':
    case 'customerSince':
      return dateReader(format)
    case 'scopeNo':
      return (text) => (/^\d{1,10}$/.test(text) ? { value: Number(text) } : { problem: '账簿号应为整数' })
    default:
      return (value) => ({ value })
  }
}
