import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defineFailures, failureCatalogue } from './failure.ts'

const failures = defineFailures('kernel-test', {
  tooLate: { kind: 'refused', what: '{name}已截止', why: '截止日为{day}', next: '请联系{name}的负责人。' },
})

test('a failure carries code, kind and filled texts', () => {
  const failure = failures.tooLate({ name: '评定', day: '2026-01-31' })
  assert.equal(failure.code, 'kernel-test.tooLate')
  assert.equal(failure.kind, 'refused')
  assert.equal(failure.message, '评定已截止')
  assert.equal(failure.why, '截止日为2026-01-31')
  assert.equal(failure.next, '请联系评定的负责人。')
  assert.ok(failureCatalogue.has('kernel-test.tooLate'))
})

test('a parameter that looks like a placeholder is not filled again', () => {
  assert.equal(failures.tooLate({ name: '{day}', day: 'x' }).message, '{day}已截止')
})

test('a code is declared once', () => {
  assert.throws(
    () => defineFailures('kernel-test', { tooLate: { kind: 'invalid', what: '', next: '' } }),
    /declared twice/,
  )
})
