import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { documentOf, findingsOf, line, tableClause } from '../../../test/factories/lint.ts'
import { compileProgram } from '../decision/compile.ts'
import { lintDocument, lintProgram } from './lint.ts'

const FACTS = [
  ['年用量', 'annual_use', '金额'],
  ['贷款余额', 'loan', '金额'],
  ['门店数', 'shops', '数量', '家'],
  ['回款信誉', 'reputation', '代码：好、一般、差'],
  ['特殊', 'special', '是否'],
  ['行业', 'industry', '文本'],
] as const

function table(hit: string, header: string, rows: readonly string[], dialect = 'article') {
  return documentOf(FACTS, tableClause('级别', hit, `${header} | ⇒ 级别`, rows), dialect).program
}

function lines(hit: string, header: string, rows: readonly string[], dialect = 'article'): string[] {
  return findingsOf(table(hit, header, rows, dialect)).map(line)
}

suite('tables', () => {
  test('whole numbers leave nothing between <= 1 and >= 2, cells finer than the fact are cut to it', () => {
    assert.deepEqual(lines('unique', '门店数', ['<= 1家 | 1', '>= 2家 | 2']), [])
    assert.deepEqual(lines('unique', '门店数', ['<= 1家 | 1', '>= 3家 | 2']), [
      'error gap [] 没有一行管到：门店数为2家。例如门店数 2家，得不到级别',
    ])
  })

  test('a cell finer than its fact cuts between two values, below zero too', () => {
    assert.deepEqual(lines('unique', '门店数', ['< 2.5家 | 1', '>= 2.5家 | 2']), [])
    assert.deepEqual(lines('unique', '门店数', ['< -2.5家 | 1', '>= -1家 | 2']), [
      'note gap [] 没有一行管到：门店数为-2家。例如门店数 -2家，得不到级别',
    ])
  })

  test('a gap below zero only is a note; free text can not be written out', () => {
    assert.deepEqual(lines('unique', '年用量', ['>= 0元 | 1']), [
      'note gap [] 没有一行管到：年用量不满0元。例如年用量 -10元，得不到级别',
    ])
    assert.deepEqual(lines('unique', '行业', ['"采矿业" | 1', '"制造业" | 2']), [
      'warning gap [] 没有一行管到：行业为其他文字。例如行业 其他，得不到级别',
    ])
  })

  test('unknown is a value of its own: a 未知 row fires, and two rows may meet in it alone', () => {
    assert.deepEqual(lines('unique', '年用量', ['>= 5元 | 1', '< 5元 | 2', '未知 | 3']), [])
    assert.deepEqual(lines('first', '年用量', ['>= 5元 | 1', '< 5元 | 2', '未知 | 3']), [])
    assert.deepEqual(lines('unique', '年用量', ['>= 5元 | 1', '< 5元, 未知 | 2', '未知 | 3']), [
      'error contradiction [2,3] 第 2、3 行同时成立，结果不同：年用量未知。例如全部数据项未知',
    ])
  })

  test('a last row for the rest is idle behind rows that are complete, for an unknown is decided by none', () => {
    assert.deepEqual(lines('first', '年用量', ['>= 5元 | 1', '< 5元 | 2', '- | 3']), [
      'error never-fires [3,1,2] 第 3 行永远轮不到：第 1、2 行已经管到它的全部情况。例如年用量 10元，先成立的是别的行',
    ])
    assert.deepEqual(lines('first', '年用量', ['>= 5元 | 1', '< 5元, 未知 | 2', '未知 | 3', '> 3元 | 1']), [
      'error never-fires [3,2] 第 3 行永远轮不到：第 2 行已经管到它的全部情况。例如全部数据项未知，先成立的是别的行',
      'error never-fires [4,1,2] 第 4 行永远轮不到：第 1、2 行已经管到它的全部情况。例如年用量 10元，先成立的是别的行',
    ])
  })

  test('rows that agree leave a last row for the rest its unknowns', () => {
    assert.deepEqual(lines('first', '年用量', ['>= 5元 | 1', '< 5元 | 1', '- | 1']), [])
  })

  test('equal results may not meet either where one row only may hold', () => {
    assert.deepEqual(lines('unique', '年用量', ['<= 5元 | 1', '> 3元 | 1']), [
      'error overlap [1,2] 第 1、2 行同时成立，结果相同，但取用方式只许一行成立：年用量超过3元、5元以下。例如年用量 4元',
    ])
  })

  test('the order of priority, not of writing, decides which row is idle', () => {
    const clause = tableClause('级别', 'priority, priority: 甲 乙', '年用量 | ⇒ 级别', [
      '>= 5元 | "乙"',
      '- | "甲"',
      '< 5元 | "丙"',
    ]).replace('甲 乙}', '甲 乙 丙}')
    assert.deepEqual(
      findingsOf(documentOf(FACTS, clause).program).map(({ code, rows }) => [code, rows]),
      [
        ['never-fires', [1, 2]],
        ['never-fires', [3, 2]],
      ],
    )
  })

  test('bands that share a number are an error under unique, a warning where the order decides', () => {
    const rows = ['[1元..5元] | 1', '[5元..9元] | 2', '> 9元 | 3', '< 1元 | 4']
    const [unique, first] = [findingsOf(table('unique', '年用量', rows)), findingsOf(table('first', '年用量', rows))]
    assert.deepEqual(unique.map(line), [
      'error double-boundary [1,2] 第 1、2 行都管到界线上的数：年用量为5元。例如年用量 5元',
    ])
    assert.deepEqual(first.map(line), [
      'warning double-boundary [1,2] 第 1、2 行都管到界线上的数：年用量为5元。例如年用量 5元；现在由行的先后决定',
    ])
    assert.equal(unique[0]!.close![0]!.to, '[1元..5元)')
    // A row for the number itself before its neighbours is an exception that the author made.
    assert.deepEqual(lines('first', '年用量', ['5元 | 9', '<= 5元 | 1', '> 5元 | 2']), [])
  })

  test('any lets equal results overlap, and is told where nothing does', () => {
    assert.deepEqual(lines('any', '年用量', ['<= 5元 | 1', '>= 3元 | 1']), [])
    assert.deepEqual(lines('any', '年用量', ['<= 5元 | 1', '> 5元 | 2']), [
      'note any-needless [] 各行不会同时成立，取用方式 any 没有用处；写 unique 更严',
    ])
  })

  test('a condition is seen through whichever way it names its column', () => {
    for (const cell of ['? >= 5元 and ? < 9元', '年用量 >= 5元 and not(年用量 >= 9元)', 'not(< 5元, >= 9元)'])
      assert.deepEqual(lines('unique', '年用量', ['< 5元 | 1', `${cell} | 2`, '>= 9元 | 3']), [], cell)
  })

  test('a cell that no value fits', () => {
    assert.deepEqual(lines('collect', '年用量', ['[9元..5元] | 1', '- | 2']), [
      'error row-empty [1] 第 1 行不可能成立：没有一个值合乎它的各格',
    ])
  })

  test('in DMN an unknown condition does not hold: the row for the rest is not idle', () => {
    assert.deepEqual(lines('first', '年用量', ['>= 5 | 1', '< 5 | 2', '- | 3'], 'dmn'), [])
  })
})

suite('what the linter cannot see through', () => {
  test('a cell that computes is never guessed at, yet what a trial shows is said', () => {
    assert.deepEqual(lines('unique', '年用量', ['> 贷款余额 | 1', '<= 贷款余额 | 2']), [
      'note cannot-tell [1,2] 未能判断是否有一行管到：任何情况；有的格是算式，看不出取哪些值',
      'note cannot-tell [1,2] 未能判断第 1、2 行会不会同时成立',
    ])
    const found = findingsOf(table('unique', '年用量', ['> 贷款余额 | 1', '< 贷款余额 | 2']))
    assert.deepEqual(
      found.map(({ code }) => code),
      ['gap', 'cannot-tell'],
    )
    const { annual_use, loan } = found[0]!.example!.facts
    assert.equal(annual_use, loan)
  })

  test('nor a cell that asks another fact, or the order of texts', () => {
    const other = findingsOf(table('unique', '年用量', ['>= 5元 | 1', '? < 5元 and 特殊 | 2']))
    assert.deepEqual(
      other.map(({ code, example }) => [code, example?.facts.special]),
      [
        ['gap', false],
        ['cannot-tell', undefined],
      ],
    )
    for (const rows of [
      ['? < "m" | 1', '? >= "m" | 2'],
      ['< "m" | 1', '>= "m" | 2'],
    ]) {
      const found = findingsOf(table('unique', '行业', rows))
      assert.deepEqual([...new Set(found.map(({ code }) => code))], ['cannot-tell'])
    }
    assert.deepEqual(lines('first', '年用量', ['> 贷款余额 | 1', '- | 2']), [])
  })

  test('columns that depend on each other: what cannot be is not reported', () => {
    const rules = [
      tableClause('大小', 'unique', '年用量 | ⇒ 大小', ['>= 5元 | "大"', '< 5元 | "小"']),
      tableClause('级别', 'unique', '大小 | 年用量 | ⇒ 级别', ['"大" | >= 5元 | 1', '"小" | < 5元 | 2']),
    ]
    const { program } = documentOf(FACTS, rules.join('\n').replace('第二条 {decide 级别', '第三条 {decide 级别'))
    assert.deepEqual(findingsOf(program).map(line), [])
  })

  test('a gap over another decision’s value is shown in facts', () => {
    const rules = [
      tableClause('大小', 'first', '年用量 | 门店数 | ⇒ 大小', [
        '>= 5元 | > 3家 | "大"',
        '>= 5元 | - | "中"',
        '- | - | "小"',
      ]),
      tableClause('级别', 'unique', '大小 | 特殊 | ⇒ 级别', ['"大", "小" | - | 1', '"中" | 是 | 2']),
    ]
    const { program } = documentOf(FACTS, rules.join('\n').replace('第二条 {decide 级别', '第三条 {decide 级别'))
    const [gap, ...others] = findingsOf(program)
    assert.equal(others.length, 0)
    assert.match(
      gap!.message,
      /^没有一行管到：大小为“中”，特殊为否。例如年用量 .*元，门店数 .*家，特殊 否，得不到级别$/,
    )
    const { values } = compileProgram(program).assess(gap!.example!.facts)
    assert.equal(values[program.decisions[0]!.word.identifier], '中')
  })

  test('a formula as a column', () => {
    const rows = ['>= 5元 | 1', '< 4元 | 2']
    assert.deepEqual(
      lines('unique', '年用量 + 贷款余额', rows)[0]!.replace(/例如.*/, ''),
      'error gap [] 没有一行管到：年用量 + 贷款余额在4元以上、不满5元。',
    )
  })

  test('each gap of a computed column has facts that come to lie in it', () => {
    const found = findingsOf(table('unique', '年用量 + 贷款余额', ['[1元..2元) | 1', '[4元..5元) | 2']))
    const sums = found.map(({ example }) => Number(example!.facts.annual_use) + Number(example!.facts.loan))
    assert.equal(found.length, 3)
    assert.ok(sums[0]! < 100 && sums[1]! >= 200 && sums[1]! < 400 && sums[2]! >= 500, sums.join())
  })
})

suite('scorecards', () => {
  const card = (lines: readonly string[], bands: readonly string[]) =>
    findingsOf(
      documentOf(
        FACTS,
        `## 第二条 {decide 等级, form: scorecard, score: 得分}\n\n正文。\n\n| 类别 | 指标 | 分档 | ⇒ 得分 | 理由 |\n|---|---|---|---|---|\n${lines.map((row) => `| ${row} |`).join('\n')}\n\n| ⇒ 等级 | 得分 |\n|---|---|\n${bands.map((row) => `| ${row} |`).join('\n')}\n`,
      ).program,
    )

  test('a grade that no sum reaches, with the nearest; one that a veto or a sum reaches is in order', () => {
    const rows = [
      '基本项 | 门店数 | >= 10家 | 60 | 多',
      '| | < 10家 | 20 | 少',
      '加分项 | 回款信誉 | "好" | 25 | 好',
      '一票否决 | 特殊 | 是 | 否决 | 特殊',
    ]
    const found = card(rows, ['"优" | >= 90', '"良" | [50..90)', '"中" | [46..50)', '"差" | < 46, 否决'])
    assert.deepEqual(
      found.map(({ code, rows, severity }) => [severity, code, rows]),
      [
        ['error', 'grade-unreachable', [1]],
        ['error', 'grade-unreachable', [3]],
      ],
    )
    assert.match(
      found[0]!.message,
      /没有一种情况得到等级“优”（>= 90）；最接近的是 85 分，如门店数 .*家，回款信誉 好，特殊 否/,
    )
    assert.match(found[1]!.message, /最接近的是 45 分/)
  })

  test('two 指标 over one fact turn out together: what only both could reach is not reached', () => {
    const rows = ['加分项 | 门店数 | > 10家 | 50 | 多', '减分项 | 门店数 | < 5家 | -50 | 少']
    const found = card(rows, ['"优" | >= 50', '"良" | [-49..50)', '"差" | < -49'])
    assert.deepEqual(found, [])
    const both = ['加分项 | 门店数 | > 10家 | 50 | 多', '加分项 | 门店数 | < 5家 | 50 | 少']
    assert.deepEqual(
      card(both, ['"优" | >= 51', '"良" | < 51']).map(({ code }) => code),
      ['grade-unreachable'],
    )
  })

  test('points that only a vetoed customer has reach no grade; a grade for vetoes alone is reached by one', () => {
    const rows = [
      '基本项 | 门店数 | >= 10家 | 60 | 多',
      '| | < 10家 | 20 | 少',
      '一票否决 | 门店数 | >= 10家 | 否决 | 多',
    ]
    const found = card(rows, ['"优" | >= 50', '"差" | < 50', '"否" | 否决'])
    assert.deepEqual(
      found.map(({ code, rows: numbers }) => [code, numbers]),
      [['grade-unreachable', [1]]],
    )
  })

  test('分档 with a hole in a 基本项, idle ones, and a veto without a reason', () => {
    const rows = [
      '基本项 | 门店数 | >= 10家 | 60 | 多',
      '| | [1家..9家) | 20 | 少',
      '| | > 12家 | 70 | 很多',
      '| | <= 0家 | 0 | 无',
      '一票否决 | 特殊 | 是 | 否决 | ',
    ]
    assert.deepEqual(card(rows, ['"优" | >= 60', '"差" | < 60, 否决']).map(line), [
      'error gap [] 指标“门店数”没有一行管到：门店数为9家。例如门店数 9家，得不到得分',
      'error never-fires [3,1] 指标“门店数”第 3 行永远轮不到：第 1 行已经管到它的全部情况。例如门店数 20家，先成立的是别的行',
      'warning veto-without-reason [5] 一票否决“特殊 是”没有写理由',
    ])
  })
})

test('facts that no rule uses, unless another document does', () => {
  const program = table('unique', '年用量', ['- | 1'])
  const idle = (elsewhere: string[]) =>
    lintProgram(program, { usedElsewhere: new Set(elsewhere) }).map(({ message }) => message.replace(/定义了.*/, ''))
  assert.deepEqual(idle(['loan', 'shops', 'reputation']), ['“特殊”', '“行业”'])
})

test('期限未明: a duty without a time', () => {
  const rows = ['| 每周 | 经理 | 7天 |', '| 每月 | 经理 | |', '| 每年 | 经理 | - |']
  const duty = `## 第三条 {duty 沟通, about: customer}\n\n正文。\n\n| 触发 | 责任人 | 时限 |\n|---|---|---|\n${rows.join('\n')}\n`
  const { document } = documentOf(FACTS, `${tableClause('级别', 'unique', '年用量 | ⇒ 级别', ['- | 1'])}\n${duty}`)
  assert.deepEqual(
    lintDocument(document).map(({ code, rows }) => [code, rows]),
    [
      ['deadline-missing', [2]],
      ['deadline-missing', [3]],
    ],
  )
})

test('a table that is too large is given up with a note, in time', () => {
  const columns = ['年用量', '贷款余额', '门店数']
  const cut = (at: number, unit: string) => `[${at}${unit}..${at + 7}${unit})`
  const rows = Array.from(
    { length: 400 },
    (_, n) =>
      `${cut((n * 7919) % 5003, '元')} | ${cut((n * 104729) % 4999, '元')} | ${cut((n * 1299709) % 4987, '家')} | ${n}`,
  )
  const begin = performance.now()
  const found = findingsOf(table('unique', columns.join(' | '), rows))
  assert.ok(found.some(({ code }) => code === 'too-large'))
  assert.ok(performance.now() - begin < 10_000)
})
