import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { dayNumberOf, fromDayNumber } from '../../kernel/local-date.ts'
import {
  birthDateOf,
  creditCodeProblem,
  identityProblem,
  isCreditCode,
  isResidentId,
  normaliseNumber,
} from './identity.ts'

/** GB 11643: weights 2^(18-i) mod 11 over the seventeen digits. Written here from the standard, apart from the library. */
function residentCheck(body: string): string {
  let sum = 0
  for (const [index, digit] of [...body].entries()) sum += Number(digit) * (2 ** (17 - index) % 11)
  return '10X98765432'[sum % 11]!
}

const LETTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** GB 32100: weights 3^i mod 31; a remainder of 0 has the check character 0. */
function creditCheck(body: string): string {
  let sum = 0
  for (const [index, letter] of [...body].entries()) sum += LETTERS.indexOf(letter) * (3 ** index % 31)
  return LETTERS[(31 - (sum % 31)) % 31]!
}

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`))
const resident = fc
  .tuple(
    fc.stringMatching(/^[1-9][0-9]{5}$/),
    fc.integer({ min: dayNumberOf(1900, 1, 1)!, max: dayNumberOf(2025, 12, 31)! }),
    digits(3),
  )
  .map(([division, day, order]) => `${division}${fromDayNumber(day).replaceAll('-', '')}${order}`)
const creditBody = fc
  .tuple(
    fc.stringMatching(/^[0-9A-HJ-NPQRTUWXY]{2}$/),
    digits(6),
    fc.array(fc.constantFrom(...LETTERS), { minLength: 9, maxLength: 9 }),
  )
  .map(([registrar, division, code]) => registrar + division + code.join(''))

describe('identity numbers', () => {
  it('takes every resident number with its right check digit and no other, by GB 11643', () => {
    fc.assert(
      fc.property(resident, (body) => {
        const right = residentCheck(body)
        for (const digit of '0123456789X') assert.equal(isResidentId(body + digit), digit === right, body + digit)
      }),
      { numRuns: 2_000 },
    )
  })

  it('takes every credit code with its right check character and no other, by GB 32100', () => {
    fc.assert(
      fc.property(creditBody, (body) => {
        const right = creditCheck(body)
        for (const letter of LETTERS) assert.equal(isCreditCode(body + letter), letter === right, body + letter)
      }),
      { numRuns: 2_000 },
    )
  })

  it('takes the credit codes whose sum is 0 mod 31, which another library refuses', () => {
    const zero = fc.sample(creditBody, 2_000).filter((body) => creditCheck(body) === '0')
    assert.ok(zero.length > 20)
    for (const body of zero) assert.equal(creditCodeProblem(`${body}0`), undefined)
  })

  it('says what is wrong with a number', () => {
    assert.match(identityProblem('id_card', '110105490231002')!, /15 位/)
    assert.match(identityProblem('id_card', '110105194902310029')!, /出生日期不存在/)
    assert.match(identityProblem('id_card', '11010519491231002')!, /17 位数字加 1 位/)
    assert.equal(identityProblem('passport', 'E12345678'), undefined)
    assert.equal(identityProblem('travel_permit', 'H12345678'), undefined)
    assert.match(identityProblem('travel_permit', 'K1')!, /通行证/)
    assert.match(creditCodeProblem('9123980IMA0000001T')!, /不含 I/)
  })

  it('reads the birth date and one spelling out of a number', () => {
    assert.equal(birthDateOf('11010519491231002X'), '1949-12-31')
    assert.equal(normaliseNumber(' １1010519491231002ｘ '), '11010519491231002X')
  })
})
