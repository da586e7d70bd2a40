import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { programOf } from '../../../test/factories/articles.ts'
import { programVocabulary } from '../../../test/factories/programs.ts'
import { type TestGround, testGround } from '../../../test/harness.ts'
import { SYSTEM } from '../../platform/principal.ts'
import { ARTICLE, DEFINITIONS, SCORECARD } from '../article/examples.fixture.ts'
import type { Program } from '../program.ts'
import { number } from '../type.ts'
import { runCases, sqlCases } from './cases.ts'
import { checkProgram } from './check-program.ts'
import { compileProgram } from './compile.ts'
import { type NativeFunction, type Natives, natives } from './native.ts'
import { fromSql } from './sql-value.ts'

/** Half of what is given, rounded down, and never more than the clause's ceiling. */
const half: NativeFunction = {
  name: '折半',
  parameters: { 上限: { type: number('次', 0, 1_000_000n), unit: '次', standard: 100 } },
  evaluate: ([given], { 上限 }) => (given == null ? null : Math.min(Math.floor(Number(given) / 2), Number(上限))),
  // LEAST alone would leave an unknown out.
  sql: ([given], { 上限 }) => `CASE WHEN ${given} IS NOT NULL THEN LEAST(floor(${given} / 2.0), ${上限}) END`,
}

const NATIVE = `## 第一条 {decide 折半次数, form: native, native: 折半, type: 数量, unit: 次}

| 参数 | 值 |
|---|---|
| 上限 | 5次 |

| 输入 |
|---|
| 次数 |

~~~cases
次数 | ⇒ 折半次数
7次 | 3次
40次 | 5次
未知 | 未知：次数
~~~
`

const SCORECARD_FACTS = `# 第一章 定义

## 第一条 {define 评分数据}

| 项目 | 标识 | 类型 | 单位 |
|---|---|---|---|
| 资产负债率 | debt_ratio | 比率 | |
| 合作年限 | cooperation | 年数 | 年 |
| 逾期天数 | overdue_days | 天数 | 天 |
| 失信被执行人 | dishonest | 是否 | |
`

suite('every case holds on both back ends', () => {
  let ground: TestGround
  before(async () => {
    ground = await testGround()
  })
  after(() => ground.stop())

  const examples: readonly (readonly [title: string, program: () => Program, known?: Natives])[] = [
    ['a table of the article format', () => programOf(`${DEFINITIONS}\n${ARTICLE}`)],
    [
      'a scorecard of the article format',
      () => programOf(`${SCORECARD_FACTS}\n${SCORECARD.replace('资信得分, form', '信用等级, score: 资信得分, form')}`),
    ],
    ['a native decision', () => programOf(NATIVE, { words: programVocabulary }), natives([half])],
  ]
  for (const [title, make, known] of examples) {
    test(title, async () => {
      const program = make()
      assert.ok(program.cases.length > 0)
      assert.deepEqual(
        runCases(program, known).flatMap(({ differences }) => differences),
        [],
      )
      await sameOnPostgres(program, known)
    })
  }

  /** Values and reasons of every case, from one statement. */
  async function sameOnPostgres(program: Program, known?: Natives) {
    const { text, answers } = sqlCases(program, known)!
    const rows = await ground.transact(SYSTEM, async ({ client }) => (await client.query(text)).rows)
    const { assess } = compileProgram(program, known)
    program.cases.forEach(({ given }, index) => {
      const { values, reasons } = assess(given)
      for (const { answer, value, reason } of answers) {
        const { identifier, type } = answer.word
        assert.deepEqual(fromSql(type, rows[index][value]), values[identifier])
        assert.equal(rows[index][reason], reasons[identifier])
      }
    })
  }
})

suite('what keeps a program from being compiled', () => {
  const program = programOf(NATIVE, { words: programVocabulary })
  const codes = (known?: Natives, changed: Program = program) => checkProgram(changed, known).map(({ code }) => code)

  test('nothing, where its natives are known', () => assert.deepEqual(codes(natives([half])), []))
  test('a native that nobody knows', () => {
    assert.deepEqual(codes(), ['unknown-native'])
    assert.throws(() => compileProgram(program), /没有名为“折半”的内置判定/)
  })
  test('a parameter that is missing, unreadable or of another name', () => {
    const demanding = {
      ...half,
      parameters: { 上限: half.parameters.上限!, 下限: { type: number('', 0, 9n), unit: '' } },
    }
    assert.deepEqual(codes(natives([demanding])), ['missing-parameter'])
    assert.deepEqual(codes(natives([{ ...half, parameters: {} }])), ['unknown-parameter'])
    const text = programOf(NATIVE.replace('5次 |', '很多 |'), { words: programVocabulary })
    assert.deepEqual(codes(natives([half]), text), ['unreadable-parameter'])
  })
  test('a score of more than nine digits', () => {
    const card = `## 第一条 {decide 等级, form: scorecard}

| 类别 | 指标 | 分档 | ⇒ 得分 |
|---|---|---|---|
| 加分项 | 标志 | 是 | 2000000000 |

| ⇒ 等级 | 得分 |
|---|---|
| "A" | - |
`
    assert.deepEqual(codes(undefined, programOf(card, { words: programVocabulary })), ['score-too-large'])
  })
})
