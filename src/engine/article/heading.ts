import { nearest } from '../language/names.ts'
import { type Problem, problem } from '../problem.ts'
import { type Source, source } from '../source.ts'
import { type Attribute, CLAUSE_KINDS, type Clause, type ClauseKind } from './document.ts'
import { whole } from './grid.ts'
import type { Line } from './lines.ts'

const NUMERAL = '[一二三四五六七八九十百千零〇两壹贰叁肆伍陆柒捌玖拾甲乙丙丁戊己庚辛0-9０-９]+'
/**
 * One step of a clause number, in any of the usual ways of counting: 第四条之二, 第（三）项, 五、, （一）, 1., 3.1, 5-2, ①, 附件二.
 */
const STEP = [
  `第(?:${NUMERAL}|[（(]${NUMERAL}[）)])(?:部分|[编章节条款项目])(?:之${NUMERAL})?`,
  `(?:附件|附表|附则|附录)(?:${NUMERAL})?`,
  `[（(]${NUMERAL}[）)]`,
  `${NUMERAL}[、)）]`,
  '[A-Z]?[0-9]+(?:[.．-][0-9]+)*[.．]?',
  `${NUMERAL}`,
  '[①-⑳]',
].join('|')
const CLAUSE_NUMBER = new RegExp(`^(?:(?:${STEP})\\s?)+$`)

const COMMON_KEYS = ['binds', 'about', 'because', 'covers']
/** The attributes that a heading may carry, in the order in which they are printed; other kinds than these take any. */
export const HEADING_KEYS: Readonly<Partial<Record<ClauseKind, readonly string[]>>> = {
  define: COMMON_KEYS,
  decide: ['form', 'hit', 'score', 'baseline', 'native', 'type', 'unit', 'priority', 'result', ...COMMON_KEYS],
  note: COMMON_KEYS,
}

/** `## 第四条第一款 {decide 大客户级别, binds: rating.class, hit: first}` without its blocks. */
export function readHeading(file: string, line: Line, problems: Problem[]): Omit<Clause, 'blocks'> | undefined {
  const from = whole(file, line)
  const fail = (at: number, code: string, message: string, expected?: string) => {
    problems.push(problem(from, { start: at, end: line.text.length }, code, message, expected))
    return undefined
  }
  const wide = line.text.search(/[｛｝]/)
  if (wide >= 0) return fail(wide, 'heading-brace', '条款标题里用了全角花括号', line.text[wide] === '｛' ? '{' : '}')
  const open = line.text.indexOf('{')
  if (open < 0) return fail(line.text.length, 'heading-brace', '条款标题缺少花括号', '{define|decide|… 名称, …}')
  if (!line.text.endsWith('}')) return fail(line.text.length, 'heading-brace', '条款标题的花括号没有结束', '}')
  const number = line.text.slice(2, open).trim()
  if (!CLAUSE_NUMBER.test(number)) {
    return fail(3, 'clause-number', `“${number}”不是条款号`, '第四条第一款、五、1.、（一）、3.2 一类的编号')
  }
  const [first, ...rest] = pieces(from, open + 1, line.text.length - 1)
  const [kindWritten = '', ...nameWords] = first!.text.split(/\s+/)
  const kind = CLAUSE_KINDS.find((known) => known === kindWritten)
  if (!kind) return fail(open + 1, 'clause-kind', `“${kindWritten}”不是条款的种类`, CLAUSE_KINDS.join('、'))
  const attributes = rest.map((piece) => readAttribute(piece, kind, problems))
  const keys = attributes.map((attribute) => attribute?.key)
  const twice = attributes.find((attribute, index) => attribute && keys.indexOf(attribute.key) < index)
  if (twice) return fail(open, 'attribute-twice', `“${twice.key}”写了两次`)
  if (attributes.includes(undefined)) return undefined
  return { number, kind, name: nameWords.join(' '), attributes: attributes as Attribute[], source: from }
}

/** The parts between commas, trimmed, each with its place. */
function pieces(from: Source, start: number, end: number): Source[] {
  const parts: Source[] = []
  let at = start
  for (const part of from.text.slice(start, end).split(',')) {
    const text = part.trim()
    const lead = at + part.length - part.trimStart().length
    parts.push(source(text, from.file, from.line, [...from.text.slice(0, lead)].length + 1))
    at += part.length + 1
  }
  return parts
}

function readAttribute(piece: Source, kind: ClauseKind, problems: Problem[]): Attribute | undefined {
  const fail = (code: string, message: string, expected: string) => {
    problems.push(problem(piece, { start: 0, end: piece.text.length }, code, message, expected))
    return undefined
  }
  const match = /^([a-z][a-z-]*)\s*:\s*(.*)$/s.exec(piece.text)
  if (!match) {
    return fail('attribute', `“${piece.text}”读不懂`, /：/.test(piece.text) ? '半角冒号：“键: 值”' : '“键: 值”')
  }
  const [, key, value] = match as unknown as [string, string, string]
  if (value === '') return fail('attribute', `“${key}”没有值`, `“${key}: 值”`)
  const joined = /，\s*([a-z][a-z-]*)\s*[:：]/.exec(value)
  if (joined) return fail('attribute', `“${joined[1]}”前面是全角逗号`, '半角逗号“,”')
  const known = HEADING_KEYS[kind]
  if (known && !known.includes(key)) {
    return fail('attribute-unknown', `${kind} 条款没有“${key}”这一项`, nearest(key, known) ?? known.join('、'))
  }
  const at = [...piece.text.slice(0, piece.text.length - value.length)].length
  return { key, value, source: source(value, piece.file, piece.line, piece.column + at) }
}
