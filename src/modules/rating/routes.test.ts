import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { TWO_BRANCHES } from '../../../test/factories/org.ts'
import { smallPolicy } from '../../../test/factories/policy.ts'
import { enact, saveDepositors } from '../../../test/factories/rating.ts'
import { withHttp } from '../../../test/http.ts'
import { SYSTEM } from '../../platform/principal.ts'
import { createSelection } from '../../platform/selection.ts'
import { loadOrganisation, unitRange } from '../org/index.ts'

describe('assessment over HTTP', () => {
  it('a branch assesses, explains and lists its own customers; another branch finds none of it', async (t) => {
    const http = await withHttp(t)
    const { ground } = http
    const { lo } = await ground.transact(SYSTEM, async (ctx) => {
      await loadOrganisation(ctx, TWO_BRANCHES)
      return unitRange(ctx, 'B1')
    })
    await enact(ground, smallPolicy())
    await saveDepositors(ground, [{ no: 'K1', scopeNo: lo, deposit: 100_000_000 }])

    const head = await http.signedIn('H1')
    const assessed = await head.send('POST', '/api/customers/K1/assessments', { document: 'small-tier' })
    assert.deepEqual(
      [assessed.status, assessed.body.outcome, assessed.body.result?.grade],
      [200, 'inserted', '高'],
      JSON.stringify(assessed.body),
    )
    const { id } = assessed.body.result
    const explained = await head.get(`/api/assessments/${encodeURIComponent(id)}`)
    assert.deepEqual([explained.status, explained.body.agrees, explained.body.title], [200, true, '存款分层办法'])
    assert.equal(explained.body.sheet.decisions[0].clause, '第一条')
    const listed = await head.get('/api/customers/K1/assessments')
    assert.deepEqual(listed.body.results, [assessed.body.result])
    const trial = await head.send('POST', '/api/simulations', { document: 'small-tier', where: '存款余额 > 0元' })
    assert.deepEqual([trial.status, trial.body.grades], [200, [{ grade: '高', reason: 0, count: 1 }]])

    const { id: poor } = await ground.transact(SYSTEM, (ctx) =>
      createSelection(ctx, { subject: 'customer', name: '小户', content: { condition: '存款余额 <= 1元' } }),
    )
    const nobody = await head.send('POST', '/api/simulations', { document: 'small-tier', selection: poor })
    assert.deepEqual([nobody.status, nobody.body.total], [200, 0])

    const other = await http.signedIn('H2')
    assert.equal((await other.get('/api/customers/K1/assessments')).status, 404)
    assert.equal((await other.get(`/api/assessments/${encodeURIComponent(id)}`)).status, 404)
    const elsewhere = await other.send('POST', '/api/simulations', { document: 'small-tier' })
    assert.equal(elsewhere.body.total, 0)
  })

  it('queues a run as a task, says what is wrong with a condition, and needs the act', async (t) => {
    const http = await withHttp(t)
    await http.ground.transact(SYSTEM, (ctx) => loadOrganisation(ctx, TWO_BRANCHES))
    await enact(http.ground, smallPolicy())
    const head = await http.signedIn('H1')
    const run = await head.send('POST', '/api/assessments', { document: 'small-tier' })
    assert.equal(run.status, 202, JSON.stringify(run.body))
    const task = await head.get(`/api/tasks/${run.body.taskId}`)
    assert.equal(task.body.kind, 'rating.assess')
    const bad = await head.send('POST', '/api/simulations', { document: 'small-tier', where: '存款余颜 > 0元' })
    assert.deepEqual([bad.status, bad.body.error.code], [422, 'fact.badCondition'])
    const none = await head.send('POST', '/api/simulations', { document: 'small-tier', asOf: '2019-01-01' })
    assert.equal(none.body.error.code, 'policy.noVersion')
    const administrator = await http.signedIn('A1')
    assert.equal((await administrator.send('POST', '/api/assessments', { document: 'small-tier' })).status, 403)
  })
})

describe('the policy library over HTTP', () => {
  it('lists versions, shows clauses with their sentences, and gives the text byte for byte', async (t) => {
    const http = await withHttp(t)
    await http.ground.transact(SYSTEM, (ctx) => loadOrganisation(ctx, TWO_BRANCHES))
    const folder = smallPolicy()
    await enact(http.ground, folder)
    const head = await http.signedIn('H1')
    const list = await head.get('/api/policies')
    assert.deepEqual(
      list.body.versions.map((one: { documentId: string; state: string }) => [one.documentId, one.state]),
      [['small-tier', 'active']],
    )
    const shown = await head.get('/api/policies/small-tier')
    assert.deepEqual(shown.body.clauses[0].sentences, [
      '存款余额在100万元以上的，分层为“高”。',
      '存款余额在10万元以上且不满100万元的，分层为“中”。',
      '存款余额不满10万元的，分层为“低”。',
    ])
    assert.deepEqual((await head.get('/api/policies/small-tier/text')).body.files, folder.files)
    assert.equal((await head.get('/api/policies/nothing')).status, 404)
    assert.equal((await head.get('/api/policies/small-tier?version=7')).status, 404)
  })
})
