import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { normaliseValue, openBlindIndex } from './blind.ts'

suite('blind index', () => {
  const blind = openBlindIndex(Buffer.alloc(32, 7))

  for (const [kind, written, meant] of [
    ['id_card', '１１０１０１ 19900307 123ｘ', '11010119900307123X'],
    ['id_card', '110101-19900307-123x', '11010119900307123X'],
    ['phone', '(010) 6655-4433', '01066554433'],
    ['customer_no', ' kh－0001 ', 'KH-0001'],
    ['email', 'Zhang.San@Example.com', 'ZHANG.SAN@EXAMPLE.COM'],
  ] as const) {
    test(`${kind} ${written} is ${meant}`, () => {
      assert.equal(normaliseValue(kind, written), meant)
      assert.deepEqual(blind.digest(kind, written), blind.digest(kind, meant))
    })
  }

  test('numbers that differ in what counts stay different', () => {
    assert.notDeepEqual(blind.digest('customer_no', 'KH-0001'), blind.digest('customer_no', 'KH0001'))
    assert.notDeepEqual(blind.digest('id_card', '11010119900307123X'), blind.digest('id_card', '110101199003071234'))
  })

  test('equal values of two kinds, and under two secrets, have different digests', () => {
    assert.notDeepEqual(blind.digest('phone', '123456'), blind.digest('passport', '123456'))
    assert.notDeepEqual(blind.digest('phone', '123456'), openBlindIndex(Buffer.alloc(32, 8)).digest('phone', '123456'))
  })

  test('the caller may wipe the secret once the index is open', () => {
    const secret = Buffer.alloc(32, 7)
    const opened = openBlindIndex(secret)
    secret.fill(0)
    assert.equal(opened.digest('phone', '123456'), blind.digest('phone', '123456'))
    assert.equal(opened.token('单'), blind.token('单'))
  })

  test('a digest stays the same when others have pushed it out of memory', () => {
    const [first, token] = [blind.digest('customer_no', 'N0'), blind.token('t0')]
    for (let n = 1; n <= 20_000; n++) blind.digest('customer_no', `N${n}`)
    assert.equal(blind.digest('customer_no', 'N0'), first)
    assert.equal(blind.token('t0'), token)
  })

  test('a name token is a signed 64-bit number, the same each time', () => {
    const token = blind.token('单')
    assert.match(token, /^-?\d{1,19}$/)
    assert.equal(BigInt.asIntN(64, BigInt(token)), BigInt(token))
    assert.equal(blind.token('单'), token)
    assert.notEqual(blind.token('丹'), token)
  })
})
