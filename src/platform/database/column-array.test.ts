import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { type TestGround, testGround } from '../../../test/harness.ts'
import { SYSTEM } from '../principal.ts'
import { type ColumnType, type ColumnValue, columnArray } from './column-array.ts'

describe('columns as binary arrays', () => {
  let ground: TestGround
  before(async () => {
    ground = await testGround()
  })
  after(() => ground.stop())

  /** The values as PostgreSQL reads them, in their own text form. */
  const read = (type: ColumnType, values: readonly ColumnValue[]): Promise<(string | null)[]> =>
    ground.transact(SYSTEM, async ({ client }) => {
      const { rows } = await client.query(
        `SELECT v::text AS v FROM unnest($1::${type}[]) WITH ORDINALITY AS s(v, n) ORDER BY n`,
        [columnArray(type, values)],
      )
      return rows.map((row) => row.v)
    })

  it('arrive as they were given, in order, with their NULLs', async () => {
    const id = '0198c7f2-0000-7abc-8def-0123456789ab'
    assert.deepEqual(await read('uuid', [id, null]), [id, null])
    assert.deepEqual(await read('integer', [0, -1, 2_147_483_647]), ['0', '-1', '2147483647'])
    assert.deepEqual(await read('boolean', [true, false, undefined]), ['true', 'false', null])
    assert.deepEqual(await read('date', ['1999-12-31', '2000-01-01', '0001-01-01', '9999-12-31']), [
      '1999-12-31',
      '2000-01-01',
      '0001-01-01',
      '9999-12-31',
    ])
    assert.deepEqual(await read('bytea', [Buffer.from([0, 255])]), ['\\x00ff'])
    assert.deepEqual(await read('text', ['', '𠮷田', '{"a,b\\', 'NULL']), ['', '𠮷田', '{"a,b\\', 'NULL'])
    assert.deepEqual(await read('text', []), [])
    const [instant] = await read('timestamptz', [new Date('2026-01-31T12:34:56.789Z')])
    assert.equal(new Date(instant!).toISOString(), '2026-01-31T12:34:56.789Z')
  })

  it('hold every exact integer', async () => {
    const edges = [
      Number.MAX_SAFE_INTEGER,
      Number.MIN_SAFE_INTEGER,
      -4_294_967_296,
      -4_294_967_297,
      4_294_967_295,
      0,
      -1,
    ]
    const values = [...edges, ...fc.sample(fc.maxSafeInteger(), 500)]
    assert.deepEqual(await read('bigint', values), values.map(String))
  })

  it('refuse what is none of the type', () => {
    assert.throws(() => columnArray('bigint', [2 ** 53]), RangeError)
    assert.throws(() => columnArray('bigint', [0.5]), RangeError)
    assert.throws(() => columnArray('uuid', ['0198c7f2']), TypeError)
    assert.throws(() => columnArray('date', ['soon']), TypeError)
  })
})
