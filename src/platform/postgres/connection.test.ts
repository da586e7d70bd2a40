import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { clientConfig, loginOf } from './connection.ts'

test('what a URL says of its user does not follow the login to another role', () => {
  const url =
    'postgresql://owner:a@db.example:5433/zhike?user=root&password=b&options=-csearch_path%3Dx&sslmode=disable'
  const owner = loginOf(url)
  assert.deepEqual([owner.user, owner.password, owner.parameters], ['root', 'b', 'sslmode=disable'])
  const client = new pg.Client(clientConfig({ ...owner, user: 'zhike_app', password: 'c' }))
  assert.deepEqual([client.user, client.password, client.database, client.port], ['zhike_app', 'c', 'zhike', 5433])
})
