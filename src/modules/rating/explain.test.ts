import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { smallPolicy } from '../../../test/factories/policy.ts'
import { assessAll, enact, saveDepositors } from '../../../test/factories/rating.ts'
import { makePrincipal } from '../../../test/factories.ts'
import { type TestGround, withGround } from '../../../test/harness.ts'
import { SYSTEM } from '../../platform/principal.ts'
import { saveCustomers } from '../customer/index.ts'
import { explainCustomer, explainTrial, listResults, replayResult } from './explain.ts'
import { assessOne, simulate } from './service.ts'

const MILLION = 100_000_000

async function oneAssessed(ground: TestGround) {
  await enact(ground, smallPolicy())
  const [partyId] = await saveDepositors(ground, [{ no: 'K1', scopeNo: 1, deposit: MILLION, asOf: '2026-06-30' }])
  const assessed = await ground.transact(SYSTEM, (ctx) => assessOne(ctx, 'small-tier', partyId!))
  return { partyId: partyId!, assessed }
}

describe('explaining a result', () => {
  it('names clause, row, inputs with source and date, and what is stale', async (t) => {
    const ground = await withGround(t)
    await oneAssessed(ground)
    const [explained] = await ground.transact(SYSTEM, (ctx) => explainCustomer(ctx, 'K1', 'small-tier'))
    const { sheet, origins, result, agrees } = explained!
    assert.deepEqual([result.grade, result.version, agrees], ['高', 1, true])
    const [decision] = sheet.decisions
    assert.deepEqual([decision!.clause, decision!.name], ['第一条', '分层'])
    assert.deepEqual(decision!.kind === 'table' && decision!.rows.map(({ number, reason }) => [number, reason]), [
      [1, '存款多'],
    ])
    assert.deepEqual(
      origins.map(({ name, source, asOf, stale }) => ({ name, source, asOf, stale })),
      [{ name: '存款余额', source: '每日供数', asOf: '2026-06-30', stale: true }],
    )
  })

  it('masks the name of a person, and shows nothing of a customer out of range', async (t) => {
    const ground = await withGround(t)
    await oneAssessed(ground)
    const person = await ground.transact(SYSTEM, async (ctx) => {
      await saveCustomers(ctx, [{ customerNo: 'P1', kind: 'person', name: '阿依古丽·买买提', scopeNo: 1 }])
      return explainTrial(ctx, 'P1', 'small-tier')
    })
    assert.equal(person.customer, '阿***·***')
    const stranger = await makePrincipal(ground, { acts: ['rating.read'], lo: 5, hi: 9 })
    await assert.rejects(
      ground.transact(stranger, (ctx) => explainCustomer(ctx, 'K1')),
      { code: 'customer.absent' },
    )
  })

  it('says what to do where there is no result, and tries one without writing it', async (t) => {
    const ground = await withGround(t)
    await enact(ground, smallPolicy())
    await saveDepositors(ground, [{ no: 'K1', scopeNo: 1 }])
    const explain = (document?: string) => ground.transact(SYSTEM, (ctx) => explainCustomer(ctx, 'K1', document))
    await assert.rejects(explain(), { code: 'rating.neverAssessed' })
    await assert.rejects(explain('small-tier'), { code: 'rating.notAssessed' })
    await assert.rejects(explain('nothing'), { code: 'policy.notFound' })
    const trial = await ground.transact(SYSTEM, (ctx) => explainTrial(ctx, 'K1', 'small-tier'), { readOnly: true })
    assert.deepEqual(trial.sheet.decisions[0]!.answers[0]!.missing, ['deposit_balance'])
    assert.deepEqual(await ground.transact(SYSTEM, (ctx) => listResults(ctx, 'K1')), [])
  })
})

describe('replaying an old result', () => {
  it('gives the same bytes after facts, their corrections and the policy changed', async (t) => {
    const ground = await withGround(t)
    const { partyId } = await oneAssessed(ground)
    const told = await ground.transact(SYSTEM, (ctx) => explainCustomer(ctx, 'K1'))
    const id = told[0]!.result.id

    await saveDepositors(ground, [{ no: 'K1', scopeNo: 1, deposit: 0, asOf: '2026-09-30' }])
    await saveDepositors(ground, [{ no: 'K1', scopeNo: 1, deposit: 1, asOf: '2026-06-30' }])
    await enact(ground, smallPolicy({ version: 2, effective: '2021-01-01', high: 500 }))
    const next = await ground.transact(SYSTEM, (ctx) => assessOne(ctx, 'small-tier', partyId))
    assert.deepEqual([next.outcome, next.result.grade, next.result.version], ['updated', '低', 2])

    const replayed = await ground.transact(SYSTEM, (ctx) => replayResult(ctx, id), { readOnly: true })
    assert.equal(JSON.stringify(replayed), JSON.stringify(told[0]))
    assert.equal(replayed.agrees, true)
    const history = await ground.transact(SYSTEM, (ctx) => listResults(ctx, 'K1'))
    assert.deepEqual(
      history.map(({ grade, version }) => `${grade} v${version}`),
      ['低 v2', '高 v1'],
    )
  })

  it('does the same for a result of a set-based run, and refuses what is no result', async (t) => {
    const ground = await withGround(t)
    await enact(ground, smallPolicy())
    await saveDepositors(ground, [{ no: 'K1', scopeNo: 1, deposit: MILLION }])
    const { runId } = await assessAll(ground, 'small-tier')
    const replay = (id: string) => ground.transact(SYSTEM, (ctx) => replayResult(ctx, id))
    const before = await replay(`${runId}:K1`)
    await saveDepositors(ground, [{ no: 'K1', scopeNo: 1, deposit: 5 }])
    await assessAll(ground, 'small-tier')
    assert.equal(JSON.stringify(await replay(`${runId}:K1`)), JSON.stringify(before))
    await assert.rejects(replay('K1'), { code: 'rating.badResultId' })
    await assert.rejects(replay('00000000-0000-7000-8000-000000000009:K1'), { code: 'rating.resultNotFound' })
  })
})

describe('facts that are being written while a run begins', () => {
  it('are waited for, so that the replay finds what the run read', async (t) => {
    const ground = await withGround(t)
    await enact(ground, smallPolicy())
    await saveDepositors(ground, [{ no: 'K1', scopeNo: 1, deposit: MILLION }])
    const writing = Promise.withResolvers<void>()
    const writer = ground.transact(SYSTEM, async (ctx) => {
      const values = { deposit_balance: 0 }
      const facts = [{ family: 'fact_customer_position', source: '每日供数', asOf: ctx.today, values }]
      await saveCustomers(ctx, [{ customerNo: 'K1', facts }], 'update')
      writing.resolve()
      await sleep(400)
    })
    await writing.promise
    const [{ runId, grades }] = await Promise.all([assessAll(ground, 'small-tier'), writer])
    assert.deepEqual(grades, [{ grade: '低', reason: 0, count: 1 }])
    const replayed = await ground.transact(SYSTEM, (ctx) => replayResult(ctx, `${runId}:K1`))
    assert.equal(replayed.agrees, true)
  })
})

describe('assessing one, and a trial of all', () => {
  it('assessing again writes nothing; a run after it neither', async (t) => {
    const ground = await withGround(t)
    const { partyId, assessed } = await oneAssessed(ground)
    assert.equal(assessed.outcome, 'inserted')
    const again = await ground.transact(SYSTEM, (ctx) => assessOne(ctx, 'small-tier', partyId))
    assert.deepEqual([again.outcome, again.result], ['unchanged', assessed.result])
    assert.deepEqual((await assessAll(ground, 'small-tier')).unchanged, 1)
  })

  it('counts what a draft would give, and writes nothing', async (t) => {
    const ground = await withGround(t)
    const { partyId } = await oneAssessed(ground)
    const [draft] = [smallPolicy({ version: 2, effective: '2027-01-01', high: 500 })]
    await enact(ground, draft!)
    const trial = (version?: number) =>
      ground.transact(SYSTEM, (ctx) => simulate(ctx, { document: 'small-tier', version }), { readOnly: true })
    assert.deepEqual((await trial()).grades, [{ grade: '高', reason: 0, count: 1 }])
    assert.deepEqual((await trial(2)).grades, [{ grade: '中', reason: 0, count: 1 }])
    const history = await ground.transact(SYSTEM, (ctx) => listResults(ctx, partyId))
    assert.equal(history.length, 1)
  })
})
