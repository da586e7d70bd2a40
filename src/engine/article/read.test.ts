import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Problem, showProblem } from '../problem.ts'
import { attributeOf, listOf } from './document.ts'
import { ARTICLE, HEAD } from './examples.fixture.ts'
import { readDocument } from './read.ts'

function read(article: string, head = HEAD) {
  return readDocument([
    { file: 'key-account/1/document.md', text: head },
    { file: 'key-account/1/004.md', text: article },
  ])
}

function shown(problems: readonly Problem[]): string {
  return problems.map(showProblem).join('\n')
}

test('a document keeps its head, clauses, blocks and the place of each cell', () => {
  const { document, problems } = read(ARTICLE)
  assert.equal(shown(problems), '')
  assert.ok(document)
  assert.deepEqual(
    [document.head.id, document.head.about, document.head.version, document.head.effective, document.head.units],
    ['key-account', 'customer', 1, '2026-01-01', []],
  )
  const [clause] = document.articles[0]!.clauses
  assert.deepEqual([clause!.number, clause!.kind, clause!.name], ['第四条第一款', 'decide', '大客户级别'])
  assert.deepEqual(listOf(clause!, 'covers'), ['002-05.12', '002-05.13'])
  assert.equal(attributeOf(clause!, 'hit')!.value, 'first')
  assert.deepEqual(
    clause!.blocks.map((block) => block.kind),
    ['text', 'table', 'cases'],
  )
  const table = clause!.blocks[1]!
  assert.ok(table.kind === 'table')
  assert.deepEqual(
    table.rows[0]!.cells.map(({ text, source }) => [text, source.line, source.column]),
    [
      ['>= 50万元', 7, 3],
      ['"好"', 7, 13],
      ['-', 7, 19],
      ['"A1"', 7, 23],
      ['用量大', 7, 30],
    ],
  )
})

test('every way of counting clauses is read', () => {
  const numbers = [
    '第四条第一款',
    '第十二条之一',
    '五、1.',
    '十五、2.',
    '（一）',
    '(二)3.',
    '3.1.2',
    '第三章第八条',
    '附件二 1.',
    '①',
    '第1条',
    '第一款第（三）项',
    '5-2',
    '甲、',
  ]
  for (const number of numbers) {
    const { document, problems } = read(`## ${number} {note, because: 宗旨}\n正文\n`)
    assert.equal(shown(problems), '')
    assert.equal(document!.articles[0]!.clauses[0]!.number, number)
  }
})

test('an escaped bar stands for itself and positions still count it', () => {
  const { document } = read('## 第四条 {decide 级别}\n\n| 名称 | ⇒ 级别 |\n|---|---|\n| "a\\|b", 丙 | "A" |\n')
  const table = document!.articles[0]!.clauses[0]!.blocks[0]!
  assert.ok(table.kind === 'table')
  assert.equal(table.rows[0]!.cells[0]!.text, '"a|b", 丙')
  assert.deepEqual(table.rows[0]!.cells[0]!.escapes, [2])
  assert.equal(table.rows[0]!.cells[1]!.source.column, 15)
})

const ROW = '## 第四条 {decide 级别}\n\n| 年用量 | ⇒ 级别 |\n|---|---|\n'

const wrong: readonly [string, string, string][] = [
  ['no clause', '正文在这里\n', '004.md:1:1 条文以条款标题开始；此处应为## 第四条第一款 {decide 名称, …}'],
  ['empty article', '', '004.md:1:1 条文里没有条款；此处应为至少一个“## 第四条第一款 {decide 名称, …}”'],
  ['no brace', '## 第四条\n', '004.md:1:7 条款标题缺少花括号；此处应为{define|decide|… 名称, …}'],
  ['open brace', '## 第四条 {note, because: 宗旨\n', '004.md:1:26 条款标题的花括号没有结束；此处应为}'],
  ['wide brace', '## 第四条 ｛note}\n', '004.md:1:8 条款标题里用了全角花括号；此处应为{'],
  ['clause number', '## 总的来说 {note}\n', '“总的来说”不是条款号'],
  ['kind', '## 第四条 {decides 级别}\n', '004.md:1:9 “decides”不是条款的种类；此处应为define、decide'],
  [
    'unknown attribute',
    '## 第四条 {decide 级别, hitt: first}\n',
    '004.md:1:20 decide 条款没有“hitt”这一项；此处应为hit',
  ],
  ['attribute twice', '## 第四条 {decide 级别, hit: first, hit: any}\n', '“hit”写了两次'],
  ['wide comma', '## 第四条 {decide 级别, hit: first，covers: 1}\n', '“covers”前面是全角逗号；此处应为半角逗号'],
  ['wide colon', '## 第四条 {decide 级别, hit：first}\n', '“hit：first”读不懂；此处应为半角冒号'],
  ['missing cell', `${ROW}| >= 50万元 |\n`, '004.md:5:12 这一行有 1 格，表头有 2 格；此处应为2 格'],
  ['wide bar inside', `${ROW}| >= 50万元 ｜ "A" |\n`, '这一行有 1 格，表头有 2 格；行内有全角竖线“｜”，请改为“|”'],
  ['wide bar first', '## 第四条 {decide 级别}\n\n｜ 年用量 ｜\n', '004.md:3:1 表格用了全角竖线“｜”；此处应为|'],
  ['open row', `${ROW}| >= 50万元 | "A"\n`, '004.md:5:16 表格的行没有以竖线结束；此处应为|'],
  [
    'no separator',
    '## 第四条 {decide 级别}\n\n| 年用量 | ⇒ 级别 |\n| 1元 | "A" |\n',
    '004.md:4:1 表头下面缺少分隔行；此处应为|---|---|',
  ],
  ['empty header', '## 第四条 {decide 级别}\n\n| | ⇒ 级别 |\n|---|---|\n', '表头有一格是空的'],
  ['open fence', `${ROW}| - | "A" |\n\n~~~cases\n年用量\n`, '004.md:7:1 用例块没有结束；此处应为单独一行 ~~~'],
  ['other fence', '## 第四条 {note}\n```js\n```\n', '004.md:2:1 “```js”读不懂；此处应为~~~cases'],
  ['heading level', '## 第四条 {note}\n### 小标题\n', '004.md:2:1 条款标题以“## ”开头'],
  ['title inside', '## 第四条 {note}\n\n# 第二章\n', '004.md:3:1 章节名写在文件开头，条款之前'],
  ['clause twice', '## 第四条 {note}\n甲\n\n## 第四条 {note}\n乙\n', '004.md:4:4 条款“第四条”的同名规则出现了两次'],
]

for (const [name, article, message] of wrong) {
  test(`refused: ${name}`, () => {
    const { document, problems } = read(article)
    assert.equal(document, undefined)
    assert.ok(shown(problems).includes(message), shown(problems))
  })
}

test('layout faults are reported and leave the document readable', () => {
  const { document, problems } = read(`\uFEFF${ARTICLE.replaceAll('\n', '\r\n').replace('五十万元', '五十\t万元')}`)
  assert.ok(document)
  assert.deepEqual(
    problems.map((found) => found.code),
    ['byte-order-mark', 'line-end', 'tab'],
  )
  assert.deepEqual(problems[2]!.position, { file: 'key-account/1/004.md', line: 3, column: 6 })
})

test('a character that nobody sees is pointed at', () => {
  const { problems } = read(ARTICLE.replace('五十万元', '五十\u200B万元'))
  assert.match(shown(problems), /004\.md:3:6 这里有看不见、不能保存的字符/)
})

const heads: readonly [string, string][] = [
  ['title: 无文头\n', 'document.md:1:1 document.md 没有文头'],
  [HEAD.replace('version: 1\n', ''), '文头缺少“version”'],
  [HEAD.replace('version: 1', 'version: 一'), 'document.md:7:1 文头的“version”不能是“一”；此处应为从 1 起的整数'],
  [HEAD.replace('about:', 'abuot:'), 'document.md:4:1 文头没有“abuot”这一项；此处应为about'],
  [HEAD.replace('2026-01-01', '2026-02-30'), '文头的“effective”不能是“2026-02-30”'],
  [HEAD.replace('version: 1', 'version: 1\nversion: 2'), '文头里这一项写了两次'],
  [HEAD.replace('units: 全行', 'repealed: 2025-01-01'), '废止日期不晚于施行日期'],
  [HEAD.replace('title: 大客户管理办法', 'title: {a: 1}'), '文头的值只能是一个词，或一列词'],
  [HEAD.replace('title: 大客户管理办法', 'title: "办法'), '文头不是有效的 YAML'],
]

for (const [head, message] of heads) {
  test(`head refused: ${message}`, () => {
    const { document, problems } = read(ARTICLE, head)
    assert.equal(document, undefined)
    assert.ok(shown(problems).includes(message), shown(problems))
  })
}

test('a folder without document.md and a file that is no article are refused', () => {
  const { document, problems } = readDocument([{ file: 'x/notes.md', text: '' }])
  assert.equal(document, undefined)
  assert.match(shown(problems), /“notes\.md”不是条文文件.*\n.*缺少 document\.md/)
})
