import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { loadTwoBranches } from '../../../test/factories/org.ts'
import { smallPolicy } from '../../../test/factories/policy.ts'
import { assessAll, enact, type GivenCustomer, saveDepositors } from '../../../test/factories/rating.ts'
import { makePrincipal } from '../../../test/factories.ts'
import { type TestGround, withGround } from '../../../test/harness.ts'
import { SYSTEM } from '../../platform/principal.ts'
import { runTask, startTask } from '../../platform/tasks.ts'
import { unitRange } from '../org/index.ts'

const MILLION = 100_000_000
const FOUR: GivenCustomer[] = [
  { no: 'K1', scopeNo: 1, deposit: MILLION },
  { no: 'K2', scopeNo: 1, deposit: MILLION - 1 },
  { no: 'K3', scopeNo: 2, deposit: 0 },
  { no: 'K4', scopeNo: 2 },
]

/** Customer numbers with grade, version and the row's own transaction, which tells whether it was written again. */
async function results(ground: TestGround, document = 'small-tier') {
  const { rows } = await ground.transact(SYSTEM, (ctx) =>
    ctx.client.query<{ no: string; grade: string | null; version: number; reason: number; xmin: string }>(
      `SELECT c.customer_no AS no, a.grade, a.version, a.reason, a.xmin::text FROM assessment a JOIN customer c USING (party_id)
       WHERE a.document_id = $1 ORDER BY 1`,
      [document],
    ),
  )
  return rows
}

async function grades(ground: TestGround, document?: string): Promise<string> {
  return (await results(ground, document))
    .map(({ no, grade, version }) => `${no} ${grade ?? '未定'} v${version}`)
    .join(', ')
}

describe('assessing a whole base', () => {
  it('writes a result for everybody, and counts the grades with the reasons for none', async (t) => {
    const ground = await withGround(t)
    await enact(ground, smallPolicy())
    await saveDepositors(ground, FOUR)
    const report = await assessAll(ground, 'small-tier')
    assert.equal(await grades(ground), 'K1 高 v1, K2 中 v1, K3 低 v1, K4 未定 v1')
    const { total, inserted, updated, unchanged, versions } = report
    assert.deepEqual(
      { total, inserted, updated, unchanged, versions },
      { total: 4, inserted: 4, updated: 0, unchanged: 0, versions: [1] },
    )
    assert.deepEqual(report.grades, [
      { grade: '中', reason: 0, count: 1 },
      { grade: '低', reason: 0, count: 1 },
      { grade: '高', reason: 0, count: 1 },
      { grade: null, reason: 1, count: 1 },
    ])
  })

  it('touches only what changed when run again, and keeps what it replaced', async (t) => {
    const ground = await withGround(t)
    await enact(ground, smallPolicy())
    const [, , third] = await saveDepositors(ground, FOUR)
    const first = await assessAll(ground, 'small-tier')
    const before = await results(ground)
    const again = await assessAll(ground, 'small-tier')
    assert.deepEqual([again.inserted, again.updated, again.unchanged], [0, 0, 4])
    assert.deepEqual(await results(ground), before)

    await saveDepositors(ground, [{ ...FOUR[2]!, deposit: MILLION / 2 }])
    const changed = await assessAll(ground, 'small-tier')
    assert.deepEqual([changed.inserted, changed.updated, changed.unchanged], [0, 1, 3])
    const after = await results(ground)
    assert.deepEqual(
      after.filter(({ xmin }, index) => xmin !== before[index]!.xmin).map(({ no, grade }) => `${no} ${grade}`),
      ['K3 中'],
    )
    const { rows } = await ground.transact(SYSTEM, (ctx) => ctx.client.query('SELECT * FROM assessment_history'))
    assert.deepEqual(
      rows.map(({ party_id, run_id, grade, replaced_by }) => ({ party_id, run_id, grade, replaced_by })),
      [{ party_id: third, run_id: first.runId, grade: '低', replaced_by: changed.runId }],
    )
  })

  it('takes a selection, of which those whose condition is unknown are no part', async (t) => {
    const ground = await withGround(t)
    await enact(ground, smallPolicy())
    await saveDepositors(ground, FOUR)
    const report = await assessAll(ground, 'small-tier', { where: '存款余额 < 100万元' })
    assert.equal(report.total, 2)
    assert.equal(await grades(ground), 'K2 中 v1, K3 低 v1')
    await assert.rejects(assessAll(ground, 'small-tier', { where: '存款余颜 < 100万元' }), /存款余/)
  })

  it('judges the books of a unit by the version of that unit', async (t) => {
    const ground = await withGround(t)
    await loadTwoBranches(ground)
    const { lo } = await ground.transact(SYSTEM, (ctx) => unitRange(ctx, 'B2'))
    await saveDepositors(ground, [
      { ...FOUR[1]!, scopeNo: 1 },
      { ...FOUR[0]!, scopeNo: lo, deposit: MILLION - 1 },
    ])
    await enact(ground, smallPolicy(), smallPolicy({ version: 2, effective: '2021-01-01', units: '[B2]', high: 50 }))
    const report = await assessAll(ground, 'small-tier')
    assert.equal(await grades(ground), 'K1 高 v2, K2 中 v1')
    assert.deepEqual(report.versions.toSorted(), [1, 2])
  })

  it('refuses a date on which no version decides, and names the versions there are', async (t) => {
    const ground = await withGround(t)
    await enact(ground, smallPolicy())
    await saveDepositors(ground, FOUR)
    await assert.rejects(assessAll(ground, 'small-tier', { asOf: '2019-12-31' }), /policy.noVersion/)
    await assert.rejects(assessAll(ground, 'small-tier', { asOf: '2999-01-01' }), /rating.futureDate/)
    await assert.rejects(assessAll(ground, 'nothing'), /policy.notFound/)
    assert.deepEqual(await results(ground), [])
  })

  it('judges an earlier date by the facts of that date, and never replaces a later result by it', async (t) => {
    const ground = await withGround(t)
    await enact(ground, smallPolicy())
    await saveDepositors(ground, [{ no: 'K1', scopeNo: 1, deposit: MILLION, asOf: '2026-03-31' }])
    await saveDepositors(ground, [{ no: 'K1', scopeNo: 1, deposit: 0, asOf: '2026-06-30' }])
    const early = await assessAll(ground, 'small-tier', { asOf: '2026-04-15' })
    assert.deepEqual(early.grades, [{ grade: '高', reason: 0, count: 1 }])
    const now = await assessAll(ground, 'small-tier')
    assert.deepEqual([now.updated, now.grades[0]!.grade], [1, '低'])
    const late = await assessAll(ground, 'small-tier', { asOf: '2026-04-15' })
    assert.deepEqual([late.updated, late.newer, late.grades[0]!.grade], [0, 1, '高'])
    assert.equal(await grades(ground), 'K1 低 v1')
  })
})

describe('a run over several chunks', () => {
  const many = Array.from({ length: 10 }, (_, n) => ({ no: `K${n}`, scopeNo: 1, deposit: n * 20_000_000 }))

  it('goes on after a stop where it was, at the same instant, and writes nobody twice', async (t) => {
    const ground = await withGround(t)
    await enact(ground, smallPolicy())
    await saveDepositors(ground, many)
    const id = await startTask(ground, SYSTEM, 'rating.assess', '评定', { document: 'small-tier', chunk: 3 })
    const stop = new AbortController()
    const stopped = await runTask(ground, id, {
      signal: stop.signal,
      onProgress: ({ done }) => {
        if (done >= 3) stop.abort()
      },
    })
    assert.equal(stopped.state, 'queued')
    const written = await results(ground)
    assert.equal(written.length, 3)
    // What is recorded between the two halves belongs to no half: the run's instant has passed.
    await saveDepositors(
      ground,
      many.map((one) => ({ ...one, deposit: 0 })),
    )
    const finished = await runTask(ground, id)
    assert.equal(finished.state, 'done', JSON.stringify(finished.failure))
    const report = finished.result as { total: number; inserted: number; grades: { grade: string; count: number }[] }
    assert.deepEqual([report.total, report.inserted], [10, 10])
    assert.deepEqual(
      report.grades.map(({ grade, count }) => [grade, count]),
      [
        ['中', 4],
        ['低', 1],
        ['高', 5],
      ],
    )
    const rows = await results(ground)
    assert.deepEqual(
      rows.filter(({ no }) => written.some((one) => one.no === no)),
      written,
    )
  })
})

describe('a run that is cancelled', () => {
  it('ends at the next chunk and keeps what it has written', async (t) => {
    const ground = await withGround(t)
    await enact(ground, smallPolicy())
    await saveDepositors(ground, FOUR)
    const id = await startTask(ground, SYSTEM, 'rating.assess', '评定', { document: 'small-tier', chunk: 2 })
    const cancel = new AbortController()
    const task = await runTask(ground, id, {
      cancel: cancel.signal,
      onProgress: ({ done }) => {
        if (done >= 2) cancel.abort()
      },
    })
    assert.equal(task.state, 'cancelled')
    assert.equal((await results(ground)).length, 2)
    const again = await assessAll(ground, 'small-tier')
    assert.deepEqual([again.inserted, again.unchanged], [2, 2])
  })
})

describe('who may assess whom', () => {
  it('a branch assesses its own customers and no others', async (t) => {
    const ground = await withGround(t)
    await enact(ground, smallPolicy())
    await saveDepositors(ground, FOUR)
    const branch = await makePrincipal(ground, { acts: ['rating.assess'], lo: 2, hi: 2 })
    const report = await assessAll(ground, 'small-tier', { principal: branch })
    assert.equal(report.total, 2)
    assert.equal(await grades(ground), 'K3 低 v1, K4 未定 v1')
  })

  it('needs the act', async (t) => {
    const ground = await withGround(t)
    await enact(ground, smallPolicy())
    const teller = await makePrincipal(ground, { acts: ['rating.read'], lo: 1, hi: 9 })
    await assert.rejects(assessAll(ground, 'small-tier', { principal: teller }), /platform.forbidden/)
  })
})
