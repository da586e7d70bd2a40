import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gate } from './gate.ts'
import { checkNewPassword, hashPassword, verifyPassword } from './password.ts'

test('a password is kept as argon2id in PHC form, salted, and verified', async () => {
  const [first, second] = await Promise.all([hashPassword('青禾 correct horse'), hashPassword('青禾 correct horse')])
  assert.match(first, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
  assert.notEqual(first, second)
  assert.ok(await verifyPassword(first, '青禾 correct horse'))
  assert.ok(!(await verifyPassword(first, '青禾 correct horsf')))
  assert.ok(!(await verifyPassword(undefined, 'A')))
  assert.ok(!(await verifyPassword(null, '')))
})

test('the same password typed on another keyboard is the same', async () => {
  assert.ok(await verifyPassword(await hashPassword('Ａｂ１２ café über'), 'Ab12 cafe\u0301 u\u0308ber'))
})

// @source test.c of the reference implementation, phc-winner-argon2
test('a hash is what every other argon2id makes of it', async () => {
  const hash = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'
  assert.ok(await verifyPassword(hash, 'password'))
  await assert.rejects(verifyPassword(hash.replace('argon2id', 'argon2i'), 'password'), /not argon2id in PHC form/)
})

test('weak passwords are refused with the reason', () => {
  const reason = (password: string) => {
    try {
      checkNewPassword(password, 'liangmy')
      return undefined
    } catch (error) {
      return (error as { parameters: { reason: string } }).parameters.reason
    }
  }
  assert.match(reason('short one')!, /至少 12/)
  assert.match(reason('x'.repeat(300))!, /至多/)
  assert.match(reason('aaaaaaabbbbbbb')!, /重复/)
  assert.match(reason('my-LiangMY-2026')!, /登录名/)
  assert.match(reason('abcdefghijklmn')!, /连续/)
  assert.match(reason('9876543210987')!, /连续/)
  assert.equal(reason('青禾银行的早晨有雾气很大'), undefined)
  assert.equal(reason('correct horse battery'), undefined)
})

test('the gate lets in so many, keeps so many waiting, and refuses the rest', async () => {
  const enter = gate(2, 2, () => new Error('full'))
  let inside = 0
  let most = 0
  const work = () =>
    enter(async () => {
      inside += 1
      most = Math.max(most, inside)
      await new Promise((resolve) => setTimeout(resolve, 5))
      inside -= 1
    })
  const results = await Promise.allSettled(Array.from({ length: 6 }, work))
  assert.deepEqual(
    results.map(({ status }) => status),
    ['fulfilled', 'fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected'],
  )
  assert.equal(most, 2)
  await work()
})
