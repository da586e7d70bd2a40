import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { loadTwoBranches } from '../../../test/factories/org.ts'
import { type Browser, type TestHttp, withHttp } from '../../../test/http.ts'
import { SYSTEM } from '../../platform/principal.ts'

const ID_CARD = '11010519491231002X'

describe('what a customer act refuses over HTTP', () => {
  let http: TestHttp
  let manager: Browser
  let other: Browser
  let path: string

  const endings: (() => Promise<void>)[] = []

  before(async () => {
    http = await withHttp({ after: (work) => endings.unshift(work) }, { poolSize: 2 })
    await loadTwoBranches(http.ground)
    manager = await http.signedIn('M1')
    other = await http.signedIn('M2')
    const enter = async (customerNo: string) => {
      const { body } = await manager.send('POST', '/api/customers', { customerNo, kind: 'person', name: '方知远' })
      return body.partyId as string
    }
    path = `/api/customers/${await enter('Q1')}/related`
    await enter('Q2')
  })

  after(async () => {
    for (const end of endings) await end()
  })

  const duplicates = () =>
    http.ground.transact(SYSTEM, async (ctx) => {
      const { rows } = await ctx.client.query(`SELECT count(*) AS n FROM audit_event WHERE act = 'customer.duplicate'`)
      return rows[0].n as number
    })

  it('a relation by a name that every JavaScript object has', async () => {
    const { status, body } = await manager.send('POST', path, { relation: 'toString', person: { name: '张三' } })
    assert.deepEqual([status, body.error.code], [422, 'customer.badRelation'])
    assert.equal((await manager.get('/api/customers/Q1')).status, 200)
  })

  it('a relation to nobody, and to somebody out of range, in the same words', async () => {
    const theirs = await other.send('POST', '/api/customers', { customerNo: 'Q9', kind: 'person', name: '别处人' })
    const answers = await Promise.all(
      [theirs.body.partyId, '00000000-0000-7000-8000-0000000000aa'].map(async (otherId) => {
        const { status, body } = await manager.send('POST', path, { relation: 'other', otherId })
        return [status, body.error.what]
      }),
    )
    assert.deepEqual(answers[0], [422, '关联人资料有误：没有这位关联人，或者不在您的管辖范围内。'])
    assert.deepEqual(answers[1], answers[0])
  })

  it('a contact with a number of another branch, which is audited; at home the contact is known again', async () => {
    const person = { name: '钱多', identityNo: ID_CARD }
    const entered = await manager.send('POST', path, { relation: 'guarantor', person })
    assert.equal(entered.status, 201, JSON.stringify(entered.body))
    const again = await manager.send('POST', path, { relation: 'contact', person })
    assert.equal(again.body.otherId, entered.body.otherId)
    const { body } = await other.send('POST', '/api/customers', { customerNo: 'Q8', kind: 'person', name: '甲' })
    const before = await duplicates()
    const refused = await other.send('POST', `/api/customers/${body.partyId}/related`, { relation: 'other', person })
    assert.deepEqual([refused.status, refused.body.error.code], [422, 'customer.badRelation'])
    assert.equal(await duplicates(), before + 1)
  })

  it('many duplicates at once, without waiting for one another’s connections, and audits each', async () => {
    const before = await duplicates()
    const drafts = Array.from({ length: 6 }, () => ({ customerNo: 'Q1', kind: 'person', name: '甲' }))
    const answers = await Promise.all(drafts.map((draft) => other.send('POST', '/api/customers', draft)))
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([422]))
    assert.equal(await duplicates(), before + 6)
  })

  it('what no database can hold, as an invalid input and no defect', async () => {
    const mark = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url')
    const id = '00000000-0000-7000-8000-0000000000aa'
    const answer = async (query: string) => (await manager.get(`/api/customers${query}`)).body.error.code
    assert.equal(await answer(`?after=${mark(['x', 'Q1', id])}`), 'customer.badPage')
    assert.equal(await answer(`?after=${mark([2 ** 31, 'Q1', id])}`), 'customer.badPage')
    assert.equal(await answer(`?after=${mark([1, '\0', id])}`), 'database.badText')
    assert.equal(await answer('?book=2147483648'), 'http.badRequest')
    assert.equal(await answer('/search?q=%00ab'), 'database.badText')
    assert.equal(await answer('/%00'), 'database.badText')
    const guess = await http.browser().send('POST', '/api/session', { loginName: 'a\0', password: 'x' })
    assert.deepEqual([guess.status, guess.body.error.code], [422, 'database.badText'])
  })

  it('a book that there is not', async () => {
    const head = await http.signedIn('H1')
    const { body } = await manager.get('/api/customers/Q1')
    const enter = (scopeNo: number) =>
      head.send('POST', '/api/customers', { customerNo: 'Q3', kind: 'person', name: '无人管', scopeNo })
    const refused = await enter(body.book + 1)
    assert.deepEqual(refused.body.error.details, [
      { where: '客户归属', message: `没有编号为 ${body.book + 1} 的管户簿` },
    ])
    assert.equal((await enter(body.book)).status, 201)
  })
})
