import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { programOf } from '../../../test/factories/articles.ts'
import { programVocabulary } from '../../../test/factories/programs.ts'
import { Reason } from '../reason.ts'
import type { Facts } from '../value.ts'
import { compileProgram } from './compile.ts'
import { explain } from './explain.ts'
import type { SheetScorecard } from './sheet.ts'
import { showSheet } from './show-sheet.ts'

const CARD = `## 第二条 {decide 等级, form: scorecard, score: 总分, baseline: 50}

| 类别 | 指标 | 分档 | ⇒ 得分 | 理由 |
|---|---|---|---|---|
| 基本项 | 次数 | < 5次 | 0 | 少 |
| | | [5次..10次) | 10 | |
| | | >= 10次 | 20 | 多 |
| | 小数 | >= 2 | 20 | |
| | | < 1 | 5 | |
| | | 未知 | 0 | 未提供 |
| 加分项 | 代码 | "甲" | 10 | |
| 一票否决 | 标志 | 是 | 否决 | 失信 |

| ⇒ 等级 | 得分 |
|---|---|
| "A" | >= 80 |
| "B" | [60..80) |
| "C" | < 60, 否决 |

## 第三条 {decide 待遇, hit: first}

| 等级 | ⇒ 待遇 |
|---|---|
| "A", "B" | "优先" |
| - | "一般" |
`
const program = programOf(CARD, { words: programVocabulary })
const { assess } = compileProgram(program)
const WHOLE: Facts = { times: 10, fraction: 200, code: '甲', flag: false }

function judge(facts: Facts) {
  const { values, reasons } = assess(facts)
  return { grade: values.d_1_1, score: values.d_1_2, why: reasons.d_1_1, whyScore: reasons.d_1_2 }
}

suite('a scorecard', () => {
  const known = { why: Reason.known, whyScore: Reason.known }

  test('adds the first attribute of each 指标 that holds', () => {
    assert.deepEqual(judge(WHOLE), { grade: 'A', score: 100, ...known })
    assert.deepEqual(judge({ ...WHOLE, times: 5, code: '乙' }), { grade: 'A', score: 80, ...known })
  })
  test('takes an unknown by its 未知 attribute', () => {
    assert.deepEqual(judge({ ...WHOLE, fraction: null }), { grade: 'A', score: 80, ...known })
  })
  test('gives a grade where the whole interval lies in one band', () => {
    const open = { score: null, whyScore: Reason.scoreOpen }
    assert.deepEqual(judge({ ...WHOLE, times: null }), { grade: 'A', why: Reason.known, ...open })
    assert.deepEqual(judge({ ...WHOLE, times: null, code: null }), { grade: null, why: Reason.scoreOpen, ...open })
  })
  test('does not pass a veto whose fact is unknown', () => {
    assert.deepEqual(judge({ ...WHOLE, flag: null }), {
      grade: null,
      score: 100,
      why: Reason.vetoOpen,
      whyScore: Reason.known,
    })
  })
  test('unless a veto would give the same grade', () => {
    assert.deepEqual(judge({ times: 1, fraction: 0, code: '乙', flag: null }), { grade: 'C', score: 55, ...known })
  })
  test('lets a veto that holds decide, whatever is unknown beside it', () => {
    assert.deepEqual(judge({ flag: true }), { grade: 'C', score: null, why: Reason.known, whyScore: Reason.scoreOpen })
  })
  test('has no score where a 基本项 has no attribute for the value', () => {
    const gap = { ...WHOLE, fraction: 150 }
    assert.deepEqual(judge(gap), { grade: null, score: null, why: Reason.noRow, whyScore: Reason.noRow })
  })
})

suite('the sheet', () => {
  const sheetOf = (facts: Facts) => explain(program, facts, assess(facts))

  test('has points, sum, band and the way to the next grade', () => {
    const card = sheetOf({ ...WHOLE, times: 7, fraction: 50 }).decisions[0] as SheetScorecard
    assert.deepEqual([card.low, card.high, card.band, card.next], [75, 75, 1, { grade: 'A', distance: 5 }])
    assert.deepEqual(
      card.characteristics.map(({ low }) => low),
      [10, 5, 10, 0],
    )
  })
  test('names what is unknown, through the decisions that use it', () => {
    const [card, table] = sheetOf({ ...WHOLE, flag: null }).decisions
    assert.deepEqual(card!.answers[0]!.missing, ['flag'])
    assert.deepEqual(table!.answers[0], {
      name: '待遇',
      identifier: 'd_1_3',
      value: '未知',
      known: false,
      reason: Reason.missing,
      because: '缺少“标志”',
      missing: ['flag'],
    })
  })
  test('is the same bytes for the same facts, in whatever order they come', () => {
    const facts = { ...WHOLE, times: null }
    const turned = Object.fromEntries(Object.entries(facts).reverse())
    assert.equal(JSON.stringify(sheetOf(facts)), JSON.stringify(sheetOf(turned)))
  })
  test('reads as Chinese', () => {
    assert.deepEqual(showSheet(sheetOf({ ...WHOLE, times: null, code: null })), [
      '《试行办法》第 1 版，2026-01-01 起施行',
      '',
      '依据 第二条　等级：未知（得分不能确定：缺少“次数”、“代码”）；总分：未知（得分不能确定：缺少“次数”、“代码”）',
      '  基础分 50 分',
      '  基本项　次数 未知：可得 0 分至 20 分',
      '  基本项　小数 2：小数在2以上，计 20 分',
      '  加分项　代码 未知：可得 0 分至 10 分',
      '  一票否决　标志 否：没有触及',
      '  合计 70 分至 100 分',
      '  未知：次数，可得 0 分至 20 分',
      '  未知：代码，可得 0 分至 10 分',
      '',
      '依据 第三条　待遇：未知（缺少“次数”、“代码”）',
      '  第 1 行不能判断：等级为“A”或“B”，为 优先',
      '  未知：等级，因此第 1 行不能判断',
    ])
  })
})
