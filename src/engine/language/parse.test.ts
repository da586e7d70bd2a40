import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { expression, standardScope } from '../../../test/factories/engine.ts'
import { showProblem } from '../problem.ts'
import { source } from '../source.ts'
import { emitJs } from '../visit/js.ts'
import { JS_FUNCTIONS } from '../visit/js-call.ts'
import { sentence } from '../visit/sentence.ts'
import { SENTENCE_FUNCTIONS } from '../visit/sentence-call.ts'
import { emitSql } from '../visit/sql.ts'
import { SQL_FUNCTIONS } from '../visit/sql-call.ts'
import { DEEPEST } from './cursor.ts'
import { FUNCTION_NAMES } from './function-names.ts'
import { LONGEST_TEXT } from './lexer.ts'
import { parseExpression, parseTests } from './parse.ts'

const article = standardScope('article')

/** The one problem of a text that is refused, as an author sees it. */
function refusal(text: string, subject?: string): string {
  const written = source(text, '004.md', 7, 12)
  const parsed =
    subject === undefined
      ? parseExpression(written, article)
      : parseTests(written, expression(subject, article), article)
  assert.equal(parsed.node, undefined)
  assert.equal(parsed.problems.length, 1)
  return showProblem(parsed.problems[0]!)
}

suite('errors say file, line, column and what was expected', () => {
  const refusals: readonly (readonly [text: string, said: string])[] = [
    ['年用凉 >= 50万元', '004.md:7:12 未知的名称“年用凉”；此处应为“年用量”'],
    ['年用量 >= 50万圆', '004.md:7:22 不认识的单位“圆”；此处应为元、万元、亿元、%、天、个月、年、次、户'],
    ['年用量 >= 50 万元', '004.md:7:22 这里不能写“万元”；此处应为一个运算符，或到此结束'],
    ['年用量\n  >= 5 元', '004.md:8:8 这里不能写“元”；此处应为一个运算符，或到此结束'],
    ['"𠮷" + 5', '004.md:7:12 文本与数不能这样计算'],
    ['"𠮷𠮷" = 年用凉', '004.md:7:19 未知的名称“年用凉”；此处应为“年用量”'],
    ['资产负债率 < 0.6', '004.md:7:12 比率不能与数放在一起；此处应为60%'],
    ['资产负债率 < 60', '004.md:7:12 比率不能与数放在一起；此处应为60%'],
    ['年用量 >= 500000', '004.md:7:12 金额不能与数放在一起；此处应为50万元'],
    ['合作年限 >= 60', '004.md:7:12 月数不能与数放在一起；此处应为5年'],
    ['年用量 * 授信额度', '004.md:7:12 金额与金额相乘没有意义'],
    ['年用量 > 逾期天数', '004.md:7:12 金额不能与天数放在一起'],
    ['信誉 = "较好的"', '004.md:7:17 代码表里没有“较好的”；此处应为“较好”'],
    ['(年用量 > 1元', '004.md:7:21 表达式没有写完；此处应为“)”'],
    ['500,000元', '004.md:7:12 逗号用来隔开几个值，数字里不写千分位逗号；此处应为500000'],
    ['逾期天数 > 30日', '004.md:7:21 不认识的单位“日”；此处应为天'],
    ['合作年限 >= 5年以上', '004.md:7:22 “以上”请写成比较，含本数用 >=、<=，不含用 >、<；此处应为如“>= 5年”'],
    ['年用量 ＞ ５元', '004.md:7:18 这里不能写“５”；此处应为“5”'],
    ['年用量 【1元', '004.md:7:16 这里不能写“【”；此处应为“[”'],
    ['年用量 = 未知', '004.md:7:12 与未知比较，结果总是未知；此处应为“is known(…)”或“not(is known(…))”'],
    ['today()', '004.md:7:12 没有函数“today”：结果取决于哪一刻执行，过后不能复算；请用一个日期数据项，如“评定日”'],
    ['floor()', '004.md:7:12 floor 的参数个数不对；此处应为floor(数)'],
  ]
  for (const [text, said] of refusals) test(text, () => assert.equal(refusal(text), said))

  test('in a cell', () => {
    assert.equal(refusal('', '年用量'), '004.md:7:12 表达式没有写完；此处应为一个条件；不限写“-”')
    assert.equal(refusal('[20..50)', '年用量'), '004.md:7:13 金额不能与数放在一起；此处应为20元')
  })
})

suite('no text exhausts the stack', () => {
  const deep = 1000
  const texts: Readonly<Record<string, string>> = {
    'a thousand brackets': `${'('.repeat(deep)}1${')'.repeat(deep)}`,
    'a thousand signs': `${'-'.repeat(deep)}1`,
    'a thousand negations': `${'not('.repeat(deep)}失信${')'.repeat(deep)}`,
    'a thousand choices': `${'if 失信 then 1 else '.repeat(300)}2`,
    'a thousand sums': `1${' + 1'.repeat(deep)}`,
    'a thousand powers': `2${' ** 1'.repeat(deep)}`,
    'a thousand lists': `${'['.repeat(deep)}${']'.repeat(deep)}`,
    'a thousand memberships': `失信${' in (true)'.repeat(deep / 2)}`,
  }
  for (const [title, text] of Object.entries(texts)) test(title, () => assert.match(refusal(text), /超过 100 层/))

  test('ten thousand characters', () =>
    assert.match(refusal(`1${' '.repeat(10_000)}`), /表达式过长，一处最多 8000 个字符/))

  test('a thousand alternatives are wide, not deep', () => {
    const text = Array.from({ length: 1000 }, (_, index) => index).join(', ')
    const { node } = parseTests(source(text), expression('得分', article), article)
    assert.match(
      emitJs(node!, () => 'f.score'),
      /999/,
    )
    assert.match(
      emitSql(node!, () => 'f.score'),
      /999/,
    )
  })

  test('the deepest accepted text runs on every back end', () => {
    const text = `${'('.repeat(DEEPEST - 2)}失信${')'.repeat(DEEPEST - 2)}`
    assert.equal(
      emitJs(expression(text, article), () => 'f.x'),
      'f.x',
    )
    const sums = expression(`得分${' + 得分'.repeat(DEEPEST - 2)} > 1`, article)
    for (const emit of [emitJs, emitSql]) assert.ok(emit(sums, () => 'f.x').length > DEEPEST)
    assert.ok(text.length < LONGEST_TEXT)
  })
})

suite('names', () => {
  test('the longest name wins, and a name ends with its word', () => {
    assert.equal(refusal('年用量增长率 > 1元'), '004.md:7:12 比率不能与金额放在一起')
    assert.equal(refusal('年用量增长 > 1元'), '004.md:7:12 未知的名称“年用量增长”；此处应为“年用量增长率”')
  })

  test('may hold spaces, digits, brackets and keywords', () => {
    const [plain] = [...article.words.values()]
    for (const name of ['monthly income', '近12月 用量', '净利润（税后）', '24月均值', 'profit and loss', 'R&D投入']) {
      const words = new Map([...article.words, [name, { ...plain!, name, identifier: 'x' }]])
      assert.equal(
        emitJs(expression(`${name} >= 1元`, { ...article, words }), () => 'f.x'),
        '(f.x == null ? null : (f.x >= 100))',
      )
    }
  })

  test('a decision is told from a fact', () => {
    const node = expression('失信', { ...article, decisions: new Set(['失信']) })
    assert.deepEqual(node.kind === 'name' && [node.of, node.identifier], ['decision', 'dishonest'])
  })
})

suite('the library', () => {
  const names = new Set(FUNCTION_NAMES.values())
  // Settled by the checker: no call remains of them.
  for (const settled of ['is known', 'decimal', 'mean', 'duration', 'days between']) names.delete(settled)
  const visitors = { JavaScript: JS_FUNCTIONS, SQL: SQL_FUNCTIONS, sentence: SENTENCE_FUNCTIONS }
  for (const [title, known] of Object.entries(visitors)) {
    test(`${title} knows every function`, () => assert.deepEqual([...known].sort(), [...names].sort()))
  }
})

suite('what an expression says in Chinese', () => {
  const sentences: Readonly<Record<string, string>> = {
    '年用量 in [20万元..50万元)': '年用量在20万元以上且不满50万元',
    '年用量 in (20万元..50万元]': '年用量超过20万元且在50万元以下',
    '年用量 between 1万元 and 3.5亿元': '年用量在1万元以上、3.5亿元以下',
    '年用量 >= 1234567.89元': '年用量在1234567.89元以上',
    '资产负债率 < 60%': '资产负债率不满60%',
    '合作年限 > 5年 and 逾期天数 <= 30天': '合作年限超过5年，且逾期天数在30天以下',
    '失信 or (特殊 and 得分 > 60)': '失信为是，或（特殊为是，且得分超过60）',
    'not(失信)': '失信为否',
    'not(年用量 > 1元)': '并非（年用量超过1元）',
    '信誉 in ("好", "较好")': '信誉为“好”或“较好”',
    'is known(年用量)': '年用量已知',
    'not(is known(年用量))': '年用量未知',
    '年用量 >= 授信额度': '年用量不小于授信额度',
    '成立日 >= 2024-01-01': '成立日不早于2024-01-01',
    '成立日 + 30天 < 评定日': '成立日之后30天早于评定日',
    '完整年数(成立日, 评定日) >= 18年': '成立日至评定日的完整年数在18年以上',
    '(年用量 + 授信额度) / 2': '（年用量加授信额度）除以2',
    '年用量 / 授信额度 > 50%': '年用量除以授信额度超过50%',
    'round half up(年用量 * 资产负债率, 2)': '（年用量乘以资产负债率）四舍五入到小数点后2位',
    'if 失信 then 0元 else 年用量': '如果失信为是，则为0元，否则为年用量',
    'some 一个 in 产品 satisfies 一个 = "贷款"': '产品中至少有一个，它为“贷款”',
    '得分 - (小数 - 1)': '得分减（小数减1）',
  }
  for (const [text, said] of Object.entries(sentences))
    test(text, () => assert.equal(sentence(expression(text, article)), said))

  const cells: Readonly<Record<string, string>> = {
    '-': '年用量不限',
    未知: '年用量未知',
    '未知, < 1万元': '年用量未知，或年用量不满1万元',
    'not([1万元..2万元])': '并非年用量在1万元以上、2万元以下',
    '? > 授信额度 and 特殊': '年用量大于授信额度，且特殊为是',
  }
  for (const [text, said] of Object.entries(cells)) {
    test(text, () =>
      assert.equal(sentence(parseTests(source(text), expression('年用量', article), article).node!), said),
    )
  }
})
