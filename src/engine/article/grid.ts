import { type Problem, problem } from '../problem.ts'
import { type Source, source } from '../source.ts'
import type { Cell, GridBlock, Row } from './document.ts'
import type { Line } from './lines.ts'

/** A pipe table from its consecutive lines: header, separator, rows. */
export function readTable(file: string, lines: readonly Line[], problems: Problem[]): GridBlock | undefined {
  const [header, separator, ...rows] = lines
  if (!header) return undefined
  if (!separator || !/^\|(\s*:?-+:?\s*\|)+$/.test(separator.text.trim())) {
    const at = separator ?? { text: '', number: header.number + 1 }
    problems.push(problem(whole(file, at), { start: 0, end: 0 }, 'table-separator', '表头下面缺少分隔行', '|---|---|'))
    return undefined
  }
  const columns = readRow(file, header, true)
  return gridOf('table', file, columns, rows, lines, true, problems)
}

/** The lines between `~~~cases` and `~~~`: the same grid without outer bars and separator. */
export function readCases(
  file: string,
  fence: readonly Line[],
  inner: readonly Line[],
  problems: Problem[],
): GridBlock | undefined {
  const [header, ...rows] = inner.filter((line) => line.text.trim() !== '')
  if (!header) {
    problems.push(
      problem(whole(file, fence[0]!), { start: 0, end: 0 }, 'cases-empty', '用例块是空的', '一行表头和至少一行用例'),
    )
    return undefined
  }
  return gridOf('cases', file, readRow(file, header, false), rows, fence, false, problems)
}

function gridOf(
  kind: 'table' | 'cases',
  file: string,
  header: Row,
  rows: readonly Line[],
  all: readonly Line[],
  outerBars: boolean,
  problems: Problem[],
): GridBlock | undefined {
  const before = problems.length
  const body = rows.map((line) => {
    const row = readRow(file, line, outerBars)
    if (outerBars && !line.text.trimEnd().endsWith('|')) {
      problems.push(problem(row.source, end(line), 'table-bar', '表格的行没有以竖线结束', '|'))
    } else if (row.cells.length !== header.cells.length) {
      const wide = line.text.includes('｜') ? '；行内有全角竖线“｜”，请改为“|”' : ''
      const message = `这一行有 ${row.cells.length} 格，表头有 ${header.cells.length} 格${wide}`
      problems.push(problem(row.source, end(line), 'table-cells', message, `${header.cells.length} 格`))
    }
    return row
  })
  for (const cell of header.cells) {
    if (cell.text === '')
      problems.push(problem(cell.source, { start: 0, end: 0 }, 'table-header', '表头有一格是空的', '列名'))
  }
  if (problems.length > before) return undefined
  const first = all[0]!.number
  const last = all.at(-1)!.number
  return { kind, header: header.cells, rows: body, source: header.source, first, last }
}

/** A row's cells between bars that no backslash escapes; `\|` is the only escape. */
function readRow(file: string, line: Line, outerBars: boolean): Row {
  const cells: Cell[] = []
  const indent = line.text.length - line.text.trimStart().length
  let start = outerBars ? indent + 1 : 0
  for (let at = start; at <= line.text.length; at++) {
    const isEnd = at === line.text.length
    if (!isEnd && line.text[at] === '\\' && line.text[at + 1] === '|') at++
    else if (isEnd || line.text[at] === '|') {
      // After the last bar of a table row nothing follows.
      if (!(isEnd && outerBars && line.text.slice(start, at).trim() === '')) cells.push(cellOf(file, line, start, at))
      start = at + 1
    }
  }
  return { cells, source: whole(file, line) }
}

function cellOf(file: string, line: Line, start: number, end: number): Cell {
  const raw = line.text.slice(start, end)
  const written = raw.trim()
  const lead = start + (raw.length - raw.trimStart().length)
  const column = [...line.text.slice(0, written === '' ? start : lead)].length + 1
  const escapes: number[] = []
  const text = written.replaceAll(/\\\|/g, (_, at: number) => {
    escapes.push([...written.slice(0, at)].length - escapes.length)
    return '|'
  })
  return { text, source: source(text, file, line.number, column), escapes }
}

export function whole(file: string, line: Line): Source {
  return source(line.text, file, line.number, 1)
}

function end(line: Line): { start: number; end: number } {
  return { start: line.text.length, end: line.text.length }
}
