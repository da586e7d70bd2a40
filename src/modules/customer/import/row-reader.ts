import type { FailureDetail } from '../../../kernel/failure.ts'
import type { LocalDate } from '../../../kernel/local-date.ts'
import type { FactColumnValue } from '../../fact/index.ts'
import { checkDraft } from '../check.ts'
import { type CustomerDraft, type DraftFacts, type DraftField, FIELD_NAMES } from '../domain.ts'
import { failures } from '../failures.ts'
import { maskIdentity, maskName } from '../masking.ts'
import { dateReader, type Reading } from './cells.ts'
import { type Column, columnOf, type Line } from './columns.ts'
import { type TargetField, targetKey } from './fields.ts'
import { asOfDate, type Mapping } from './mapping.ts'

/** One thing wrong with one row: the file's column (or the field's name, where no column is to blame) and the cell as it stands. */
export interface RowProblem {
  readonly column: string
  readonly value: string
  readonly reason: string
}

export interface ReadRow {
  readonly draft: CustomerDraft
  readonly problems: readonly RowProblem[]
}

/** Turns the cells of a record into a draft, and says all that is wrong with them. */
export interface RowReader {
  read(line: Line): ReadRow
  /** The problem of a field, told in the words of the file. */
  problemOf(line: Line, field: DraftField, reason: string): RowProblem
}

/** The column that an error copy adds, and that an import of it leaves out. */
export const ERROR_COLUMN = '错误原因'

export interface RowReaderInput {
  readonly mapping: Mapping
  readonly mappingFile: string
  readonly file: string
  readonly header: readonly string[]
  readonly fields: ReadonlyMap<string, TargetField>
  readonly today: LocalDate
}

/**
 * Fits a mapping to a header. Throws `customer.badMapping` (fields, units, formats) or `customer.badHeader` (columns that one has and
 * the other has not) with all their details.
 */
export function createRowReader(input: RowReaderInput): RowReader {
  const { mapping, header, fields, today } = input
  const positions = new Map(header.map((name, index) => [keyOf(name), index]))
  const wrong: FailureDetail[] = []
  const unmatched: FailureDetail[] = []
  const used = new Set<number>()
  const columnAt = (name: string, where: string): number => {
    const at = positions.get(keyOf(name))
    if (at === undefined) unmatched.push({ where, message: `文件中没有列“${name}”${nearest(name, header)}` })
    else used.add(at)
    return at ?? 0
  }
  const columns: Column[] = []
  const taken = new Map<string, string>()
  for (const [name, origin] of Object.entries(mapping.fields)) {
    if (keyOf(name) === ERROR_COLUMN) continue
    const target = fields.get(keyOf(name))
    const where = `fields.${name}`
    if (target === undefined) {
      wrong.push({ where, message: `没有名为“${name}”的字段或数据项${nearest(name, [...fields.keys()])}` })
      continue
    }
    const twice = taken.get(targetKey(target))
    if (twice !== undefined) wrong.push({ where, message: `与 fields.${twice} 是同一个字段` })
    taken.set(targetKey(target), name)
    columns.push(
      columnOf(
        target,
        origin,
        (column) => columnAt(column, where),
        (message) => wrong.push({ where, message }),
      ),
    )
  }
  if (typeof mapping.as_of === 'object') {
    const { column, format } = mapping.as_of
    const at = columnAt(column, 'as_of')
    columns.push({
      target: 'as_of',
      title: column,
      at,
      text: ({ cells }) => cells[at] ?? '',
      translate: undefined,
      reader: dateReader(format),
    })
  }
  for (const problem of strayColumns(mapping, header, used)) unmatched.push(problem)
  if (wrong.length > 0) throw failures.badMapping({ file: input.mappingFile }, { details: wrong })
  if (unmatched.length > 0) throw failures.badHeader({ file: input.file }, { details: unmatched })
  return readerOf(columns, mapping, header.length, today)
}

function keyOf(name: string): string {
  return name.trim().toLowerCase()
}

function strayColumns(mapping: Mapping, header: readonly string[], used: ReadonlySet<number>): FailureDetail[] {
  const problems: FailureDetail[] = []
  const seen = new Set<string>()
  const skipped = mapping.skip === 'others' ? undefined : new Set(mapping.skip.map(keyOf))
  for (const [index, name] of header.entries()) {
    const key = keyOf(name)
    if (key === ERROR_COLUMN) continue
    if (seen.has(key)) problems.push({ where: name, message: `文件中有两列都叫“${name}”` })
    seen.add(key)
    if (!used.has(index) && skipped !== undefined && !skipped.has(key)) {
      problems.push({
        where: name === '' ? `第 ${index + 1} 列` : name,
        message: '映射没有说明这一列：请在 fields 中使用它，或列入 skip',
      })
    }
  }
  for (const name of skipped ?? []) {
    if (!seen.has(name)) problems.push({ where: 'skip', message: `文件中没有列“${name}”${nearest(name, header)}` })
  }
  return problems
}

/** What a report may show of a cell: reports are kept, so identifying values stand in them masked. */
function masked(target: Column['target'], text: string): string {
  if (target === 'as_of' || target.kind === 'fact') return text.slice(0, 100)
  if (target.field === 'name') return maskName(text)
  return SEALED.has(target.field) ? maskIdentity(text.slice(0, 40)) : text.slice(0, 100)
}

const SEALED: ReadonlySet<DraftField> = new Set(['identityNo', 'phone', 'email', 'address', 'remark'])

/** Fields that a draft cannot say "unknown" of. */
const REQUIRED: ReadonlySet<DraftField> = new Set(['customerNo', 'kind', 'stage', 'scopeNo', 'name'])

function readerOf(columns: readonly Column[], mapping: Mapping, width: number, today: LocalDate): RowReader {
  const unknown = new Set(['未知', ...mapping.unknown.map((text) => text.trim())])
  const fixedDate = asOfDate(mapping) ?? today
  const source = mapping.source ?? '文件导入'
  const byField = new Map(
    columns.flatMap((column) =>
      column.target === 'as_of' || column.target.kind === 'fact' ? [] : [[column.target.field, column]],
    ),
  )

  const readingOf = (column: Column, line: Line): Reading<FactColumnValue> | undefined => {
    const text = column.text(line).trim()
    if (text === '') return mapping.empty === 'unknown' && column.at !== undefined ? { value: null } : undefined
    if (column.translate === undefined) return unknown.has(text) ? { value: null } : column.reader(text)
    const translated = column.translate(text)
    if ('problem' in translated) return unknown.has(text) ? { value: null } : translated
    return unknown.has(translated.value) ? { value: null } : column.reader(translated.value)
  }

  const tell = (line: Line, column: Column, reason: string): RowProblem => ({
    column: column.title,
    value: masked(column.target, column.text(line).trim()),
    reason,
  })
  const problemOf = (line: Line, field: DraftField, reason: string): RowProblem => {
    const column = byField.get(field)
    return column === undefined ? { column: FIELD_NAMES[field], value: '', reason } : tell(line, column, reason)
  }

  const read = (line: Line): ReadRow => {
    const { cells } = line
    if (cells.length !== width) {
      return {
        draft: {},
        problems: [{ column: '（整行）', value: '', reason: `有 ${cells.length} 列，表头有 ${width} 列` }],
      }
    }
    const problems: RowProblem[] = []
    const fields: Record<string, FactColumnValue> = {}
    const families = new Map<string, Record<string, FactColumnValue>>()
    let asOf = fixedDate
    for (const column of columns) {
      const reading = readingOf(column, line)
      if (reading === undefined) continue
      if ('problem' in reading) {
        problems.push(tell(line, column, reading.problem))
      } else if (column.target === 'as_of') {
        if (reading.value === null) problems.push(tell(line, column, '数据日期不能未知'))
        else if ((reading.value as string) > today) problems.push(tell(line, column, '数据日期晚于今天'))
        else asOf = reading.value as LocalDate
      } else if (column.target.kind === 'fact') {
        const { family, identifier } = column.target.fact
        const values = families.get(family)
        if (values === undefined) families.set(family, { [identifier]: reading.value })
        else values[identifier] = reading.value
      } else if (reading.value !== null) {
        fields[column.target.field] = reading.value
      } else if (!REQUIRED.has(column.target.field)) {
        fields[column.target.field] = null
      }
    }
    const facts: DraftFacts[] = []
    for (const [family, values] of families) facts.push({ family, source, asOf, values })
    const checked = checkDraft({ ...(fields as CustomerDraft), facts }, today)
    for (const { field, reason } of checked.problems) problems.push(problemOf(line, field, reason))
    return { draft: checked.draft, problems }
  }
  return { read, problemOf }
}

/** `；是不是“ID”？` where one of the known names is close. */
function nearest(name: string, known: readonly string[]): string {
  const key = keyOf(name)
  const close = known.find((other) => {
    const candidate = keyOf(other)
    return candidate !== '' && (candidate.includes(key) || key.includes(candidate) || oneApart(candidate, key))
  })
  return close === undefined ? '' : `；是不是“${close}”？`
}

/** One character changed, missing or too many. */
function oneApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  let same = 0
  while (same < a.length && a[same] === b[same]) same++
  const rest = [a.slice(same), b.slice(same)] as const
  return rest[0].slice(1) === rest[1].slice(1) || rest[0].slice(1) === rest[1] || rest[0] === rest[1].slice(1)
}
