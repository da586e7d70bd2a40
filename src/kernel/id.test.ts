import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isId, newId } from './id.ts'

test('ids are UUIDv7: version, variant, time order, no repeats', () => {
  const ids = Array.from({ length: 10_000 }, (_, index) => newId(1_700_000_000_000 + index))
  assert.ok(ids.every(isId))
  assert.ok(ids.every((id) => id[14] === '7' && '89ab'.includes(id[19]!)))
  assert.equal(new Set(ids).size, ids.length)
  assert.deepEqual(ids, ids.toSorted())
})
