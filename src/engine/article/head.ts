import { isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument } from 'yaml'
import { parseLocalDate } from '../../kernel/local-date.ts'
import { nearest } from '../language/names.ts'
import { type Problem, problem } from '../problem.ts'
import type { DocumentHead } from '../program.ts'
import { source } from '../source.ts'
import type { Line } from './lines.ts'

/** The head's keys in the order in which they are printed. */
export const HEAD_KEYS = [
  'id',
  'title',
  'about',
  'units',
  'dialect',
  'version',
  'effective',
  'repealed',
  'issuer',
  'number',
  'basis',
  'covers',
] as const
export type HeadKey = (typeof HEAD_KEYS)[number]

const LISTS: ReadonlySet<string> = new Set<HeadKey>(['units', 'basis', 'covers'])
const REQUIRED: readonly HeadKey[] = ['id', 'title', 'about', 'version', 'effective']

/** What a key's single value must look like, and what to say where it does not. */
const SHAPES: Readonly<Partial<Record<HeadKey, readonly [(value: string) => boolean, string]>>> = {
  id: [(value) => /^[a-z][a-z0-9-]{0,62}$/.test(value), '小写字母、数字和连字符，如 key-account'],
  about: [(value) => /^[a-z][a-z0-9_]*$/.test(value), '规则所说的对象，如 customer'],
  dialect: [(value) => value === 'article' || value === 'dmn', 'article 或 dmn'],
  version: [(value) => /^[1-9][0-9]{0,8}$/.test(value), '从 1 起的整数'],
  effective: [(value) => parseLocalDate(value) !== undefined, '日期，如 2026-01-01'],
  repealed: [(value) => parseLocalDate(value) !== undefined, '日期，如 2026-12-31'],
}

interface Entry {
  readonly values: readonly string[]
  readonly line: number
  readonly column: number
}

/** The head between the two `---` lines; undefined where a problem makes it unusable. */
export function readHead(
  file: string,
  lines: readonly Line[],
  problems: Problem[],
): { head: DocumentHead; written: ReadonlySet<string> } | undefined {
  const before = problems.length
  const report = (line: number, column: number, code: string, message: string, expected: string) =>
    problems.push(problem(source('', file, line, column), { start: 0, end: 0 }, code, message, expected))
  const entries = readEntries(lines, report)
  for (const [key, entry] of entries) {
    const shape = SHAPES[key as HeadKey]
    if (!HEAD_KEYS.includes(key as HeadKey)) {
      report(
        entry.line,
        entry.column,
        'head-key',
        `文头没有“${key}”这一项`,
        nearest(key, HEAD_KEYS) ?? HEAD_KEYS.join('、'),
      )
    } else if (!LISTS.has(key) && entry.values.length !== 1) {
      report(entry.line, entry.column, 'head-value', `文头的“${key}”要有一个值`, shape?.[1] ?? '一个值')
    } else if (shape && !shape[0](entry.values[0]!)) {
      report(entry.line, entry.column, 'head-value', `文头的“${key}”不能是“${entry.values[0]}”`, shape[1])
    }
  }
  for (const key of REQUIRED) {
    if (!entries.has(key)) report(1, 1, 'head-missing', `文头缺少“${key}”`, SHAPES[key]?.[1] ?? '制度名称')
  }
  if (problems.length > before) return undefined
  const head = headOf(entries)
  if (head.repealed !== undefined && head.repealed <= head.effective) {
    const at = entries.get('repealed')!
    report(at.line, at.column, 'head-value', '废止日期不晚于施行日期', `${head.effective} 以后的日期`)
    return undefined
  }
  return { head, written: new Set(entries.keys()) }
}

function headOf(entries: ReadonlyMap<string, Entry>): DocumentHead {
  const list = (key: HeadKey) => entries.get(key)?.values ?? []
  const one = (key: HeadKey) => list(key)[0]
  const given = <K extends 'repealed' | 'issuer' | 'number'>(key: K) =>
    one(key) === undefined ? {} : ({ [key]: one(key) } as Record<K, string>)
  const units = list('units')
  return {
    id: one('id')!,
    title: one('title')!,
    about: one('about')!,
    units: units.length === 1 && units[0] === '全行' ? [] : units,
    dialect: one('dialect') === 'dmn' ? 'dmn' : 'article',
    version: Number(one('version')),
    effective: one('effective')!,
    ...given('repealed'),
    ...given('issuer'),
    ...given('number'),
    basis: list('basis'),
    covers: list('covers').flatMap((item) => item.split(/\s+/)),
  }
}

/** The YAML mapping as lists of strings: a head holds nothing deeper than a list. */
function readEntries(
  lines: readonly Line[],
  report: (line: number, column: number, code: string, message: string, expected: string) => void,
): Map<string, Entry> {
  const counter = new LineCounter()
  const offset = (lines[0]?.number ?? 2) - 1
  const parsed = parseDocument(lines.map((line) => line.text).join('\n'), {
    lineCounter: counter,
    prettyErrors: false,
    schema: 'failsafe',
  })
  const place = (at: number) => {
    const { line, col } = counter.linePos(at)
    return { line: line + offset, column: col }
  }
  const refuse = (at: number, message: string) => {
    const { line, column } = place(at)
    report(line, column, 'head-yaml', message, '每行一项“键: 值”')
  }
  for (const error of parsed.errors) {
    refuse(error.pos[0], error.code === 'DUPLICATE_KEY' ? '文头里这一项写了两次' : '文头不是有效的 YAML')
  }
  const entries = new Map<string, Entry>()
  if (!isMap(parsed.contents)) {
    if (parsed.errors.length === 0) refuse(0, '文头不是“键: 值”')
    return entries
  }
  for (const { key, value } of parsed.contents.items as Pair[]) {
    const at = isScalar(key) ? key.range![0] : 0
    const items = isSeq(value)
      ? value.items
      : isScalar(value) && value.value !== '' && value.value !== null
        ? [value]
        : []
    if (!isScalar(key) || !items.every(isScalar) || (value !== null && !isSeq(value) && !isScalar(value))) {
      refuse(at, '文头的值只能是一个词，或一列词')
    } else {
      entries.set(String(key.value), { values: items.map((item) => String(item.value)), ...place(at) })
    }
  }
  return entries
}
