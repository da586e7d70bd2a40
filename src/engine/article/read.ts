import { type Problem, problem } from '../problem.ts'
import { source } from '../source.ts'
import type { Article, Block, Clause, PolicyDocument, TextBlock, TextFile } from './document.ts'
import { readCases, readTable, whole } from './grid.ts'
import { readHead } from './head.ts'
import { readHeading } from './heading.ts'
import { type Line, readLines } from './lines.ts'

export interface ReadDocument {
  /** Undefined where a problem leaves the structure in doubt; layout problems (BOM, CRLF, tabs) leave it whole. */
  readonly document: PolicyDocument | undefined
  readonly problems: readonly Problem[]
}

/** Reads the files of one folder, `document.md` and its articles, in any order. Judges the form only, never a cell's meaning. */
export function readDocument(files: readonly TextFile[]): ReadDocument {
  const layout: Problem[] = []
  const broken: Problem[] = []
  const at = (file: string, code: string, message: string, expected?: string) =>
    broken.push(problem(source('', file), { start: 0, end: 0 }, code, message, expected))
  let document: Pick<PolicyDocument, 'head' | 'written' | 'preamble' | 'file'> | undefined
  const articles: Article[] = []
  for (const file of files) {
    const name = file.file.split('/').at(-1)!
    const { lines, problems } = readLines(file)
    layout.push(...problems)
    if (name === 'document.md') document = readDocumentFile(file, lines, broken)
    else if (/^\d{3}\.md$/.test(name)) articles.push(readArticle(file, Number(name.slice(0, 3)), lines, broken))
    else at(file.file, 'file-name', `“${name}”不是条文文件`, 'document.md 或 001.md 这样的文件名')
  }
  if (!files.some(({ file }) => file.split('/').at(-1) === 'document.md')) {
    at('document.md', 'file-missing', '缺少 document.md', '带文头的 document.md')
  }
  articles.sort((one, other) => one.order - other.order)
  articles.forEach((article, index) => {
    if (index > 0 && articles[index - 1]!.order === article.order) {
      at(article.file.file, 'file-twice', '有两个同号的条文文件')
    }
  })
  reportTwice(articles, broken)
  const problems = [...layout, ...broken]
  return { document: document && broken.length === 0 ? { ...document, articles } : undefined, problems }
}

function readDocumentFile(file: TextFile, lines: readonly Line[], problems: Problem[]) {
  const close = lines.findIndex((line, index) => index > 0 && line.text === '---')
  if (lines[0]?.text !== '---' || close < 0) {
    const at = source('', file.file)
    problems.push(problem(at, { start: 0, end: 0 }, 'head-fence', 'document.md 没有文头', '首行 ---，文头，再一行 ---'))
    return undefined
  }
  const read = readHead(file.file, lines.slice(1, close), problems)
  const preamble = paragraphs(file.file, lines.slice(close + 1)).map((block) => block.lines.join('\n'))
  return read && { ...read, preamble, file }
}

function readArticle(file: TextFile, order: number, lines: readonly Line[], problems: Problem[]): Article {
  const starts = lines.flatMap((line, index) => (line.text.startsWith('## ') ? [index] : []))
  const titles: string[] = []
  for (const line of lines.slice(0, starts[0] ?? lines.length)) {
    if (line.text.startsWith('# ')) titles.push(line.text.slice(2).trim())
    else if (line.text.trim() !== '') {
      const expected = '## 第四条第一款 {decide 名称, …}'
      problems.push(problem(whole(file.file, line), { start: 0, end: 0 }, 'no-clause', '条文以条款标题开始', expected))
      return { file, order, titles, clauses: [] }
    }
  }
  if (starts.length === 0) {
    const expected = '至少一个“## 第四条第一款 {decide 名称, …}”'
    problems.push(problem(source('', file.file), { start: 0, end: 0 }, 'no-clause', '条文里没有条款', expected))
  }
  const clauses = starts.flatMap((start, index): Clause[] => {
    const heading = readHeading(file.file, lines[start]!, problems)
    const blocks = readBlocks(file.file, lines.slice(start + 1, starts[index + 1]), problems)
    return heading ? [{ ...heading, blocks }] : []
  })
  return { file, order, titles, clauses }
}

/** Paragraphs, tables and case blocks in the order in which they stand. */
function readBlocks(file: string, lines: readonly Line[], problems: Problem[]): Block[] {
  const blocks: Block[] = []
  let index = 0
  while (index < lines.length) {
    const line = lines[index]!
    const taken = lines.slice(index, index + extent(lines, index))
    if (line.text.trimStart().startsWith('|')) {
      const table = readTable(file, taken, problems)
      if (table) blocks.push(table)
    } else if (/^(~~~|```)/.test(line.text)) {
      const cases = readFence(file, line, taken, problems)
      if (cases) blocks.push(cases)
    } else if (line.text !== '') {
      refuseStray(file, line, problems)
      blocks.push(...paragraphs(file, taken))
    }
    index += taken.length
  }
  return blocks
}

/** How many lines from `from` on belong to the block that starts there. */
function extent(lines: readonly Line[], from: number): number {
  const first = lines[from]!.text
  const kind = kindOf(first)
  if (kind === 'fence') {
    const close = lines.findIndex((line, index) => index > from && line.text === first.slice(0, 3))
    return close < 0 ? lines.length - from : close - from + 1
  }
  let end = from + 1
  while (end < lines.length && kindOf(lines[end]!.text) === kind) end++
  return end - from
}

function kindOf(text: string): 'table' | 'fence' | 'blank' | 'text' {
  if (text.trimStart().startsWith('|')) return 'table'
  if (/^(~~~|```)/.test(text)) return 'fence'
  return text === '' ? 'blank' : 'text'
}

function readFence(file: string, open: Line, taken: readonly Line[], problems: Problem[]) {
  const refuse = (code: string, message: string, expected: string) => {
    problems.push(problem(whole(file, open), { start: 0, end: open.text.length }, code, message, expected))
    return undefined
  }
  if (open.text !== '~~~cases') return refuse('fence', `“${open.text}”读不懂`, '~~~cases')
  if (taken.at(-1)!.text !== '~~~' || taken.length === 1) return refuse('fence-open', '用例块没有结束', '单独一行 ~~~')
  return readCases(file, taken, taken.slice(1, -1), problems)
}

/** What looks like a rule but would be taken for plain text. */
function refuseStray(file: string, line: Line, problems: Problem[]): void {
  const refuse = (code: string, message: string, expected: string) =>
    problems.push(problem(whole(file, line), { start: 0, end: line.text.length }, code, message, expected))
  if (line.text.trimStart().startsWith('｜')) refuse('table-bar', '表格用了全角竖线“｜”', '|')
  if (line.text.startsWith('# ')) refuse('title-place', '章节名写在文件开头，条款之前', '另一个条文文件')
  else if (line.text.startsWith('#')) refuse('heading-level', '条款标题以“## ”开头', '## 第四条第一款 {decide 名称, …}')
}

function paragraphs(file: string, lines: readonly Line[]): TextBlock[] {
  const blocks: { kind: 'text'; lines: string[]; source: TextBlock['source'] }[] = []
  let open = false
  for (const line of lines) {
    if (line.text === '') open = false
    else if (open) blocks.at(-1)!.lines.push(line.text)
    else {
      blocks.push({ kind: 'text', lines: [line.text], source: whole(file, line) })
      open = true
    }
  }
  return blocks
}

/** A clause number may stand over several rules of different names, never over two of the same. */
function reportTwice(articles: readonly Article[], problems: Problem[]): void {
  const seen = new Set<string>()
  for (const clause of articles.flatMap((article) => article.clauses)) {
    const key = `${clause.number}\n${clause.kind}\n${clause.name}`
    if (seen.has(key)) {
      const span = { start: 3, end: 3 + clause.number.length }
      problems.push(problem(clause.source, span, 'clause-twice', `条款“${clause.number}”的同名规则出现了两次`))
    }
    seen.add(key)
  }
}
