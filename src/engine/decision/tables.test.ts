import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { programOf } from '../../../test/factories/articles.ts'
import { programVocabulary } from '../../../test/factories/programs.ts'
import type { Dialect } from '../dialect.ts'
import { Reason } from '../reason.ts'
import type { Facts, Value } from '../value.ts'
import { compileProgram } from './compile.ts'
import { missingFacts } from './missing.ts'

/** Rows of `次数 | 代码 | 输出` under a hit policy, and what they answer. */
function answer(hit: string, rows: readonly string[], facts: Facts, dialect: Dialect = 'article') {
  const article = `## 第一条 {decide 结果, hit: ${hit}}\n\n| 次数 | 代码 | ⇒ 结果 |\n|---|---|---|\n${rows.map((row) => `| ${row} |`).join('\n')}\n`
  const program = programOf(article, { dialect, words: programVocabulary })
  const outcome = compileProgram(program).assess(facts)
  const [value, reason] = [outcome.values.d_1_1!, outcome.reasons.d_1_1!]
  return { value, reason, missing: missingFacts(program, facts, outcome).get('d_1_1') }
}

const known = (value: Value) => ({ value, reason: Reason.known, missing: [] })
const lacking = (...missing: string[]) => ({ value: null, reason: Reason.missing, missing })
const none = (reason: Reason) => ({ value: null, reason, missing: [] })

suite('first', () => {
  const rows = ['>= 10次 | "甲" | "A"', '>= 5次 | - | "B"', '- | - | "B"']

  test('a row below the first match does not matter', () => {
    assert.deepEqual(answer('first', rows, { times: 10, code: '甲' }), known('A'))
    assert.deepEqual(answer('first', rows, { times: 9 }), known('B'))
  })
  test('an open row above it does, and names what it lacks', () => {
    assert.deepEqual(answer('first', rows, { times: 10 }), lacking('code'))
    assert.deepEqual(answer('first', rows, {}), lacking('times', 'code'))
  })
  test('unless it gives the same', () => {
    assert.deepEqual(answer('first', rows, { code: '乙' }), known('B'))
  })
  test('nothing that matches is no row', () => {
    assert.deepEqual(answer('first', rows.slice(0, 1), { times: 1 }), none(Reason.noRow))
    assert.deepEqual(answer('first', rows.slice(0, 1), { code: '甲' }), lacking('times'))
  })
  test('in DMN an unknown matches nothing, and the last row fires', () => {
    assert.deepEqual(answer('first', rows, {}, 'dmn'), known('B'))
  })
})

suite('未知 cells', () => {
  const rows = ['>= 10次 | - | "A"', '未知 | - | "B"', '< 10次 | "甲" | "C"']

  test('answer for their column', () => {
    assert.deepEqual(answer('first', rows, {}), known('B'))
    assert.deepEqual(answer('unique', rows, { code: '甲' }), known('B'))
  })
  test('and for no other', () => {
    assert.deepEqual(answer('first', ['>= 10次 | "甲" | "A"', '未知 | - | "B"'], { times: 10 }), lacking('code'))
  })
})

suite('unique and any', () => {
  test('two matches are a conflict under unique', () => {
    assert.deepEqual(answer('unique', ['>= 5次 | - | "A"', '>= 3次 | - | "A"'], { times: 5 }), none(Reason.conflict))
  })
  test('under any only where they differ', () => {
    assert.deepEqual(answer('any', ['>= 5次 | - | "A"', '>= 3次 | - | "A"'], { times: 5 }), known('A'))
    assert.deepEqual(answer('any', ['>= 5次 | - | "A"', '>= 3次 | - | "B"'], { times: 5 }), none(Reason.conflict))
  })
  test('an open row with another output leaves either open', () => {
    const rows = ['>= 5次 | - | "A"', '- | "甲" | "B"']
    assert.deepEqual(answer('unique', rows, { times: 5 }), lacking('code'))
    assert.deepEqual(answer('any', rows, { times: 5 }), lacking('code'))
    assert.deepEqual(answer('any', rows, { times: 5, code: '乙' }), known('A'))
  })
})

suite('priority and output order', () => {
  const rows = ['>= 1次 | - | "B"', '>= 5次 | "甲" | "A"', '>= 9次 | - | "B"']

  test('the highest priority wins, whatever the order of rows', () => {
    assert.deepEqual(answer('priority, priority: A B', rows, { times: 9, code: '甲' }), known('A'))
    assert.deepEqual(answer('priority, priority: A B', rows, { times: 9 }), lacking('code'))
    assert.deepEqual(answer('priority, priority: B A', rows, { times: 9 }), known('B'))
  })
  test('output order lists by it', () => {
    assert.deepEqual(answer('output order, priority: A B', rows, { times: 9, code: '甲' }), known(['A', 'B', 'B']))
    assert.deepEqual(answer('rule order', rows, { times: 9, code: '甲' }), known(['B', 'A', 'B']))
    assert.deepEqual(answer('collect', rows, { times: 9 }), lacking('code'))
  })
})

suite('aggregates', () => {
  const rows = ['>= 1次 | - | 3', '>= 5次 | - | 2', '- | "甲" | 0', '- | "乙" | 7']

  test('over the rows that match', () => {
    assert.deepEqual(answer('sum', rows, { times: 5, code: '丙' }), known(5))
    assert.deepEqual(answer('count', rows, { times: 5, code: '甲' }), known(3))
    assert.deepEqual(answer('min', rows, { times: 5, code: '乙' }), known(2))
    assert.deepEqual(answer('max', rows, { times: 5, code: '乙' }), known(7))
  })
  test('of none there is a count only', () => {
    assert.deepEqual(answer('sum', rows, { times: 0, code: '丙' }), none(Reason.noRow))
    assert.deepEqual(answer('count', rows, { times: 0, code: '丙' }), known(0))
  })
  test('an open row matters only where it can change the result', () => {
    assert.deepEqual(answer('sum', rows.slice(0, 3), { times: 5 }), known(5))
    assert.deepEqual(answer('sum', rows, { times: 5 }), lacking('code'))
    assert.deepEqual(answer('min', [rows[1]!, rows[3]!], { times: 5 }), known(2))
    assert.deepEqual(answer('max', [rows[1]!, rows[3]!], { times: 5 }), lacking('code'))
    assert.deepEqual(answer('count', rows, { times: 5 }), lacking('code'))
  })
})

test('what cannot be computed is not called missing', () => {
  const facts = { times: 0, code: '甲', fraction: 0 }
  assert.deepEqual(answer('first', ['- | - | 小数 / 小数'], facts), none(Reason.notComputable))
  assert.deepEqual(answer('first', ['- | - | 小数 / 小数'], { ...facts, fraction: null }), lacking('fraction'))
})
