import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Logger } from 'pino'
import { withGround } from '../../test/harness.ts'
import { staffPrincipals } from '../modules/org/index.ts'
import { failures } from './failures.ts'
import { createServer } from './http/server.ts'
import { openLog } from './log.ts'
import { SYSTEM } from './principal.ts'

const CANARY = '13800138000'

function capture(): { log: Logger; lines: string[] } {
  const lines: string[] = []
  const destination = { write: (line: string) => void lines.push(line) }
  return { log: openLog({ logLevel: 'trace' }, destination), lines }
}

suite('log', () => {
  test('fields of persons and secrets are hidden down to the second level', () => {
    const { log, lines } = capture()
    log.info(
      { phone: CANARY, customer: { phone: CANARY, name: CANARY }, request: { body: { password: CANARY } } },
      'saved',
    )
    assert.ok(!lines.join('').includes(CANARY))
    assert.match(lines.join(''), /"msg":"saved"/)
  })

  test('a database error is told by code and place, without the value that it quotes', async (t) => {
    const ground = await withGround(t)
    const { log, lines } = capture()
    const statement = ground.transact(SYSTEM, ({ client }) => client.query('SELECT $1::date', [CANARY]))
    await statement.catch((err: unknown) => log.error({ err }, 'failed'))
    const [line] = lines
    assert.ok(line && !line.includes(CANARY))
    assert.equal(JSON.parse(line).err.code, '22008')
    assert.match(JSON.parse(line).err.stack, /at /)
  })

  test('an error of ours keeps its message and its cause', () => {
    const { log, lines } = capture()
    log.error({ err: failures.sealBroken({ table: 'customer' }, { cause: new RangeError('why') }) })
    const { err } = JSON.parse(lines[0]!)
    assert.equal(err.code, 'platform.sealBroken')
    assert.match(err.message, /customer/)
    assert.equal(err.cause.message, 'why')
  })

  test('a request is told by its route, without what was asked for', async (t) => {
    const ground = await withGround(t)
    const { log, lines } = capture()
    const server = await createServer({ ground: () => ground, principals: staffPrincipals, log, version: '1' })
    t.after(() => server.close())
    await server.inject({ url: `/api/tasks?after=${CANARY}` })
    await server.inject({ url: `/api/tasks/${CANARY}` })
    await server.inject({ url: `/api/nothing/${CANARY}` })
    assert.ok(!lines.join('').includes(CANARY), lines.join(''))
    assert.match(lines.join(''), /"route":"\/api\/tasks\/:taskId"/)
  })
})
