import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runCases } from '../decision/cases.ts'
import { showProblem } from '../problem.ts'
import type { Program, ScorecardDecision, TableDecision } from '../program.ts'
import { MONEY, number, RATIO } from '../type.ts'
import { checkDocument } from './check.ts'
import { ARTICLE, checkArticles, DEFINITIONS, DICTIONARY, HEAD, NOTE, PERMIT, SCORECARD } from './examples.fixture.ts'
import { readDocument } from './read.ts'

function programOf(...articles: readonly string[]): Program {
  const { program, problems } = checkArticles(...articles)
  assert.ok(program, problems.map(showProblem).join('\n'))
  return program
}

test('facts are declared with type, unit, source and freshness', () => {
  const { declarations } = programOf(DEFINITIONS)
  assert.deepEqual(
    declarations.map(({ word, typeName, protection }) => [
      word.name,
      word.identifier,
      typeName,
      word.unit,
      word.freshDays,
      protection,
    ]),
    [
      ['年用量', 'annual_use', '金额', '元', 35, 'measure'],
      ['回款信誉', 'payment_reputation', '代码', '', 366, 'measure'],
      ['利润贡献率', 'profit_contribution', '比率', '%', 366, 'measure'],
    ],
  )
  assert.equal(declarations[0]!.word.type, MONEY)
  assert.deepEqual(declarations[1]!.word.type, { kind: 'code', codes: ['好', '较好', '一般', '差'] })
  assert.equal(declarations[0]!.word.source, '每日供数·采购')
})

test('a fact of the dictionary is restated without its identifier, a new one brings its own', () => {
  const { declarations } = programOf(`## 第三条 {define}

| 项目 | 标识 | 类型 | 单位 |
|---|---|---|---|
| 年用量 | | 金额 | |
| 门店数 | shop_count | 数量 | 家 |
`)
  assert.deepEqual(
    declarations.map(({ word }) => [word.identifier, word.unit]),
    [
      ['annual_use', '元'],
      ['shop_count', '家'],
    ],
  )
  assert.deepEqual(declarations[1]!.word.type, number('家', 0, 9_000_000_000_000_000n))
})

test('a table becomes inputs, rows and outputs; its result is a closed list', () => {
  const program = programOf(DEFINITIONS, ARTICLE)
  const [decision] = program.decisions as [TableDecision]
  assert.equal(decision.kind, 'table')
  assert.equal(decision.hit, 'F')
  assert.deepEqual(
    decision.inputs.map(({ text }) => text),
    ['年用量', '回款信誉', '利润贡献率'],
  )
  assert.deepEqual(decision.word, {
    name: '大客户级别',
    identifier: 'd_2_1',
    type: { kind: 'code', codes: ['A1', 'A2', 'C'] },
    unit: '',
  })
  assert.deepEqual(
    decision.rows.map(({ cells, reason, source }) => [cells.join(' / '), reason, source.line]),
    [
      ['>= 50万元 / "好" / -', '用量大', 7],
      ['[20万元..50万元) / "好", "较好" / -', '默认：补足 30–50 万元的空档（G24）', 8],
      ['- / - / < 3%', '利润低', 9],
    ],
  )
  assert.deepEqual(program.bindings, [{ hook: 'rating.class', clause: decision.clause, decision: '大客户级别' }])
  assert.equal(program.result, decision)
  assert.deepEqual(
    program.inputs.map(({ identifier }) => identifier),
    ['annual_use', 'payment_reputation', 'profit_contribution'],
  )
})

test('cases give and expect by identifier; an unknown names the facts that it waits for', () => {
  const { cases } = programOf(DEFINITIONS, ARTICLE)
  assert.deepEqual(cases[1]!.given, { annual_use: 49_999_999, payment_reputation: '好', profit_contribution: 50_000 })
  assert.deepEqual(cases[1]!.expected, { d_2_1: { kind: 'value', value: 'A2' } })
  assert.deepEqual(cases[2]!.given, { annual_use: 60_000_000, payment_reputation: null, profit_contribution: 50_000 })
  assert.deepEqual(cases[2]!.expected, { d_2_1: { kind: 'unknown', missing: ['payment_reputation'] } })
  assert.equal(cases[2]!.source.line, 15)
})

test('a scorecard has a grade and a score, partials at one scale, bands that may stand in any order', () => {
  const program = programOf(SCORECARD.replace('| -8 |', '| -7.5 |').replace('| -4分', '| -3.5分'))
  const [decision] = program.decisions as [ScorecardDecision]
  assert.deepEqual([decision.word.name, decision.score.name], ['信用等级', '资信得分'])
  assert.deepEqual(decision.score.type, number('', 1, 200n))
  assert.deepEqual(
    decision.characteristics.map(({ category, text, attributes }) => [
      category,
      text,
      attributes.map(({ partial }) => partial),
    ]),
    [
      ['基本项', '资产负债率', [150n, 100n, 40n, 0n]],
      ['加分项', '合作年限', [50n]],
      ['减分项', '逾期天数', [-75n]],
      ['一票否决', '失信被执行人', [null]],
    ],
  )
  assert.deepEqual(
    decision.bands.map(({ grade, low, high, lowClosed, highClosed, takesVeto }) => [
      grade,
      low,
      high,
      lowClosed,
      highClosed,
      takesVeto,
    ]),
    [
      ['A', 180n, null, true, false, false],
      ['B', 100n, 180n, true, false, false],
      ['C', 50n, 100n, true, false, false],
      ['D', null, 50n, false, false, true],
    ],
  )
  assert.deepEqual(program.cases[1]!.expected, {
    d_1_1: { kind: 'value', value: 'D' },
    d_1_2: { kind: 'value', value: -35 },
  })
})

const CHAIN = `## 一、 {decide 综合档}

| 高低 | ⇒ 综合档 |
|---|---|
| 1 | "甲" |
| 2 | "乙" |

## 二、 {decide 高低}

| 净用量 | ⇒ 高低 | ⇒ 说法 |
|---|---|---|
| >= 0元 | 1 | "多" |
| < 0元 | 2.5 | 未知 |

## 三、 {define 净用量}

| 项目 | 类型 | 公式 |
|---|---|---|
| 净用量 | 金额 | 年用量 - 贷款余额 |
`

test('decisions use decisions and come after what they use', () => {
  const { decisions, result, inputs } = programOf(CHAIN.replace('| 2 | "乙" |', '| 2.5 | "乙" |'))
  assert.deepEqual(
    decisions.map(({ word }) => [word.name, word.identifier]),
    [
      ['净用量', 'd_1_4'],
      ['高低', 'd_1_2'],
      ['综合档', 'd_1_1'],
    ],
  )
  assert.equal(result?.word.name, '综合档')
  assert.deepEqual(decisions[1]!.word.type, number('', 1, 25n))
  assert.deepEqual(
    inputs.map(({ name }) => name),
    ['年用量', '贷款余额'],
  )
})

test('every hit policy, by name and by letter', () => {
  const table = (hit: string) =>
    `## 一、 {decide 档, hit: ${hit}, priority: 1 2}\n\n| 年用量 | ⇒ 档 |\n|---|---|\n| - | 1 |\n| - | 2 |\n`
  const names = [
    'unique',
    'any',
    'priority',
    'first',
    'rule order',
    'output order',
    'collect',
    'sum',
    'count',
    'min',
    'max',
  ]
  const letters = ['U', 'A', 'P', 'F', 'R', 'O', 'C', 'C+', 'C#', 'C<', 'C>']
  const hits = (list: readonly string[]) => list.map((hit) => (programOf(table(hit)).decisions[0] as TableDecision).hit)
  assert.deepEqual(hits(names), letters)
  assert.deepEqual(hits(letters), letters)
  const type = (hit: string) => programOf(table(hit)).decisions[0]!.word.type
  assert.deepEqual(type('sum'), number('', 0, 4n))
  assert.deepEqual(type('count'), number('', 0, 2n))
  assert.deepEqual(type('collect'), { kind: 'list', of: number('', 0, 2n) })
})

test('an empty cell repeats the one above, outputs too, reasons never', () => {
  const { decisions } = programOf(`## 一、 {decide 档, hit: first}

| 年用量 | 回款信誉 | ⇒ 档 | 理由 |
|---|---|---|---|
| >= 50万元 | "好" | "甲" | 大 |
| | "差" | | |
`)
  const [, second] = (decisions[0] as TableDecision).rows
  assert.deepEqual([second!.cells, second!.reason], [['>= 50万元', '"差"'], ''])
  assert.equal((decisions[0] as TableDecision).rows[0]!.outputs[0], second!.outputs[0])
})

test('a native decision takes its parameters and inputs from the clause', () => {
  const { decisions } = programOf(`## 一、 {decide 控制, form: native, native: control, type: 代码：是、否}

| 参数 | 值 |
|---|---|
| 持股比例 | 50% |

| 输入 |
|---|
| 年用量 * 2 |
`)
  const [decision] = decisions
  assert.ok(decision?.kind === 'native')
  assert.deepEqual([decision.native, decision.parameters, decision.inputs.length], ['control', { 持股比例: '50%' }, 1])
  assert.deepEqual(decision.word.type, { kind: 'code', codes: ['是', '否'] })
})

test('a formula keeps the decimals that it has and names its type', () => {
  const { decisions } = programOf(`## 一、 {define}

| 项目 | 类型 | 单位 | 公式 |
|---|---|---|---|
| 贷用比 | 比率 | % | round half up(贷款余额 / 年用量, 6) |
| 信誉档 | 代码：高、低 | | if 回款信誉 = "好" then "高" else "低" |

~~~cases
贷款余额 | 年用量  | 回款信誉 | ⇒ 贷用比   | ⇒ 信誉档
1元      | 3元     | 好       | 33.3333%   | 高
~~~
`)
  assert.equal(decisions[0]!.word.type.kind === 'number' && decisions[0]!.word.type.dimension, RATIO.dimension)
  assert.deepEqual(decisions[1]!.word.type, { kind: 'code', codes: ['高', '低'] })
})

test('what has no effect is said: kinds that are not executed, rules without a case', () => {
  const { program, problems } = checkArticles(NOTE, PERMIT, ARTICLE.slice(0, ARTICLE.indexOf('~~~')))
  assert.ok(program)
  assert.deepEqual(
    problems.map((found) => [found.severity, showProblem(found)]),
    [
      ['warning', '002.md:1:1 第八条（权责）已读入并保存，尚未实现执行'],
      ['warning', '003.md:1:1 “大客户级别”没有用例'],
    ],
  )
})

test('the result is what the clause marks, else what binds a hook of rating, else what no other uses', () => {
  const two = (first: string, second: string) =>
    ['甲', '乙'].map(
      (name, index) =>
        `## ${index + 1}. {decide ${name}档${[first, second][index]}}\n\n| 年用量 | ⇒ ${name}档 |\n|---|---|\n| - | "1" |\n`,
    )
  const result = (first: string, second: string) => checkArticles(...two(first, second)).program?.result?.word.name
  assert.equal(result('', ', result: yes'), '乙档')
  assert.equal(result(', result: yes', ', binds: rating.x'), '甲档')
  assert.equal(result(', binds: rating.x', ''), '甲档')
  assert.equal(result('', ''), undefined)
  assert.ok(checkArticles(...two('', '')).problems.some(({ code }) => code === 'no-result'))
})

test('a fact restated without its unit has the unit of the dictionary', () => {
  const { declarations } = programOf('## 一、 {define}\n\n| 项目 | 类型 |\n|---|---|\n| 逾期次数 | 数量 |\n')
  assert.equal(declarations[0]!.word.unit, '次')
})

test('in the DMN dialect numbers are plain and a formula is not held to a dimension', () => {
  const { document } = readDocument([
    { file: 'document.md', text: HEAD.replace('dialect: article', 'dialect: dmn') },
    {
      file: '001.md',
      text: `## 一、 {define}

| 项目 | 类型 | 公式 |
|---|---|---|
| 两倍 | 金额 | 年用量 * 2 |

~~~cases
年用量 | ⇒ 两倍 | ⇒ 档
1.5元  | 3      | 小
未知   | 未知   | 大
~~~

## 二、 {decide 档, hit: first}

| 两倍 | ⇒ 档 |
|---|---|
| < 100 | "小" |
| - | "大" |
`,
    },
  ])
  const { program, problems } = checkDocument(document!, DICTIONARY)
  assert.ok(program, problems.map(showProblem).join('\n'))
  assert.deepEqual(
    runCases(program).map(({ differences }) => differences),
    [[], []],
  )
})
