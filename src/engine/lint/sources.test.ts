import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { documentOf, findingsOf, tableClause } from '../../../test/factories/lint.ts'
import { compileProgram } from '../decision/compile.ts'
import { Reason } from '../reason.ts'
import type { Finding } from './finding.ts'

/** The tables of the sources as they stand there, before any default of ours: holes and shared numbers are theirs. */
const USE = [['年用量', 'annual_use', '金额']] as const
const SALES = [['年销售额', 'annual_sales', '金额']] as const
const BALANCES = [
  ['存款余额', 'deposit', '金额'],
  ['贷款余额', 'loan', '金额'],
] as const

/** What stands before 。例如 and the example, in short. */
function short({ code, message, example }: Finding): string {
  const where = message.replace(/^.*?：/, '').replace(/。例如.*$/s, '')
  return `${code}: ${where} (${example?.shown.map(({ name, value }) => `${name} ${value}`).join(', ')})`
}

function lint(facts: Parameters<typeof documentOf>[0], hit: string, header: string, rows: readonly string[]) {
  const { program } = documentOf(facts, tableClause('级别', hit, header, rows))
  const findings = findingsOf(program)
  const compiled = compileProgram(program)
  for (const { code, severity, example } of findings) {
    const reason = compiled.assess(example!.facts).reasons[program.decisions[0]!.word.identifier]
    assert.equal(reason, code === 'gap' ? Reason.noRow : Reason.conflict)
    assert.equal(severity, 'error')
  }
  return findings
}

suite('key accounts (002-05.12 to .17)', () => {
  test('the bands of use alone: three holes, and 5万元 in two classes', () => {
    const findings = lint(USE, 'unique', '年用量 | ⇒ 级别', [
      '>= 50万元 | "A1"',
      '[20万元..30万元] | "A2"',
      '[5万元..10万元] | "B1"',
      '[2万元..5万元] | "B2"',
    ])
    assert.deepEqual(findings.map(short).sort(), [
      'double-boundary: 年用量为5万元 (年用量 5万元)',
      'gap: 年用量不满2万元 (年用量 1万元)',
      'gap: 年用量超过10万元、不满20万元 (年用量 11万元)',
      'gap: 年用量超过30万元、不满50万元 (年用量 40万元)',
    ])
  })

  test('with reputation and potential: the same holes, and those that only two columns together show', () => {
    const facts = [
      ...USE,
      ['回款信誉', 'reputation', '代码：好、较好、一般、差'],
      ['增长潜力', 'potential', '代码：大、小'],
    ] as const
    const findings = lint(facts, 'unique', '年用量 | 回款信誉 | 增长潜力 | ⇒ 级别', [
      '>= 50万元 | "好" | - | "A1"',
      '[20万元..30万元] | "好", "较好" | - | "A2"',
      '[5万元..10万元] | - | "大" | "B1"',
      '[2万元..5万元] | - | "小" | "B2"',
    ])
    assert.deepEqual(findings.map(short).sort(), [
      'gap: 年用量不满2万元 (年用量 1万元)',
      'gap: 年用量在20万元以上、30万元以下，回款信誉为“一般”或“差” (年用量 20万元, 回款信誉 一般)',
      'gap: 年用量在2万元以上、不满5万元，增长潜力为“大” (年用量 2万元, 增长潜力 大)',
      'gap: 年用量在50万元以上，回款信誉为“较好”或“一般”或“差” (年用量 100万元, 回款信誉 较好)',
      'gap: 年用量超过10万元、不满20万元 (年用量 11万元)',
      'gap: 年用量超过30万元、不满50万元 (年用量 40万元)',
      'gap: 年用量超过5万元、10万元以下，增长潜力为“小” (年用量 10万元, 增长潜力 小)',
    ])
  })
})

suite('sales grades (003-17.3 to .6): 200, 500 and 1000万元', () => {
  const doubles = (...values: string[]) =>
    values.map((value) => `double-boundary: 年销售额为${value} (年销售额 ${value})`)

  test('以上 and 以下 with the number: in two grades', () => {
    const findings = lint(SALES, 'unique', '年销售额 | ⇒ 级别', [
      '>= 1000万元 | "VIP"',
      '[500万元..1000万元] | "A"',
      '[200万元..500万元] | "B"',
      '<= 200万元 | "C"',
    ])
    assert.deepEqual(findings.map(short), doubles('1000万元', '500万元', '200万元'))
    assert.deepEqual(
      findings.map(({ close }) => close!.map(({ row, column, from, to }) => [row, column, from, to])),
      [
        [[2, '年销售额', '[500万元..1000万元]', '[500万元..1000万元)']],
        [[3, '年销售额', '[200万元..500万元]', '[200万元..500万元)']],
        [[4, '年销售额', '<= 200万元', '< 200万元']],
      ],
    )
  })

  test('超过 without the number: 1000万元 is in one grade', () => {
    const rows = ['> 1000万元 | "VIP"', '[500万元..1000万元] | "A"', '[200万元..500万元] | "B"', '<= 200万元 | "C"']
    assert.deepEqual(lint(SALES, 'any', '年销售额 | ⇒ 级别', rows).map(short), doubles('500万元', '200万元'))
  })

  test('none with the number: in no grade', () => {
    const findings = lint(SALES, 'unique', '年销售额 | ⇒ 级别', [
      '> 1000万元 | "VIP"',
      '(500万元..1000万元) | "A"',
      '(200万元..500万元) | "B"',
      '< 200万元 | "C"',
    ])
    assert.deepEqual(
      findings.map(short),
      ['200万元', '500万元', '1000万元'].map((value) => `gap: 年销售额为${value} (年销售额 ${value})`),
    )
    assert.deepEqual(
      findings.map(({ close }) => close!.map(({ row, from, to }) => [row, from, to])),
      [
        [[3, '(200万元..500万元)', '[200万元..500万元)']],
        [[2, '(500万元..1000万元)', '[500万元..1000万元)']],
        [[1, '> 1000万元', '>= 1000万元']],
      ],
    )
  })
})

test('the cells offered close what they are offered for, and open nothing else', () => {
  const tables = [
    ['>= 1000万元', '[500万元..1000万元]', '[200万元..500万元]', '<= 200万元'],
    ['> 1000万元', '[500万元..1000万元]', '[200万元..500万元]', '<= 200万元'],
    ['> 1000万元', '(500万元..1000万元)', '(200万元..500万元)', '< 200万元'],
    ['>= 50万元', '[20万元..30万元]', '[5万元..10万元]', '[2万元..5万元]', '< 2万元'],
    ['50万元', '> 60万元', '< 10万元', '[20万元..40万元]'],
  ]
  for (const cells of tables) {
    const rows = () => cells.map((cell, index) => `${cell} | ${index}`)
    let rounds = 0
    for (let found = lint(SALES, 'unique', '年销售额 | ⇒ 级别', rows()); found.length > 0; rounds++) {
      const [{ message, close }] = found as [Finding]
      assert.ok(close, message)
      for (const { row, from, to } of close) {
        assert.equal(cells[row - 1], from)
        cells[row - 1] = to
      }
      const after = lint(SALES, 'unique', '年销售额 | ⇒ 级别', rows())
      assert.equal(after.length, found.length - 1)
      found = after
    }
    assert.ok(rounds >= 2)
  }
})

suite('deposit and loan tiers (004-11.55 to .57)', () => {
  test('each alone: the two boundary numbers are in two tiers', () => {
    for (const [column, high, low] of [
      ['存款余额', '100万元', '10万元'],
      ['贷款余额', '200万元', '50万元'],
    ] as const) {
      const rows = [`>= ${high} | "高端"`, `[${low}..${high}] | "中端"`, `<= ${low} | "一般"`]
      assert.deepEqual(lint(BALANCES, 'unique', `${column} | ⇒ 级别`, rows).map(short), [
        `double-boundary: ${column}为${high} (${column} ${high})`,
        `double-boundary: ${column}为${low} (${column} ${low})`,
      ])
    }
  })

  test('both together: every mixed case is in no tier, the two corners in two', () => {
    const findings = lint(BALANCES, 'unique', '存款余额 | 贷款余额 | ⇒ 级别', [
      '>= 100万元 | >= 200万元 | "高端"',
      '[10万元..100万元] | [50万元..200万元] | "中端"',
      '<= 10万元 | <= 50万元 | "一般"',
    ])
    assert.deepEqual(findings.map(short).sort(), [
      'double-boundary: 存款余额为100万元，贷款余额为200万元 (存款余额 100万元, 贷款余额 200万元)',
      'double-boundary: 存款余额为10万元，贷款余额为50万元 (存款余额 10万元, 贷款余额 50万元)',
      'gap: 存款余额不满10万元，贷款余额超过50万元 (存款余额 1万元, 贷款余额 100万元)',
      'gap: 存款余额在10万元以上、不满100万元，贷款余额超过200万元 (存款余额 10万元, 贷款余额 300万元)',
      'gap: 存款余额超过100万元，贷款余额不满200万元 (存款余额 200万元, 贷款余额 100万元)',
      'gap: 存款余额超过10万元、100万元以下，贷款余额不满50万元 (存款余额 100万元, 贷款余额 10万元)',
    ])
  })

  test('either one: mixed cases are in two tiers with different results', () => {
    const findings = lint(BALANCES, 'any', '存款余额 | 贷款余额 | ⇒ 级别', [
      '>= 100万元 | - | "高端"',
      '- | >= 200万元 | "高端"',
      '[10万元..100万元) | - | "中端"',
      '- | [50万元..200万元) | "中端"',
      '< 10万元 | - | "一般"',
      '- | < 50万元 | "一般"',
    ])
    assert.deepEqual(
      findings.map(({ code, rows }) => `${code} ${rows.join()}`),
      [
        'contradiction 1,4',
        'contradiction 1,6',
        'contradiction 2,3',
        'contradiction 2,5',
        'contradiction 3,6',
        'contradiction 4,5',
      ],
    )
  })
})
