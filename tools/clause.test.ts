import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noDocument } from './clause.ts'

test('a misspelt document is answered with the nearest names, an absent one with all', () => {
  const ids = ['region-rules', 'key-account', 'capability', 'small-tier']
  assert.match(noDocument('key-acount', ids), /^no document key-acount; nearest: key-account, /)
  assert.match(noDocument('', ids), /one of: region-rules, key-account, capability, small-tier$/)
})
