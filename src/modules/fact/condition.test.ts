import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { typeOfFact, vocabulary } from '../../engine/index.ts'
import type { Failure } from '../../kernel/failure.ts'
import { compileCondition } from './condition.ts'

const words = vocabulary('customer', [
  { name: '存款余额', identifier: 'deposit_balance', type: typeOfFact('金额', '元', [])!, unit: '元' },
  { name: '客户类型', identifier: 'kind', type: typeOfFact('代码', '', ['个人', '企业'])!, unit: '' },
])

function refusal(text: string): Failure {
  try {
    compileCondition(text, words)
  } catch (error) {
    return error as Failure
  }
  return assert.fail(`${text} is a condition`)
}

describe('a condition over facts', () => {
  it('names the facts that it reads, once, and is SQL over whatever holds them', () => {
    const condition = compileCondition('存款余额 >= 50万元 and 存款余额 < 100万元', words)
    assert.deepEqual(condition.identifiers, ['deposit_balance'])
    assert.match(
      condition.sql({ column: new Map([['deposit_balance', 'f.deposit_balance']]), partyId: 'f.party_id' }),
      /f\.deposit_balance.*50000000.*f\.deposit_balance/s,
    )
  })

  it('is refused with the place of the mistake, and where it is no condition', () => {
    const misspelt = refusal('存款馀额 >= 50万元')
    assert.equal(misspelt.code, 'fact.badCondition')
    assert.match(misspelt.message, /存款馀额 >= 50万元/)
    assert.equal(misspelt.details[0]!.where, '条件:1:1')
    assert.match(misspelt.details[0]!.message, /存款馀额.*存款余额/)
    assert.match(refusal('存款余额').details[0]!.message, /“是”或“否”/)
    assert.equal(refusal('客户类型 = ').details[0]!.where, '条件:1:8')
  })
})
