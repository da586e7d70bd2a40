import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { loadTwoBranches } from '../../../test/factories/org.ts'
import { type Browser, type TestHttp, withHttp } from '../../../test/http.ts'

import { SYSTEM } from '../../platform/principal.ts'
import { createSelection } from '../../platform/selection.ts'

describe('customers over HTTP', () => {
  let http: TestHttp
  let manager: Browser
  let other: Browser
  let head: Browser

  const endings: (() => Promise<void>)[] = []

  before(async () => {
    http = await withHttp({ after: (work) => endings.unshift(work) })
    await loadTwoBranches(http.ground)
    manager = await http.signedIn('M1')
    other = await http.signedIn('M2')
    head = await http.signedIn('H1')
  })

  after(async () => {
    for (const end of endings) await end()
  })

  const person = {
    customerNo: 'P1',
    kind: 'person',
    name: '仇春霖',
    identityNo: '11010519491231002X',
    phone: '13800001111',
  }
  const numbers = async (browser: Browser, path: string) => {
    const { status, body } = await browser.get(path)
    assert.equal(status, 200, JSON.stringify(body))
    return body.rows.map((row: { customerNo: string }) => row.customerNo)
  }

  it('go into the book of the one who enters them, and are seen by their branch only', async () => {
    const created = await manager.send('POST', '/api/customers', person)
    assert.equal(created.status, 201, JSON.stringify(created.body))
    assert.deepEqual(await numbers(manager, '/api/customers'), ['P1'])
    assert.deepEqual(await numbers(head, '/api/customers'), ['P1'])
    assert.deepEqual(await numbers(other, '/api/customers'), [])
    assert.deepEqual(await numbers(head, '/api/customers/search?q=qcl'), ['P1'])
    assert.deepEqual(await numbers(other, '/api/customers/search?q=qcl'), [])
    assert.equal((await other.get(`/api/customers/${created.body.partyId}`)).status, 404)
    assert.equal((await other.get('/api/customers/P1')).status, 404)
    assert.equal((await manager.get('/api/customers/P1')).body.name, '仇**')
  })

  it('of another branch are a duplicate that nobody is told about, and that is audited', async () => {
    const { status, body } = await other.send('POST', '/api/customers', { ...person, customerNo: 'P2' })
    assert.equal(status, 422)
    assert.deepEqual(body.error.details, [{ where: '证件号码', message: '已有建档，请联系所属机构' }])
    const audited = await http.ground.transact(
      SYSTEM,
      async (ctx) =>
        (await ctx.client.query(`SELECT count(*) AS n FROM audit_event WHERE act = 'customer.duplicate'`)).rows[0].n,
    )
    assert.equal(audited, 1)
  })

  it('are revealed for a reason, by those who may', async () => {
    const { partyId } = (await manager.get('/api/customers/P1')).body
    const path = `/api/customers/${partyId}/reveal`
    const wanted = { fields: ['phone'], reason: '约定回访时间' }
    assert.deepEqual((await manager.send('POST', path, wanted)).body, { phone: '13800001111' })
    assert.equal((await manager.send('POST', path, { ...wanted, reason: '' })).status, 422)
    assert.equal((await other.send('POST', path, wanted)).status, 404)
    const teller = await http.signedIn('T1')
    assert.equal((await teller.send('POST', path, wanted)).status, 403)
  })

  it('are changed from the version that was seen, else both versions are kept apart', async () => {
    const sheet = (await manager.get('/api/customers/P1')).body
    const path = `/api/customers/${sheet.partyId}`
    const change = { rowVersion: sheet.rowVersion, changes: { industry: '五金' } }
    assert.equal((await manager.send('PATCH', path, change)).body.rowVersion, sheet.rowVersion + 1)
    assert.equal((await head.send('PATCH', path, change)).status, 409)
    assert.equal((await manager.send('PATCH', path, { ...change, changes: { mood: '好' } })).status, 422)
  })

  it('are filtered by a condition, which is refused with its place where it is wrong', async () => {
    const listed = (condition: string) => manager.get(`/api/customers?condition=${encodeURIComponent(condition)}`)
    assert.deepEqual((await listed('行业 = "五金"')).body.rows.length, 1)
    const wrong = await listed('行业 = 5')
    assert.deepEqual([wrong.status, wrong.body.error.code], [422, 'fact.badCondition'])
    assert.deepEqual((await manager.get('/api/customers/count')).body, { total: 1, more: false })
  })

  it('are filtered by a kept selection, of which a list, a count and an export say when it is absent', async () => {
    const content = { condition: '行业 = "五金"' }
    const { id } = await http.ground.transact(SYSTEM, (ctx) =>
      createSelection(ctx, { subject: 'customer', name: '五金行', content }),
    )
    assert.equal((await manager.get(`/api/customers?selection=${id}`)).body.rows.length, 1)
    assert.equal((await other.get(`/api/customers?selection=${id}`)).body.rows.length, 0)
    for (const path of ['/api/customers', '/api/customers/count', '/api/customers/export']) {
      // A name is its owner's; others have the id.
      const { status, body } = await head.get(`${path}?selection=${encodeURIComponent('五金行')}`)
      assert.deepEqual([status, body.error.code], [404, 'selection.absent'])
    }
  })

  it('are exported as a file by those who may', async () => {
    const { status, headers, body } = await head.get('/api/customers/export')
    assert.deepEqual([status, headers.get('content-type')], [200, 'text/csv; charset=utf-8'])
    assert.match(body, /P1,仇\*\*,个人/)
    assert.equal((await manager.get('/api/customers/export')).status, 403)
    assert.equal((await head.get('/api/customers/export?condition=1')).status, 422)
  })

  it('have a dictionary of facts beside them', async () => {
    const { body } = await manager.get('/api/facts')
    assert.ok(body.facts.some((fact: { name: string }) => fact.name === '存款余额'))
  })
})
