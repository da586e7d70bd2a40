import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { runCases } from '../decision/cases.ts'
import { parseExpression, parseTests } from '../language/parse.ts'
import { readValue } from '../literal.ts'
import { showProblem } from '../problem.ts'
import { source } from '../source.ts'
import type { Facts } from '../value.ts'
import { evaluate } from '../visit/evaluate.ts'
import { checkDocument } from './check.ts'
import { DICTIONARY, fact } from './examples.fixture.ts'
import { printDocument } from './print.ts'
import { readDocument } from './read.ts'

/** What docs/policy-language.md shows is what the engine does. */
const manual = readFileSync(new URL('../../../docs/policy-language.md', import.meta.url), 'utf8')

test('the example policy of the manual is canonical, checks without a warning, and all its cases hold', () => {
  const files = [...manual.matchAll(/^```markdown visit-tier\/(\S+)\n(.*?)^```$/gms)].map(([, file, text]) => ({
    file: file!,
    text: text!,
  }))
  assert.equal(files.length, 4)
  const { document, problems } = readDocument(files)
  assert.ok(document, problems.map(showProblem).join('\n'))
  assert.deepEqual(printDocument(document), files)
  const checked = checkDocument(document, DICTIONARY)
  assert.deepEqual(checked.problems.map(showProblem), [])
  const { program } = checked
  assert.ok(program)
  const results = runCases(program)
  assert.equal(results.length, 16)
  assert.deepEqual(
    results.flatMap((result) =>
      result.differences.map(({ word, found }) => [result.case.source.line, word.name, found]),
    ),
    [],
  )
})

const words = new Map([
  ...DICTIONARY.words,
  ['成立日期', fact('成立日期', 'founded_on', '日期')],
  ['门店数', fact('门店数', 'shop_count', '数量', '家')],
])
const given: Readonly<Record<string, string>> = {
  年用量: '50万元',
  贷款余额: '20万元',
  资产负债率: '58.12%',
  回款信誉: '好',
  逾期天数: '30天',
  合作年限: '5年',
  失信被执行人: '否',
  行业: '制造业',
  成立日期: '2020-02-29',
}
const facts: Facts = Object.fromEntries(
  Object.entries(given).map(([name, text]) => [words.get(name)!.identifier, readValue(words.get(name)!, text)!]),
)

const table = /\| 写法 \| 结果 \| 说明 \|\n\|---\|---\|---\|\n((?:\|.*\n)+)/.exec(manual)![1]!
for (const [, expression, expected] of table.matchAll(/^\| `(.+?)` \| (.+?) \|/gm)) {
  test(`the manual: ${expression} is ${expected}`, () => {
    const { node, problems } = parseExpression(source(expression!), { dialect: 'article', words, decisions: new Set() })
    assert.ok(node, problems.map(showProblem).join('\n'))
    const wanted = readValue({ name: '', identifier: '', type: node.type, unit: '' }, expected!)
    assert.notEqual(wanted, undefined)
    assert.deepEqual(evaluate(node, facts), wanted)
  })
}

const cells = /\| 单元格 \| 成立的条件 \|\n\|---\|---\|\n((?:\|.*\n)+)/.exec(manual)![1]!
const written = cells
  .split('\n')
  .flatMap((line) => [...(line.split(' | ')[0] ?? '').matchAll(/`([^`]+)`/g)].map(([, cell]) => cell!))
for (const cell of written.filter((each) => !each.includes('…'))) {
  test(`the manual: ${cell} is a cell`, () => {
    const scope = { dialect: 'article' as const, words, decisions: new Set<string>() }
    const subjects = ['年用量', '回款信誉', '失信被执行人', '成立日期'].map(
      (name) => parseExpression(source(name), scope).node!,
    )
    const found = subjects.map((subject) => parseTests(source(cell), subject, scope))
    assert.ok(
      found.some(({ node }) => node !== undefined),
      found.flatMap(({ problems }) => problems.map(showProblem)).join('\n'),
    )
  })
}
