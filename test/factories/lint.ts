import { checkDocument } from '../../src/engine/article/check.ts'
import type { PolicyDocument } from '../../src/engine/article/document.ts'
import { readDocument } from '../../src/engine/article/read.ts'
import type { Finding } from '../../src/engine/lint/finding.ts'
import { lintProgram } from '../../src/engine/lint/lint.ts'
import { showProblem } from '../../src/engine/problem.ts'
import type { Program } from '../../src/engine/program.ts'
import { vocabulary } from '../../src/engine/vocabulary.ts'

/** A document of one article about customers that brings its own facts; `facts` are rows of the 定义 table: name, identifier, type, unit. */
export function documentOf(
  facts: readonly (readonly [name: string, identifier: string, type: string, unit?: string])[],
  rules: string,
  dialect = 'article',
): { document: PolicyDocument; program: Program } {
  const rows = facts.map(([name, identifier, type, unit = '']) => `| ${name} | ${identifier} | ${type} | ${unit} | | |`)
  const files = [
    {
      file: 'document.md',
      text: `---\nid: lint\ntitle: 办法\nabout: customer\nunits: 全行\ndialect: ${dialect}\nversion: 1\neffective: 2026-01-01\n---\n\n前言。\n`,
    },
    {
      file: '001.md',
      text: `## 第一条 {define 数据项}\n\n定义。\n\n| 项目 | 标识 | 类型 | 单位 | 公式 | 来源 |\n|---|---|---|---|---|---|\n${rows.join('\n')}\n`,
    },
    { file: '002.md', text: rules },
  ]
  const read = readDocument(files)
  const checked = read.document && checkDocument(read.document, vocabulary('customer', []))
  if (!read.document || !checked?.program) {
    throw new Error([...read.problems, ...(checked?.problems ?? [])].map(showProblem).join('\n') + rules)
  }
  return { document: read.document, program: checked.program }
}

/** A table as an article's clause. */
export function tableClause(name: string, hit: string, header: string, rows: readonly string[]): string {
  const columns = header.split('|').length
  const lines = [`| ${header} |`, `|${'---|'.repeat(columns)}`, ...rows.map((row) => `| ${row} |`)]
  return `## 第二条 {decide ${name}, hit: ${hit}}\n\n正文。\n\n${lines.join('\n')}\n`
}

/** Findings without the idle facts, each on one line: severity, code, rows, where (up to the example) and the example. */
export function findingsOf(program: Program): readonly Finding[] {
  return lintProgram(program).filter(({ code }) => code !== 'fact-unused')
}

export function line({ severity, code, rows, message }: Finding): string {
  return `${severity} ${code} [${rows.join()}] ${message}`
}
