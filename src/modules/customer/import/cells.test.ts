import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { typeOfFact } from '../../../engine/literal.ts'
import { dateReader, factReader, formatParts } from './cells.ts'
import { SeenKeys } from './seen-keys.ts'

function read(typeName: string, text: string, options: { unit?: string; codes?: string[]; own?: string } = {}) {
  const unit = options.own ?? { 金额: '元', 比率: '%', 天数: '天', 年数: '年' }[typeName] ?? ''
  const word = { name: '甲', identifier: 'a', type: typeOfFact(typeName, unit, options.codes ?? [])!, unit }
  const reading = factReader(word, { unit: options.unit })(text)
  return 'problem' in reading ? reading.problem : reading.value
}

describe('cells of numbers', () => {
  const cases: [string, string, string | undefined, unknown][] = [
    ['金额', '1234.5', undefined, 123_450],
    ['金额', '-1,234.50', undefined, -123_450],
    ['金额', '１２.３０', undefined, 1_230],
    ['金额', '¥ 12', undefined, 1_200],
    ['金额', '12.5', '万元', 12_500_000],
    ['金额', '50万元', undefined, 50_000_000],
    ['金额', '3', '分', 3],
    ['金额', '-0', undefined, 0],
    ['比率', '58.12', undefined, 581_200],
    ['比率', '0.5812', '1', 581_200],
    ['比率', '58.12%', '1', 581_200],
    ['年数', '5', undefined, 60],
    ['年数', '18个月', undefined, 18],
    ['天数', '30', undefined, 30],
    ['小数(2)', '1.62', undefined, 162],
    ['数量', '7', undefined, 7],
  ]
  for (const [type, text, unit, value] of cases) {
    it(`${type} ${text}${unit === undefined ? '' : ` in ${unit}`} is ${value}`, () => {
      assert.equal(read(type, text, unit === undefined ? {} : { unit }), value)
    })
  }

  it('are exact or refused, never rounded', () => {
    assert.match(String(read('金额', '0.001')), /小数最多 2 位/)
    assert.equal(read('金额', '0.100'), 10)
    assert.match(String(read('数量', '1.5')), /小数最多 0 位/)
    assert.equal(read('金额', '90000000000000'), 9_000_000_000_000_000)
    assert.equal(read('金额', '90000000000000.01'), '数字过大')
    assert.equal(read('金额', '1e5'), '应为数字（单位 元，或写明单位）')
    assert.equal(read('金额', '12,34'), '应为数字（单位 元，或写明单位）')
  })
})

describe('cells of other kinds', () => {
  it('are read by their closed lists', () => {
    assert.equal(read('是否', 'Y'), true)
    assert.equal(read('是否', '否'), false)
    assert.equal(read('是否', '也许'), '应为 是 或 否')
    assert.equal(read('代码', '较好', { codes: ['好', '较好'] }), '较好')
    assert.equal(read('代码', '很好', { codes: ['好', '较好'] }), '应为 好、较好 之一')
  })

  it('are dates only where the order of day and month is certain', () => {
    const date = (text: string, format?: string) => {
      const reading = dateReader(format)(text)
      return 'problem' in reading ? reading.problem : reading.value
    }
    for (const text of ['2026-01-31', '2026/1/31', '20260131', '2026年1月31日', '2026.01.31', '2026-01-31 00:00:00']) {
      assert.equal(date(text), '2026-01-31', text)
    }
    assert.match(String(date('31/01/2026')), /不是日期/)
    assert.equal(date('31/01/2026', 'DD/MM/YYYY'), '2026-01-31')
    assert.equal(date('1.2.2026', 'D.M.YYYY'), '2026-02-01')
    assert.equal(date('2026-02-30'), '历法上没有这一天')
    assert.match(String(date('2026-01-31', 'DD/MM/YYYY')), /DD\/MM\/YYYY/)
    assert.equal(formatParts('DD/MM'), undefined)
    assert.equal(formatParts('DD/MM/DD'), undefined)
  })
})

describe('keys that a file has had', () => {
  it('are told from 300,000 others, through every growth', () => {
    const seen = new SeenKeys()
    for (let row = 1; row <= 300_000; row++) {
      assert.equal(seen.find(`customer_no ${row}`), undefined)
      seen.add(`customer_no ${row}`, row)
    }
    for (let row = 1; row <= 300_000; row += 997) assert.equal(seen.find(`customer_no ${row}`), row)
  })
})
