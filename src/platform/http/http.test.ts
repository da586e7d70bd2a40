import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { loadTwoBranches } from '../../../test/factories/org.ts'
import { type Browser, type TestHttp, withHttp } from '../../../test/http.ts'
import { defineFailures } from '../../kernel/failure.ts'
import { defineOperation } from './contract.ts'
import { handleDownload } from './download.ts'
import { handle } from './handle.ts'
import { decodeMark, encodeMark, pageFrom } from './page.ts'

const failures = defineFailures('testHttp', {
  refused: { kind: 'refused', what: '额度 {amount} 超过上限。', why: '上限为 100 万元。', next: '请降低额度。' },
  gone: { kind: 'absent', what: '没有。', next: '无。' },
  clash: { kind: 'conflict', what: '冲突。', next: '无。' },
  down: { kind: 'unavailable', what: '不可用。', next: '无。' },
  wrong: { kind: 'invalid', what: '不对。', next: '无。' },
})
const clause = { document: 'credit', title: '授信管理办法', version: 1, clause: '第十二条第二款' }
const THROWN: Readonly<Record<string, () => Error>> = {
  refused: () => failures.refused({ amount: '200 万元' }, { clause }),
  gone: () => failures.gone(),
  clash: () => failures.clash(),
  down: () => failures.down(),
  wrong: () => failures.wrong({}, { details: [{ where: '第 3 行', message: '缺少名称' }] }),
  defect: () => new Error('relation "secret_table" does not exist'),
}

const throwOperation = defineOperation({
  id: 'test.throw',
  summary: '抛出',
  method: 'GET',
  path: '/test/throw/:name',
  act: 'org.read',
  params: z.object({ name: z.string() }),
  answer: z.object({}),
})
let release: (() => void) | undefined
const waiting: (() => void)[] = []
const addOperation = defineOperation({
  id: 'test.add',
  summary: '添加角色',
  method: 'POST',
  path: '/test/roles',
  act: 'org.manage',
  body: z.object({ code: z.string().min(2), slow: z.boolean().optional(), count: z.int().min(1).default(1) }),
  answer: z.object({ code: z.string(), roles: z.int() }),
  status: 201,
  idempotent: true,
})

const downloadOperation = defineOperation({
  id: 'test.download',
  summary: '下载',
  method: 'GET',
  path: '/test/download',
  act: 'org.read',
  query: z.object({ fails: z.enum(['never', 'first', 'later', 'wait']) }),
  answer: z.string(),
})

describe('what holds for every operation', () => {
  let http: TestHttp
  let admin: Browser
  let teller: Browser
  const closers: (() => Promise<void>)[] = []

  before(async () => {
    http = await withHttp({ after: (work) => void closers.push(work) }, {}, (server) => {
      handle(server, throwOperation, async (_ctx, { params }) => {
        throw THROWN[params.name]!()
      })
      handleDownload(server, downloadOperation, (ctx, { query: { fails } }) => ({
        fileName: '清单.csv',
        type: 'text/csv; charset=utf-8',
        chunks: (async function* () {
          if (fails === 'first') throw failures.wrong()
          yield '甲\n'
          const { rows } = await ctx.client.query<{ n: number }>('SELECT count(*) AS n FROM role')
          if (fails === 'wait') await new Promise<void>((resolve) => waiting.push(resolve))
          if (fails === 'later') throw new Error('a secret inside')
          yield rows[0]!.n > 0 ? '乙\n' : ''
        })(),
      }))
      handle(server, addOperation, async ({ client }, { body }) => {
        await client.query(`INSERT INTO role VALUES ($1, '测试')`, [body.code])
        if (body.slow) await new Promise<void>((resolve) => (release = resolve))
        if (body.code === 'fails') throw failures.clash()
        const { rows } = await client.query<{ roles: number }>('SELECT count(*) AS roles FROM role')
        return { code: body.code, roles: rows[0]!.roles, secret: 'not in the contract' } as never
      })
    })
    await loadTwoBranches(http.ground)
    admin = await http.signedIn('A1')
    teller = await http.signedIn('T1')
  })
  after(async () => {
    release?.()
    for (const close of closers.toReversed()) await close()
  })
  const roles = async (code: string) =>
    (await http.ground.pool.query('SELECT FROM role WHERE role_code = $1', [code])).rowCount

  test('each kind of failure has its status, its words and a trace id', async () => {
    const statuses: Record<string, number> = {}
    for (const name of Object.keys(THROWN)) {
      const { status, body, headers } = await admin.get(`/api/test/throw/${name}`)
      statuses[name] = status
      assert.equal(body.error.traceId, headers.get('x-trace-id'))
      assert.ok(body.error.what && body.error.next)
    }
    assert.deepEqual(statuses, { refused: 403, gone: 404, clash: 409, down: 503, wrong: 422, defect: 500 })
  })

  test('a refusal cites its clause', async () => {
    const { error } = (await admin.get('/api/test/throw/refused')).body
    assert.equal(error.what, '额度 200 万元 超过上限。')
    assert.deepEqual(error.clause, { ...clause, citation: '《授信管理办法》第十二条第二款' })
    const { error: wrong } = (await admin.get('/api/test/throw/wrong')).body
    assert.deepEqual(wrong.details, [{ where: '第 3 行', message: '缺少名称' }])
  })

  test('a defect tells nothing of its inside', async () => {
    const answer = await admin.get('/api/test/throw/defect')
    assert.equal(answer.body.error.code, 'platform.defect')
    assert.ok(!JSON.stringify(answer.body).includes('secret'))
  })

  test('nobody, and somebody without the act, are told apart', async () => {
    assert.equal((await http.browser().get('/api/test/throw/gone')).status, 401)
    const answer = await teller.send('POST', '/api/test/roles', { code: 'teller-made' })
    assert.deepEqual([answer.status, answer.body.error.code], [403, 'platform.forbidden'])
    assert.equal(await roles('teller-made'), 0)
  })

  test('a bad input is refused place by place, in Chinese', async () => {
    const { status, body } = await admin.send('POST', '/api/test/roles', { code: 'x', count: 0 })
    assert.deepEqual([status, body.error.code], [422, 'http.badRequest'])
    assert.deepEqual(
      body.error.details.map(({ where }: { where: string }) => where),
      ['code', 'count'],
    )
    assert.match(body.error.details[1].message, /^应不小于 1，实际是 0$/)
    const misspelt = await admin.get('/api/org/staff?untis=Z')
    assert.deepEqual([misspelt.status, misspelt.body.error.code], [422, 'http.badRequest'])
    assert.equal(misspelt.body.error.details[0].where, '查询条件')
    assert.match(misspelt.body.error.details[0].message, /没有名为“untis”的项/)
    assert.equal((await admin.send('POST', '/api/test/roles', '{"code":')).status, 400)
    assert.equal((await admin.send('POST', '/api/test/roles', 'a=b', { 'content-type': 'text/csv' })).status, 400)
    assert.equal((await admin.send('POST', '/api/test/roles', { code: 'x'.repeat(2 ** 20) })).status, 413)
    assert.equal((await admin.get('/api/nowhere')).body.error.code, 'http.noRoute')
  })

  test('an answer is trimmed to its contract', async () => {
    const { status, body } = await admin.send('POST', '/api/test/roles', { code: 'trimmed' })
    assert.deepEqual([status, Object.keys(body)], [201, ['code', 'roles']])
  })

  test('a write from another site is refused, whatever it claims', async () => {
    const body = { code: 'forged' }
    const forged: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ]
    for (const headers of forged) {
      const answer = await admin.send('POST', '/api/test/roles', body, headers)
      assert.deepEqual([answer.status, answer.body.error.code], [403, 'http.foreignOrigin'], JSON.stringify(headers))
    }
    const bare = await fetch(`${http.address}/api/test/roles`, {
      method: 'POST',
      headers: { cookie: admin.cookie!, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    assert.equal(bare.status, 403)
    assert.equal(await roles('forged'), 0)
    const own = { origin: http.address, 'sec-fetch-site': 'same-origin' }
    assert.equal((await admin.send('POST', '/api/test/roles', { code: 'own-page' }, own)).status, 201)
  })

  test('every answer carries the headers that protect a browser', async () => {
    const { headers } = await admin.get('/api/session')
    assert.equal(headers.get('cache-control'), 'no-store')
    assert.equal(headers.get('x-content-type-options'), 'nosniff')
    const policy = headers.get('content-security-policy')!
    assert.match(policy, /script-src 'self'(;|$)/)
    assert.match(policy, /frame-ancestors 'none'/)
  })

  test('a repeated request does its act once and gets the first answer', async () => {
    const key = { 'idempotency-key': 'request-0001' }
    const first = await admin.send('POST', '/api/test/roles', { code: 'once' }, key)
    await admin.send('POST', '/api/test/roles', { code: 'between' })
    const second = await admin.send('POST', '/api/test/roles', { code: 'once', count: 1 }, key)
    assert.deepEqual([second.status, second.body], [201, first.body])
    const other = await admin.send('POST', '/api/test/roles', { code: 'other' }, key)
    assert.deepEqual([other.status, other.body.error.code], [422, 'http.keyReused'])
    assert.equal(await roles('other'), 0)
  })

  test('a repeat that comes while the first is under way is refused', async () => {
    const key = { 'idempotency-key': 'request-0002' }
    const first = admin.send('POST', '/api/test/roles', { code: 'slow', slow: true }, key)
    while (!release) await new Promise((resolve) => setTimeout(resolve, 10))
    const second = await admin.send('POST', '/api/test/roles', { code: 'slow', slow: true }, key)
    assert.deepEqual([second.status, second.body.error.code], [409, 'http.inFlight'])
    release()
    assert.equal((await first).status, 201)
    assert.equal(await roles('slow'), 1)
  })

  test('an act that failed keeps no answer: its key may be tried again', async () => {
    const key = { 'idempotency-key': 'request-0003' }
    for (let tries = 0; tries < 2; tries += 1) {
      assert.equal(
        (await admin.send('POST', '/api/test/roles', { code: 'fails' }, key)).body.error.code,
        'testHttp.clash',
      )
    }
    assert.equal(await roles('fails'), 0)
    const misplaced = await admin.get('/api/session', key)
    assert.equal(misplaced.body.error.code, 'http.badKey')
  })

  test("one caller's key is nothing to another", async () => {
    const key = { 'idempotency-key': 'request-0001' }
    const answer = await teller.send('POST', '/api/test/roles', { code: 'once' }, key)
    assert.equal(answer.body.error.code, 'platform.forbidden')
  })

  test('an answer is not given again to who has lost the act since', async () => {
    const key = { 'idempotency-key': 'request-0004' }
    const again = () => reviewer.send('POST', '/api/test/roles', { code: 'lent' }, key)
    const reviewer = await http.signedIn('R1')
    await http.ground.pool.query(`INSERT INTO role_act VALUES ('credit_reviewer', 'org.manage')`)
    assert.equal((await again()).status, 201)
    await http.ground.pool.query(`DELETE FROM role_act WHERE role_code = 'credit_reviewer' AND act = 'org.manage'`)
    await sleep(1_050)
    assert.equal((await again()).body.error.code, 'platform.forbidden')
  })

  test('a file goes out chunk by chunk; a refusal is an answer; that it went out is on record, however it ended', async () => {
    const path = (fails: string) => `/api/test/download?fails=${fails}`
    const whole = await admin.get(path('never'))
    assert.deepEqual([whole.status, whole.body], [200, '甲\n乙\n'])
    assert.equal(
      whole.headers.get('content-disposition'),
      `attachment; filename*=UTF-8''${encodeURIComponent('清单.csv')}`,
    )
    const refused = await admin.get(path('first'))
    assert.deepEqual([refused.status, refused.body.error.code], [422, 'testHttp.wrong'])
    await assert.rejects(admin.get(path('later')))
    assert.equal((await http.browser().get(path('never'))).status, 401)
    const { rows } = await http.ground.pool.query<{ detail: string }>(
      `SELECT detail FROM audit_event WHERE detail LIKE '%test.download%' ORDER BY event_id`,
    )
    assert.deepEqual(
      rows.map(({ detail }) => JSON.parse(detail).query.fails),
      ['never', 'first', 'later'],
    )
  })

  test('readers who take their time leave connections to the others', async () => {
    const path = '/api/test/download?fails=wait'
    const slow = Array.from({ length: 4 }, () => admin.get(path))
    while (waiting.length < 4) await sleep(5)
    const fifth = await admin.get(path)
    assert.deepEqual([fifth.status, fifth.body.error.code], [503, 'http.tooManyDownloads'])
    for (const go of waiting.splice(0)) go()
    for (const { status, body } of await Promise.all(slow)) assert.deepEqual([status, body], [200, '甲\n乙\n'])
    // A place is free again once the transaction has ended, a moment after the last byte.
    await sleep(100)
    assert.equal((await admin.get('/api/test/download?fails=never')).status, 200)
  })

  test('health and readiness answer without a session', async () => {
    assert.deepEqual((await http.browser().get('/health')).body, { status: 'ok' })
    const ready = await http.browser().get('/ready')
    assert.deepEqual([ready.status, ready.body], [200, { database: 'ok', vault: 'ok', schema: 'ok' }])
  })
})

test('a page knows whether there is another, and a mark survives its trip', () => {
  assert.deepEqual(
    pageFrom([1, 2, 3], 2, (n) => `m${n}`),
    { rows: [1, 2], next: 'm2' },
  )
  assert.deepEqual(
    pageFrom([1, 2], 2, (n) => `m${n}`),
    { rows: [1, 2], next: null },
  )
  const columns = z.tuple([z.string(), z.int32(), z.null()])
  assert.deepEqual(decodeMark(encodeMark(['名', 7, null]), columns), ['名', 7, null])
  assert.equal(decodeMark(encodeMark(['名']), columns), undefined)
  assert.equal(decodeMark(encodeMark([7, 7, null]), columns), undefined)
  assert.equal(decodeMark('???', columns), undefined)
})
