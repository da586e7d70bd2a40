import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readValue, showValue, typeOfFact, unitOfFact } from './literal.ts'
import { FACT_BOUND, number } from './type.ts'
import type { Value } from './value.ts'
import type { Word } from './vocabulary.ts'

function word(typeName: string, unit = '', codes: readonly string[] = []): Word {
  const type = typeOfFact(typeName, unit, codes)
  assert.ok(type, typeName)
  return { name: '词', identifier: 'word', type, unit: unitOfFact(typeName, unit) }
}

const cases: readonly [Word, string, Value | undefined, string?][] = [
  [word('金额'), '50万元', 50_000_000],
  [word('金额'), '1.5亿元', 15_000_000_000],
  [word('金额'), '499999.99元', 49_999_999],
  [word('金额'), '123,456元', 12_345_600, '123456元'],
  [word('金额'), '12.35万元', 12_350_000],
  [word('金额'), '-50万元', -50_000_000],
  [word('金额'), '５０万元', 50_000_000, '50万元'],
  [word('金额'), '－０．５元', -50, '-0.5元'],
  [word('金额'), '0元', 0],
  [word('金额'), '1千万元', 1_000_000_000, '1000万元'],
  [word('金额'), '3十万元', 30_000_000, '30万元'],
  [word('金额'), '3角', undefined],
  [word('金额'), '0.001元', undefined],
  [word('金额'), '50', undefined],
  [word('金额'), '50万', undefined],
  [word('金额'), '50%', undefined],
  [word('金额'), '1,2元', undefined],
  [word('金额'), '90000000000000.01元', undefined],
  [word('比率'), '58.12%', 581_200],
  [word('比率'), '３‰', 3000, '0.3%'],
  [word('比率'), '5', undefined],
  [word('比率'), '0.00001%', undefined],
  [word('比率'), '-100%', -1_000_000],
  [word('天数'), '30天', 30],
  [word('天数'), '2周', 14, '14天'],
  [word('天数'), '30日', undefined],
  [word('天数'), '0.5天', undefined],
  [word('月数'), '12个月', 12],
  [word('月数'), '2年', 24, '24个月'],
  [word('年数'), '5年', 60],
  [word('年数'), '2.5年', 30, '30个月'],
  [word('年数'), '63个月', 63],
  [word('年数'), '5.1年', undefined],
  [word('数量'), '7', 7],
  [word('数量', '户'), '7户', 7],
  [word('数量', '户'), '7', 7, '7户'],
  [word('数量', '户'), '7次', undefined],
  [word('数量'), '3万', 30_000, '30000'],
  [word('小数(2)'), '1.25', 125],
  [word('小数(2)'), '1.255', undefined],
  [word('代码', '', ['好', '较好']), '较好', '较好'],
  [word('代码', '', ['好', '较好']), '"好"', '好', '好'],
  [word('代码', '', ['好', '较好']), '很好', undefined],
  [word('文本'), '𠮷祥 商行', '𠮷祥 商行'],
  [word('文本'), '"未知"', '未知'],
  [word('是否'), '是', true],
  [word('是否'), 'false', false, '否'],
  [word('是否'), '1', undefined],
  [word('日期'), '2026-01-31', 20_484],
  [word('日期'), '2026年1月31日', 20_484, '2026-01-31'],
  [word('日期'), '2026-02-29', undefined],
  [word('日期'), '未知', null],
  [word('金额'), '未知', null],
  [word('金额'), '', undefined],
]

for (const [subject, text, value, shown] of cases) {
  test(`${subject.type.kind} ${text || '（空）'}`, () => {
    assert.deepEqual(readValue(subject, text), value)
    if (value !== undefined) assert.equal(showValue(subject, value), shown ?? text)
  })
}

test('without a unit a number is in the unit of its word, where the reader asks for that', () => {
  const bare = { bare: true }
  assert.equal(readValue(word('金额'), '500000', bare), 50_000_000)
  assert.equal(readValue(word('金额', '万元'), '50', bare), 50_000_000)
  assert.equal(readValue(word('比率'), '58.12', bare), 581_200)
  assert.equal(readValue({ ...word('比率'), unit: '' }, '0.5812', bare), 581_200)
  assert.equal(readValue(word('年数'), '5', bare), 60)
  assert.equal(readValue(word('金额'), '5%', bare), undefined)
})

test('a result without a declared unit is shown in years where it is whole years', () => {
  const result: Word = { name: '期限', identifier: 'd_1_1', type: number('month', 0, 60n), unit: '' }
  assert.equal(showValue(result, 60), '5年')
  assert.equal(showValue(result, 18), '18个月')
})

test('a type that no 53 bits hold is read as BigInt', () => {
  const wide: Word = { name: '词', identifier: 'word', type: number('', 20, 10n ** 40n), unit: '' }
  assert.equal(readValue(wide, '1.5'), 150_000_000_000_000_000_000n)
  assert.equal(showValue(wide, 150_000_000_000_000_000_000n), '1.5')
})

test('unknown type names have no type', () => {
  for (const name of ['钱', '小数', '小数(10)', '代码']) assert.equal(typeOfFact(name, '', []), undefined)
})

test('what is shown reads back to the same value', () => {
  const words = [...new Set(cases.map(([subject]) => subject))].filter(({ type }) => type.kind === 'number')
  const bound = Number(FACT_BOUND)
  fc.assert(
    fc.property(
      fc.constantFrom(...words),
      fc.integer({ min: -bound, max: bound }),
      fc.nat(8),
      (subject, value, zeros) => {
        const round = Math.trunc(value / 10 ** zeros) * 10 ** zeros + 0
        const sample = Number.isSafeInteger(round) && Math.abs(round) <= bound ? round : value
        assert.equal(readValue(subject, showValue(subject, sample)), sample)
      },
    ),
  )
  fc.assert(
    fc.property(fc.string(), (text) => {
      assert.equal(readValue(word('文本'), showValue(word('文本'), text)), text)
    }),
  )
})
