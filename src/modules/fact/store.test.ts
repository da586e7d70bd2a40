import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type TestGround, testGround } from '../../../test/harness.ts'
import { fixedClock } from '../../kernel/clock.ts'
import { newId } from '../../kernel/id.ts'
import type { LocalDate } from '../../kernel/local-date.ts'
import type { Context } from '../../platform/context.ts'
import { SYSTEM } from '../../platform/principal.ts'
import { registerFactSource } from './source.ts'
import { judgeFacts, saveFacts } from './store.ts'
import { loadFacts } from './views.ts'

const FAMILY = 'fact_customer_position'
const JAN = '2026-01-31' as LocalDate
const FEB = '2026-02-28' as LocalDate

describe('facts of a family', () => {
  let ground: TestGround
  let instant = new Date('2026-04-01T00:00:00Z')
  const clock = { now: () => instant, today: () => fixedClock(instant).today() }
  const within = <T>(work: (ctx: Context) => Promise<T>) => ground.transact(SYSTEM, work)
  const row = (partyId: string, asOf: LocalDate, values: Record<string, number | null>, source = '测试') => ({
    partyId,
    scopeNo: 7,
    source,
    asOf,
    values,
  })
  const at = (text: string) => {
    instant = new Date(text)
  }

  before(async () => {
    ground = await testGround({ clock })
    registerFactSource({
      subject: 'customer',
      table: FAMILY,
      historyTable: `${FAMILY}_history`,
      columns: [],
      words: [],
    })
  })
  after(() => ground.stop())

  it('inserts, leaves alone what is the same, and keeps what it replaces', async () => {
    const party = newId()
    at('2026-04-01T00:00:00Z')
    const first = [row(party, JAN, { deposit_balance: 100, product_count: 2 })]
    assert.deepEqual(await within((ctx) => saveFacts(ctx, FAMILY, first, null)), {
      inserted: 1,
      updated: 0,
      unchanged: 0,
    })
    at('2026-04-02T00:00:00Z')
    assert.deepEqual(await within((ctx) => saveFacts(ctx, FAMILY, first, null)), {
      inserted: 0,
      updated: 0,
      unchanged: 1,
    })
    const second = [row(party, FEB, { deposit_balance: 200 })]
    assert.deepEqual(await within((ctx) => judgeFacts(ctx, FAMILY, second)), ['updated'])
    assert.deepEqual(await within((ctx) => saveFacts(ctx, FAMILY, second, null)), {
      inserted: 0,
      updated: 1,
      unchanged: 0,
    })
    const now = await within((ctx) => loadFacts(ctx, 'customer', party, ['deposit_balance', 'product_count']))
    assert.deepEqual(now?.facts, { deposit_balance: 200, product_count: 2 })
    assert.equal(now?.provenance.get('deposit_balance')?.asOf, FEB)
    const then = await within((ctx) => loadFacts(ctx, 'customer', party, ['deposit_balance'], { asOf: JAN }))
    assert.deepEqual(then?.facts, { deposit_balance: 100 })
    const recordedAt = new Date('2026-04-01T12:00:00Z')
    const replayed = await within((ctx) => loadFacts(ctx, 'customer', party, ['deposit_balance'], { recordedAt }))
    assert.deepEqual(replayed?.facts, { deposit_balance: 100 })
  })
})
