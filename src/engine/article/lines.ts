import { type Problem, problem } from '../problem.ts'
import { source } from '../source.ts'
import type { TextFile } from './document.ts'

/** A line of a file without its end. */
export interface Line {
  readonly text: string
  /** 1-based. */
  readonly number: number
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const ODD = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u200B\u2028\u2029\uFEFF]/u

/** The file's lines, and what makes its layout other than plain lines of UTF-8: `zhike policy fmt` repairs each of these. */
export function readLines({ file, text }: TextFile): { lines: readonly Line[]; problems: readonly Problem[] } {
  const problems: Problem[] = []
  const report = (line: number, column: number, code: string, message: string, expected: string) =>
    problems.push(problem(source('', file, line, column), { start: 0, end: 0 }, code, message, expected))
  if (text.startsWith('\uFEFF')) report(1, 1, 'byte-order-mark', '文件开头有字节顺序标记（BOM）', '不带 BOM 的 UTF-8')
  const plain = text.replace(/^\uFEFF/, '')
  if (plain.includes('\r')) report(1, 1, 'line-end', '换行是 Windows 式的（CRLF）', '只用 LF 换行')
  const lines = plain.split(/\r\n|\r|\n/).map((written, index) => {
    const odd = written.search(ODD)
    if (odd >= 0 || !written.isWellFormed()) {
      const column = odd < 0 ? 1 : [...written.slice(0, odd)].length + 1
      report(index + 1, column, 'control-character', '这里有看不见、不能保存的字符', '可见的文字')
    }
    const at = written.indexOf('\t')
    if (at >= 0) report(index + 1, [...written.slice(0, at)].length + 1, 'tab', '这里有制表符', '空格')
    return { text: written.replaceAll('\t', ' ').trimEnd(), number: index + 1 }
  })
  return { lines, problems }
}
