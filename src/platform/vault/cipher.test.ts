import assert from 'node:assert/strict'
import { createSecretKey, randomBytes } from 'node:crypto'
import { suite, test } from 'node:test'
import { Failure } from '../../kernel/failure.ts'
import { newId } from '../../kernel/id.ts'
import { decrypt, encrypt } from './cipher.ts'
import { newDataKeys, openDataKeys } from './data-keys.ts'
import { kekOf } from './kek.ts'

const key = createSecretKey(randomBytes(32))

suite('cipher', () => {
  test('what was sealed opens, and only with the same key and context', () => {
    const plain = Buffer.from('{"phone":"13800138000"}')
    const sealed = encrypt(key, plain, 'customer\0a')
    assert.deepEqual(decrypt(key, sealed, 'customer\0a'), plain)
    assert.equal(decrypt(key, sealed, 'customer\0b'), undefined)
    assert.equal(decrypt(createSecretKey(randomBytes(32)), sealed, 'customer\0a'), undefined)
  })

  test('every flipped bit and every cut is refused', () => {
    const sealed = encrypt(key, Buffer.from('张三'), '')
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const flipped = Buffer.from(sealed)
      flipped[bit >> 3]! ^= 1 << (bit & 7)
      assert.equal(decrypt(key, flipped, ''), undefined, `bit ${bit}`)
    }
    for (let length = 0; length < sealed.length; length++)
      assert.equal(decrypt(key, sealed.subarray(0, length), ''), undefined)
    assert.equal(decrypt(key, Buffer.concat([sealed, Buffer.of(0)]), ''), undefined)
  })

  test('100,000 nonces are all different', () => {
    const nonces = new Set<string>()
    for (let n = 0; n < 100_000; n++) nonces.add(encrypt(key, Buffer.of(1), '').toString('latin1', 1, 13))
    assert.equal(nonces.size, 100_000)
  })
})

suite('data keys', () => {
  const kek = kekOf(randomBytes(32))
  const [ann, bob] = [newId(), newId()]
  const made = newDataKeys(kek, [ann, bob])
  const rows = made.map(({ key: _, ...row }) => row)
  const keys = openDataKeys(kek, rows)
  const values = { name: '单晓明', remark: null, address: '北京市𠮷巷 1 号' }
  const failsWith = (code: string) => (error: unknown) => error instanceof Failure && error.code === code

  test('a row group comes back as it was', () => {
    assert.deepEqual(keys.open(ann, 'customer', keys.seal(ann, 'customer', values)), values)
  })

  test('a key just made and the same key stored are one', () => {
    assert.deepEqual(keys.open(bob, 'customer', openDataKeys(kek, made).seal(bob, 'customer', values)), values)
  })

  test('a ciphertext moved to another party or another table is refused', () => {
    const sealed = keys.seal(ann, 'customer', values)
    assert.throws(() => keys.open(bob, 'customer', sealed), failsWith('platform.sealBroken'))
    assert.throws(() => keys.open(ann, 'contact_person', sealed), failsWith('platform.sealBroken'))
  })

  test('a wrapped key moved to another party, or of another key-encryption key, does not open', () => {
    const moved = openDataKeys(kek, [{ ...rows[0]!, partyId: bob }])
    assert.throws(() => moved.seal(bob, 'customer', values), failsWith('platform.sealBroken'))
    const other = openDataKeys(kekOf(randomBytes(32)), rows)
    assert.throws(() => other.seal(ann, 'customer', values), failsWith('platform.sealBroken'))
  })

  test('a party without a key is told apart', () => {
    const stranger = newId()
    assert.equal(keys.has(stranger), false)
    assert.throws(() => keys.seal(stranger, 'customer', values), failsWith('platform.keyMissing'))
  })
})
