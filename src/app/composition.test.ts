import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withGround } from '../../test/harness.ts'
import { failureCatalogue } from '../kernel/failure.ts'
import { openApiText } from '../platform/http/description.ts'
import { commands } from './commands.ts'
import { ladder } from './ladder.ts'
import { buildServer } from './server.ts'

const CHINESE = /[一-鿿]/
const acts = new Map(ladder.flatMap((module) => Object.entries(module.acts ?? {})))
/** Of the platform, which is no module. */
const PLATFORM_ACTS = ['audit.read', 'task.oversee']

test('every act that a shipped role may do is known, and every known act is in some role', async (t) => {
  const ground = await withGround(t)
  const { rows } = await ground.pool.query<{ act: string }>('SELECT DISTINCT act FROM role_act ORDER BY act')
  assert.deepEqual(
    rows.map(({ act }) => act),
    [...acts.keys(), ...PLATFORM_ACTS].sort(),
  )
})

test('every operation asks for a known act, and is described with its id, in Chinese', async () => {
  const server = await buildServer()
  const { paths } = JSON.parse(await openApiText(server)) as {
    paths: Record<string, Record<string, { operationId: string; summary: string; description?: string }>>
  }
  await server.close()
  const operations = Object.values(paths).flatMap((path) => Object.values(path))
  const ids = operations.map(({ operationId }) => operationId)
  assert.equal(new Set(ids).size, ids.length)
  for (const { operationId, summary, description } of operations) {
    assert.match(summary, CHINESE, operationId)
    const act = /须有权限 ([\w.]+)/.exec(description ?? '')?.[1]
    assert.ok(act === undefined || acts.has(act) || PLATFORM_ACTS.includes(act), `${operationId} asks for ${act}`)
  }
})

test('every command is named once and tells what it does', () => {
  const names = commands.map(({ name }) => name)
  assert.equal(new Set(names).size, names.length)
  for (const { name, summary } of commands) assert.match(summary, CHINESE, name)
})

test('every failure says in Chinese, in whole sentences, what happened and what to do next', () => {
  for (const [code, { what, why, next }] of failureCatalogue) {
    if (/^test/.test(code)) continue
    assert.match(what, CHINESE, code)
    assert.match(next, CHINESE, code)
    for (const text of [what, why, next])
      assert.doesNotMatch(text ?? '', /[,;!?](?=[一-鿿])/, `${code}: half-width punctuation`)
    assert.match(what, /。$/, code)
    // A reason may be a parameter as a whole; a next step may end in a line to copy.
    assert.match(why ?? '。', /。$|^\{\w+\}$/, code)
    assert.match(next, /。$|：\s?[A-Za-z{][^一-鿿]*$/, code)
  }
})
