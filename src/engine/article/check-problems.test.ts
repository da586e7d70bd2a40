import assert from 'node:assert/strict'
import { test } from 'node:test'
import { showProblem } from '../problem.ts'
import { ARTICLE, checkArticles, DEFINITIONS, SCORECARD } from './examples.fixture.ts'

/** Every problem's line; the article is 001.md. */
function problemsOf(...articles: readonly string[]): string[] {
  return checkArticles(...articles)
    .problems.filter(({ severity }) => severity === 'error')
    .map(showProblem)
}

function define(row: string, header = '| 项目 | 标识 | 类型 | 单位 | 公式 | 有效期 | 保护 |'): string {
  return `## 一、 {define}\n\n${header}\n${header.replace(/[^|]+/g, '---')}\n${row}\n`
}

const table = (rows: string, heading = 'decide 档, hit: first', header = '| 年用量 | ⇒ 档 |') =>
  `## 一、 {${heading}}\n\n${header}\n${header.replace(/[^|]+/g, '---')}\n${rows}\n`

const wrong: readonly [string, string, string][] = [
  ['fact type', define('| 门店 | shop | 个数 | | | | |'), '001.md:5:15 “个数”不是数据项的类型'],
  ['code list', define('| 门店 | shop | 代码：好、好 | | | | |'), '代码有空的或重复的'],
  ['no codes', define('| 门店 | shop | 代码 | | | | |'), '“代码”不是数据项的类型；此处应为代码：好、较好'],
  ['keyword as name', define('| 是 | yes | 数量 | | | | |'), '“是”是规则里的词，不能作名称'],
  ['separator in a name', define('| 甲、乙 | both | 数量 | | | | |'), '名称里不能有“、”'],
  [
    'unit of money',
    define('| 额度 | quota | 金额 | 欧元 | | | |'),
    '金额的单位不能是“欧元”；别的货币用“小数(2)”加单位',
  ],
  ['reserved unit', define('| 天 | days | 数量 | 天 | | | |'), '“天”有自己的类型'],
  ['unit of a text', define('| 备注 | note | 文本 | 个 | | | |'), '文本的单位不能是“个”；此处应为空白'],
  ['no identifier', define('| 门店 | | 数量 | | | | |'), '001.md:5:3 新的数据项“门店”没有标识'],
  ['bad identifier', define('| 门店 | 门店 | 数量 | | | | |'), '“门店”不能作标识'],
  ['reserved identifier', define('| 门店 | d_1_1 | 数量 | | | | |'), '“d_1_1”留给判定'],
  ['other identifier', define('| 年用量 | yearly | 金额 | | | | |'), '“年用量”已经登记，标识不同；此处应为annual_use'],
  ['other type', define('| 年用量 | annual_use | 比率 | | | | |'), '“年用量”已经登记为另一种类型；此处应为金额'],
  ['taken identifier', define('| 用量 | annual_use | 金额 | | | | |'), '标识“annual_use”已经是“年用量”的'],
  ['protection', define('| 门店 | shop | 数量 | | | | identify |'), '规则用的数据项不能是“identify”'],
  ['freshness', define('| 门店 | shop | 数量 | | | 一阵子 | |'), '“一阵子”不是有效期；此处应为35天、12个月、1年'],
  ['stored formula', define('| 门店 | shop | 数量 | | 1 + 1 | | |'), '有公式的项目不存数据，不写标识'],
  ['formula type', define('| 差额 | | 比率 | | 年用量 - 贷款余额 | | |'), '公式得出金额，声明的是比率'],
  ['formula fraction', define('| 份数 | | 数量 | | 1.5 | | |'), '公式得出小数，声明的是整数'],
  [
    'formula codes',
    define('| 信誉 | | 代码：高 | | if 年用量 > 0元 then "高" else "低" | | |'),
    '公式可能得出“低”，它不在代码里',
  ],
  ['formula name', define('| 差额 | | 金额 | | 年用量 - 贷款余颔 | | |'), '贷款余'],
  ['fact twice', `${define('| 门店 | shop | 数量 | | | | |')}| 门店 | shop | 数量 | | | | |\n`, '“门店”在一、已经定义'],
  ['unknown column', define('| 门店 | 数量 |', '| 项目 | 类形 |'), '没有“类形”这一列；此处应为类型'],
  ['missing column', define('| 门店 |', '| 项目 |'), '表格缺少“类型”列'],
  ['unknown fact', table('| >= 1元 | "A" |', 'decide 档', '| 年用两 | ⇒ 档 |'), '001.md:3:3 '],
  ['bare number', table('| >= 50 | "A" |'), '001.md:5:'],
  ['mixed outputs', table('| >= 1元 | "A" |\n| - | 1 |'), '001.md:3:9 这一列既有文本，又有数；结果要是同一种类型'],
  ['mixed amounts', table('| >= 1元 | 1元 |\n| - | 5% |'), '这一列既有金额，又有比率'],
  ['empty first cell', table('| | "A" |'), '001.md:5:2 这一格是空的，上面又没有可以重复的格；此处应为任意写“-”'],
  ['no output', table('| - |', 'decide 档', '| 年用量 |'), '判定表没有输出列'],
  ['output sign', table('| - | 1 |', 'decide 档', '| 年用量 | => 档 |'), '输出列用“⇒”标出'],
  ['no rows', table(''), '判定表没有规则行'],
  ['hit policy', table('| - | 1 |', 'decide 档, hit: frist'), '001.md:1:23 “frist”不是取用方式；此处应为first'],
  ['priority', table('| - | 1 |', 'decide 档, hit: P'), '按优先级取结果，却没有写优先级'],
  ['priority value', table('| - | 3 |', 'decide 档, hit: P, priority: 1 2'), '3 不在优先级里；此处应为1、2'],
  ['sum of texts', table('| - | "A" |', 'decide 档, hit: sum'), '只有数可以求和、取最小、取最大'],
  ['name', table('| - | 1 |', 'decide 等级'), '条款叫“等级”，第一个输出却是“档”；此处应为⇒ 等级'],
  ['same as a fact', table('| - | 1 |', 'decide 行业', '| 年用量 | ⇒ 行业 |'), '“行业”已经是数据项'],
  ['decision name', table('| - | 1 |', 'decide 1档', '| 年用量 | ⇒ 1档 |'), '名称“1档”要以文字开头'],
  ['form', table('| - | 1 |', 'decide 档, form: card'), '“card”不是判定的形式'],
  ['no table', '## 一、 {decide 档}\n\n正文\n', '判定表要有一张，这里有 0 张'],
  ['binds of a note', '## 一、 {note, binds: rating.x}\n', '说明条款不能挂接'],
  ['subject', '## 一、 {decide 档, about: staff}\n', '条款说的是“staff”，制度说的是“customer”'],
]

for (const [name, article, message] of wrong) {
  test(`refused: ${name}`, () => {
    const problems = problemsOf(article)
    assert.ok(
      problems.some((found) => found.includes(message)),
      problems.join('\n') || 'no problem',
    )
  })
}

function scorecard(from: string, to: string): string {
  assert.ok(SCORECARD.includes(from), from)
  return SCORECARD.slice(0, SCORECARD.indexOf('\n~~~')).replace(from, to)
}

const scores: readonly [string, string, string, string][] = [
  ['name of another', 'baseline: 0', 'score: 分数, baseline: 0', '条款叫“资信得分”，等级表的输出却是“信用等级”'],
  ['category', '| 加分项 |', '| 加分 |', '“加分”不是指标的类别'],
  ['negative bonus', '| 5 | |', '| -5 | |', '加分项不能扣分'],
  ['positive malus', '| -8 |', '| 8 |', '减分项不能加分'],
  ['points of a veto', '| 否决 | 失信', '| -100 | 失信', '一票否决项不记分；此处应为否决'],
  ['veto elsewhere', '| 15 |', '| 否决 |', '“否决”不是得分'],
  ['baseline', 'baseline: 0', 'baseline: 无', '“无”不是基础分'],
  ['unquoted grade', '| "A" |', '| A |', '等级写在引号里；此处应为"A"'],
  ['band', '>= 18', '很高', '“很高”不是一个得分范围'],
  ['overlap', '[10..18)', '[10..18]', '得分 18 同时属于“B”和“A”；分档宜左闭右开'],
  ['hole', '[10..18)', '[10..16)', '可能的得分 16 至 17 没有等级'],
  ['hole below', '< 5, 否决', '[0..5), 否决', '可能的得分 -8 至 -1 没有等级'],
  ['hole above', '>= 18', '[18..20)', '可能的得分 20 没有等级'],
  ['empty band', '[5..10)', '[10..5)', '这个范围里没有任何得分'],
  ['veto without a grade', '< 5, 否决', '< 5', '有一票否决项，却没有等级写“否决”'],
  ['two grades of a veto', '[5..10)', '[5..10), 否决', '两个等级都写了“否决”'],
  ['too large', '| 15 |', '| 15.12345678901234567 |', '得分的位数太多'],
  ['test of another type', '> 30天', '> 30%', '001.md:10:'],
]

for (const [name, from, to, message] of scores) {
  test(`scorecard refused: ${name}`, () => {
    const problems = problemsOf(scorecard(from, to))
    assert.ok(
      problems.some((found) => found.includes(message)),
      problems.join('\n') || 'no problem',
    )
  })
}

test('whole points leave no gap between <= 59 and >= 60', () => {
  assert.deepEqual(problemsOf(scorecard('[10..18)', '(9..17]')), [])
})

const cases: readonly [string, string, string, string][] = [
  ['unknown input', '年用量      |', '年用两      |', '没有名为“年用两”的数据项；此处应为年用量'],
  ['unknown output', '⇒ 大客户级别\n5', '⇒ 大客户等级\n5', '没有名为“大客户等级”的判定；此处应为大客户级别'],
  ['unreadable', '50万元      |', '50万        |', '001.md:13:1 “50万”不是“年用量”的值；此处应为金额'],
  ['too precise', '499999.99元', '499999.999元', '“499999.999元”不是“年用量”的值'],
  ['code', '| 好       | 5%         | A1', '| 很好     | 5%         | A1', '“很好”不是“回款信誉”的值；此处应为好'],
  ['expected', '| A1\n', '| A9\n', '“A9”不是“大客户级别”的值'],
  ['missing', '未知：回款信誉', '未知：回款信用', '没有名为“回款信用”的数据项；此处应为回款信誉'],
  [
    'no output',
    '| ⇒ 大客户级别\n50万元      | 好       | 5%         | A1\n499999.99元 | 好       | 5%         | A2\n60万元      | 未知     | 5%         | 未知：回款信誉',
    '\n1元 | 好 | 5%',
    '用例没有写预期的结果',
  ],
]

for (const [name, from, to, message] of cases) {
  test(`case refused: ${name}`, () => {
    assert.ok(ARTICLE.includes(from), from)
    const at = ARTICLE.indexOf('~~~cases')
    const problems = problemsOf(ARTICLE.slice(0, at) + ARTICLE.slice(at).replace(from, to))
    assert.ok(
      problems.some((found) => found.includes(message)),
      problems.join('\n') || 'no problem',
    )
  })
}

test('a decision is no input of a case', () => {
  const chained = `${table('| - | "A" |')}\n~~~cases\n档 | ⇒ 档\nA  | A\n~~~\n`
  assert.match(problemsOf(chained).join('\n'), /“档”是判定的结果，不能由用例给出/)
})

test('a cycle names its path, once', () => {
  const link = (number: number, name: string, uses: string) =>
    `## ${number}. {decide ${name}}\n\n| ${uses} | ⇒ ${name} |\n|---|---|\n| - | 1 |\n`
  const problems = problemsOf(link(1, '甲', '乙'), link(1, '乙', '丙'), link(1, '丙', '甲 + 1'))
  assert.deepEqual(problems, ['001.md:1:1 判定绕成了圈：甲 → 乙 → 丙 → 甲'])
})

test('one mistake is one problem: what reads a broken rule is not called wrong', () => {
  const broken = DEFINITIONS.replace('| 利润贡献率 | profit_contribution | 比率 |', '| 毛利 | gross | 比例 |')
  const uses = table('| > 5% | "A" |', 'decide 档', '| 毛利 | ⇒ 档 |')
  const then = `## 二、 {decide 级}\n\n| 档 | ⇒ 级 |\n|---|---|\n| "A" | 1 |\n`
  assert.equal(problemsOf(broken, uses, then).length, 1)
})

test('a problem behind an escaped bar stands where the file has it', () => {
  const [found] = problemsOf(table('| "a\\|b", 丙丁 | "A" |', 'decide 档', '| 行业 | ⇒ 档 |'))
  assert.match(found ?? '', /^001\.md:5:11 /)
})
