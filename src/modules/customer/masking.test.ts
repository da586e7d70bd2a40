import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { inert } from './export.ts'
import { maskAddress, maskEmail, maskIdentity, maskName, maskPhone } from './masking.ts'
import { normalisePhone } from './phone.ts'

describe('masking', () => {
  it('leaves just enough to recognise', () => {
    assert.equal(maskName('张三'), '张*')
    assert.equal(maskName('欧阳春晓'), '欧***')
    assert.equal(maskName('阿依古丽·买买提'), '阿***·***')
    assert.equal(maskName('𠮷田'), '𠮷*')
    assert.equal(maskIdentity('11010519491231002X'), '** **** **** **** 002X')
    assert.equal(maskIdentity('E1234567'), '**** 4567')
    assert.equal(maskIdentity('A1'), '*1')
    assert.equal(maskPhone('13812341234'), '138****1234')
    assert.equal(maskPhone('0571-88880000'), '0571-******00')
    assert.equal(maskPhone('95588'), '*****')
    assert.equal(maskEmail('zhang@example.cn'), 'z****@example.cn')
    assert.equal(maskAddress('青禾市河东区解放路一号'), '青禾市河东区****')
    assert.equal(maskAddress('短地址'), '****')
  })
})

describe('telephone numbers', () => {
  it('have one spelling each', () => {
    const cases: [string, string | undefined][] = [
      ['13812341234', '13812341234'],
      ['+86 138-1234-1234', '13812341234'],
      ['１３８ 1234 1234', '13812341234'],
      ['(0571) 88880000', '0571-88880000'],
      ['4008001234', '4008001234'],
      ['95588', '95588'],
      ['+852 2123 4567', '+85221234567'],
      ['88880000', undefined],
      ['无', undefined],
    ]
    for (const [written, kept] of cases) assert.equal(normalisePhone(written), kept, written)
  })
})

describe('exported cells', () => {
  it('are never a formula, whatever stands in front', () => {
    for (const payload of [
      '=1+1',
      '+1',
      '-1',
      '@a',
      '\t=1',
      '\r=1',
      '\n=1',
      '＝1',
      '＋1',
      '－1',
      '＠a',
      ' =1',
      '"=1',
      "'=1",
      '\u{feff}=1',
    ]) {
      assert.equal(inert(payload), `'${payload}`, JSON.stringify(payload))
    }
    assert.equal(inert('张*'), '张*')
    assert.equal(inert('2026-01-31'), '2026-01-31')
  })
})
