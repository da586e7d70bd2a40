import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import pg from 'pg'
import { zhikeAs } from '../../test/command.ts'
import { loadTwoBranches } from '../../test/factories/org.ts'
import { type Browser, type TestHttp, withHttp } from '../../test/http.ts'
import { type CustomerDraft, findCustomer, saveCustomers } from '../modules/customer/index.ts'
import { type LoadedBooks, principalOfStaff } from '../modules/org/index.ts'
import { clientConfig } from '../platform/postgres/connection.ts'
import { SYSTEM } from '../platform/principal.ts'

/** Two branches with the same customers but for the number and the book: a firm that search finds in main, a person whom the vault finds. */
function customersOf(branch: string, books: LoadedBooks): CustomerDraft[] {
  return [
    {
      customerNo: `C${branch}1`,
      kind: 'company',
      name: `恒岳建材${branch}有限公司`,
      scopeNo: books.ofStaff(`M${branch}`),
    },
    {
      customerNo: `C${branch}2`,
      kind: 'person',
      name: '欧阳春晓',
      phone: '13800001234',
      scopeNo: books.ofUnit(`B${branch}`),
    },
  ]
}

describe('two users of two branches see their own customers, whichever way they ask', () => {
  let http: TestHttp
  const heads: Record<string, Browser> = {}
  const ids: Record<string, string> = {}
  const closers: (() => Promise<void>)[] = []

  before(async () => {
    http = await withHttp({ after: (work) => void closers.push(work) })
    const books = await loadTwoBranches(http.ground)
    for (const branch of ['1', '2']) {
      const drafts = customersOf(branch, books)
      const saved = await http.ground.transact(SYSTEM, (ctx) => saveCustomers(ctx, drafts, 'create'))
      assert.equal(saved.created, 2, JSON.stringify(saved.verdicts))
      heads[branch] = await http.signedIn(`H${branch}`)
      for (const { customerNo } of drafts) {
        ids[customerNo!] = (await http.ground.transact(SYSTEM, (ctx) => findCustomer(ctx, customerNo!))).partyId
      }
    }
  })
  after(async () => {
    for (const close of closers.toReversed()) await close()
  })

  const numbers = (rows: { customerNo: string }[]) => rows.map(({ customerNo }) => customerNo).sort()
  const listed = async (branch: string) => numbers((await heads[branch]!.get('/api/customers')).body.rows)

  test('in the list and its count', async () => {
    assert.deepEqual(await listed('1'), ['C11', 'C12'])
    assert.deepEqual(await listed('2'), ['C21', 'C22'])
    assert.equal((await heads['1']!.get('/api/customers/count')).body.total, 2)
  })

  test('in search: by name, by pinyin, by telephone', async () => {
    for (const q of ['恒岳', 'hyjc', '欧阳', 'oycx', '13800001234']) {
      for (const branch of ['1', '2']) {
        const { body } = await heads[branch]!.get(`/api/customers/search?q=${encodeURIComponent(q)}`)
        assert.ok(body.rows.length > 0, `${q} finds nothing in branch ${branch}`)
        assert.ok(
          numbers(body.rows).every((number) => number.startsWith(`C${branch}`)),
          `${q}: ${numbers(body.rows)}`,
        )
      }
    }
  })

  test('by number and by id', async () => {
    for (const wanted of ['C21', ids.C21!, ids.C22!]) {
      const answer = await heads['1']!.get(`/api/customers/${wanted}`)
      assert.equal(answer.status, 404, wanted)
      assert.ok(!JSON.stringify(answer.body).includes('恒岳'))
    }
    assert.equal((await heads['2']!.get('/api/customers/C21')).status, 200)
  })

  test('in what they may change', async () => {
    const change = { rowVersion: 1, changes: { industry: '改' } }
    const changed = await heads['1']!.send('PATCH', `/api/customers/${ids.C21}`, change)
    assert.match(`${changed.status} ${changed.body.error.code}`, /^404 customer\./)
    const reveal = { fields: ['phone'], reason: '核对电话号码' }
    const revealed = await heads['1']!.send('POST', `/api/customers/${ids.C22}/reveal`, reveal)
    assert.match(`${revealed.status} ${revealed.body.error.code}`, /^404 customer\./)
  })

  test('in the file that they export', async () => {
    const { status, body } = await heads['1']!.get('/api/customers/export')
    assert.equal(status, 200)
    assert.ok(body.includes('C11') && body.includes('C12') && !body.includes('C21') && !body.includes('C22'), body)
    const manager = await http.signedIn('M1')
    assert.equal((await manager.get('/api/customers/export')).status, 403)
  })

  test('on the command line', async () => {
    const head = await http.ground.transact(SYSTEM, (ctx) => principalOfStaff(ctx, 'H1'))
    const rows = await zhikeAs(http.ground, head, 'customers', 'list')
    assert.deepEqual(numbers(rows as { customerNo: string }[]), ['C11', 'C12'])
    await assert.rejects(zhikeAs(http.ground, head, 'customers', 'show', 'C21'))
  })

  test('in the narrowest post the manager sees the own book only', async () => {
    const manager = await http.signedIn('M1')
    assert.deepEqual(numbers((await manager.get('/api/customers')).body.rows), ['C11'])
  })

  test('the administrator sees no customer at all', async () => {
    const admin = await http.signedIn('A1')
    assert.equal((await admin.get('/api/customers')).status, 403)
  })

  test('and with row security taken away this very assertion fails', async () => {
    const owner = new pg.Client(clientConfig(http.ground.owners.main, 'test'))
    await owner.connect()
    try {
      await owner.query('ALTER TABLE zhike.customer DISABLE ROW LEVEL SECURITY')
      // The list asks for its range itself too, so that an index serves it; reading one customer relies on row security alone.
      assert.equal((await heads['1']!.get('/api/customers/C21')).status, 200)
    } finally {
      await owner.query('ALTER TABLE zhike.customer ENABLE ROW LEVEL SECURITY')
      await owner.end()
    }
    assert.equal((await heads['1']!.get('/api/customers/C21')).status, 404)
  })
})
