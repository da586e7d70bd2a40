import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type TestGround, testGround } from '../../../test/harness.ts'
import { fixedClock } from '../../kernel/clock.ts'
import { Failure } from '../../kernel/failure.ts'
import { newId } from '../../kernel/id.ts'
import type { LocalDate } from '../../kernel/local-date.ts'
import type { Context } from '../../platform/context.ts'
import { SYSTEM } from '../../platform/principal.ts'
import { addFact, factVocabulary } from './dictionary.ts'
import type { FactDefinition, Moment } from './domain.ts'
import { saveMetrics } from './metric.ts'
import { registerFactSource } from './source.ts'
import { saveFacts } from './store.ts'
import { loadFacts } from './views.ts'

const FAMILY = 'fact_customer_finance'
const Q1 = '2025-03-31' as LocalDate
const Q2 = '2025-06-30' as LocalDate
const Q3 = '2025-09-30' as LocalDate

describe('the history of facts', () => {
  let ground: TestGround
  let instant = new Date('2026-04-01T00:00:00Z')
  const clock = { now: () => instant, today: () => fixedClock(instant).today() }
  const within = <T>(work: (ctx: Context) => Promise<T>) => ground.transact(SYSTEM, work)
  const save = (day: string, ...rows: [string, LocalDate, Record<string, number | null>][]) => {
    instant = new Date(`${day}T00:00:00Z`)
    const facts = rows.map(([partyId, asOf, values]) => ({ partyId, scopeNo: 3, source: '报表', asOf, values }))
    return within((ctx) => saveFacts(ctx, FAMILY, facts, null))
  }
  const assets = async (party: string, moment: Moment) =>
    (await within((ctx) => loadFacts(ctx, 'customer', party, ['total_assets'], moment)))?.facts.total_assets

  before(async () => {
    ground = await testGround({ clock })
    // Any table with the columns of a subject will do: here the family itself.
    registerFactSource({
      subject: 'customer',
      table: FAMILY,
      historyTable: `${FAMILY}_history`,
      columns: [],
      words: [],
    })
  })
  after(() => ground.stop())

  it('keeps a late figure of an earlier date as history, and answers for every date and instant', async () => {
    const party = newId()
    await save('2025-04-10', [party, Q1, { total_assets: 100 }])
    await save('2025-10-10', [party, Q3, { total_assets: 300 }])
    const late = await save('2025-11-01', [party, Q2, { total_assets: 200 }])
    assert.deepEqual(late, { inserted: 0, updated: 1, unchanged: 0 })
    const again = await save('2025-11-02', [party, Q2, { total_assets: 200 }])
    assert.deepEqual(again, { inserted: 0, updated: 0, unchanged: 1 })
    assert.equal(await assets(party, 'now'), 300)
    assert.equal(await assets(party, { asOf: Q1 }), 100)
    assert.equal(await assets(party, { asOf: Q2 }), 200)
    assert.equal(await assets(party, { asOf: '2025-08-01' as LocalDate }), 200)
    assert.equal(await assets(party, { recordedAt: new Date('2025-05-01') }), 100)
    assert.equal(await assets(party, { asOf: Q2, recordedAt: new Date('2025-10-20') }), 100)
    assert.equal(await assets(party, { asOf: '2025-01-01' as LocalDate }), null)
  })

  it('takes a whole series of one party in the order of its dates', async () => {
    const party = newId()
    const counts = await save(
      '2026-01-05',
      [party, Q3, { total_assets: 3 }],
      [party, Q1, { total_assets: 1 }],
      [party, Q2, { total_assets: 2 }],
    )
    assert.deepEqual(counts, { inserted: 1, updated: 2, unchanged: 0 })
    assert.equal(await assets(party, 'now'), 3)
    assert.equal(await assets(party, { asOf: Q2 }), 2)
    assert.deepEqual(await save('2026-01-05', [party, Q3, { total_assets: 4 }]), {
      inserted: 0,
      updated: 1,
      unchanged: 0,
    })
    assert.equal(await assets(party, 'now'), 4)
  })

  it('keeps a column that a row leaves out, and makes one unknown that is given as null', async () => {
    const [one, two] = [newId(), newId()]
    await save('2026-01-05', [one, Q1, { total_assets: 1, revenue: 10 }], [two, Q1, { total_assets: 2, revenue: 20 }])
    await save('2026-02-05', [one, Q2, { total_assets: 5 }], [two, Q2, { total_assets: null, revenue: 21 }])
    const both = ['total_assets', 'revenue']
    const facts = (party: string) => within(async (ctx) => (await loadFacts(ctx, 'customer', party, both))?.facts)
    assert.deepEqual(await facts(one), { total_assets: 5, revenue: 10 })
    assert.deepEqual(await facts(two), { total_assets: null, revenue: 21 })
  })

  it('says which figures are stale on the day that is asked about', async () => {
    const party = newId()
    await save('2025-04-10', [party, Q1, { total_assets: 1 }])
    instant = new Date('2026-06-01T00:00:00Z')
    const loaded = await within((ctx) => loadFacts(ctx, 'customer', party, ['total_assets']))
    assert.equal(loaded?.provenance.get('total_assets')?.stale, true)
    const then = await within((ctx) => loadFacts(ctx, 'customer', party, ['total_assets'], { asOf: Q2 }))
    assert.equal(then?.provenance.get('total_assets')?.stale, false)
  })

  it('does not lose a change that comes between reading and writing', async () => {
    const party = newId()
    await save('2026-01-05', [party, Q1, { total_assets: 1 }])
    const { promise: read, resolve: go } = Promise.withResolvers<void>()
    const row = (total_assets: number) => [
      { partyId: party, scopeNo: 3, source: '报表', asOf: Q2, values: { total_assets } },
    ]
    const first = within(async (ctx) => {
      await saveFacts(ctx, FAMILY, row(2), null)
      go()
      await ctx.client.query('SELECT pg_sleep(0.2)')
    })
    await read
    const second = within((ctx) => saveFacts(ctx, FAMILY, row(3), null))
    await first
    await assert.rejects(second, (error) => error instanceof Failure && error.code === 'fact.changedMeanwhile')
    assert.equal(await assets(party, 'now'), 2)
  })

  it('replaces points of a series only where they differ', async () => {
    const party = newId()
    const point = (value: number) => [{ partyId: party, scopeNo: 3, metric: 'deposit_balance', period: Q1, value }]
    assert.equal(await within((ctx) => saveMetrics(ctx, point(5))), 1)
    assert.equal(await within((ctx) => saveMetrics(ctx, point(5))), 0)
    assert.equal(await within((ctx) => saveMetrics(ctx, point(-6_000_000_000_000))), 1)
  })
})

describe('the dictionary', () => {
  let ground: TestGround
  const fact: FactDefinition = {
    subject: 'customer',
    identifier: 'own_age',
    name: '年龄测试',
    type: '数量',
    unit: '岁',
    codes: [],
    protection: 'measure',
    source: '测试',
    family: 'fact_customer_own',
  }
  const add = (change: Partial<FactDefinition>) =>
    ground.transact(SYSTEM, (ctx) => addFact(ctx, { ...fact, ...change }))
  const refused = (change: Partial<FactDefinition>) =>
    add(change).then(
      () => 'added',
      (error: Failure) => error.code,
    )

  before(async () => {
    ground = await testGround()
  })
  after(() => ground.stop())

  it('adds a fact once, and refuses another meaning of its name or identifier', async () => {
    assert.equal(await add({}), 'added')
    assert.equal(await add({}), 'unchanged')
    assert.equal(await refused({ type: '金额' }), 'fact.differs')
    assert.equal(await refused({ name: '别名' }), 'fact.differs')
    assert.equal(await refused({ identifier: 'own_other' }), 'fact.nameTaken')
    assert.equal(await refused({ identifier: 'deposit_balance', name: '存款' }), 'fact.differs')
    assert.equal(await refused({ identifier: 'as_of', name: '日期' }), 'fact.badIdentifier')
    assert.equal(await refused({ identifier: 'own_x', name: '甲', type: 'numeric' }), 'fact.badType')
    assert.equal(await refused({ identifier: 'own_x', name: '甲', type: '代码' }), 'fact.badType')
    assert.equal(await refused({ identifier: 'own_x', name: '甲', family: 'fact_customer_none' }), 'fact.unknownFamily')
    const { words } = await ground.transact(SYSTEM, (ctx) => factVocabulary(ctx, 'customer'))
    assert.equal(words.get('年龄测试')?.identifier, 'own_age')
    assert.equal(words.get('存款余额')?.identifier, 'deposit_balance')
  })
})
