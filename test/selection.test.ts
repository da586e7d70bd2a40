import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it, type TestContext } from 'node:test'
import type { Failure } from '../src/kernel/failure.ts'

import { type Principal, SYSTEM } from '../src/platform/principal.ts'
import { zhike, zhikeAs } from './command.ts'
import { smallPolicy } from './factories/policy.ts'
import { enact, type GivenCustomer, saveDepositors } from './factories/rating.ts'
import { makePrincipal } from './factories.ts'
import { type TestGround, testGround, withGround } from './harness.ts'

const MILLION = 100_000_000
const FOUR: GivenCustomer[] = [
  { no: 'K1', scopeNo: 1, deposit: MILLION },
  { no: 'K2', scopeNo: 1, deposit: MILLION / 2 },
  { no: 'K3', scopeNo: 2, deposit: MILLION },
  { no: 'K4', scopeNo: 2 },
]
const RICH = '存款余额 >= 100万元'

async function fourCustomers(t: TestContext): Promise<TestGround> {
  return withFour(await withGround(t))
}

async function withFour(ground: TestGround): Promise<TestGround> {
  await enact(ground, smallPolicy())
  await saveDepositors(ground, FOUR)
  return ground
}

async function listed(ground: TestGround, principal: Principal, ...words: string[]): Promise<unknown[]> {
  const lines = await zhikeAs(ground, principal, 'customers', 'list', ...words)
  return lines.flatMap((line) => line.customerNo ?? [])
}

async function assessed(ground: TestGround): Promise<string[]> {
  const { rows } = await ground.transact(SYSTEM, (ctx) =>
    ctx.client.query<{ no: string }>(
      'SELECT customer_no AS no FROM assessment JOIN customer USING (party_id) ORDER BY 1',
    ),
  )
  return rows.map(({ no }) => no)
}

function gradesOf(event: Record<string, unknown>): string {
  const grades = event.grades as { grade: string; count: number }[]
  return grades.map(({ grade, count }) => `${grade} ${count}`).join(', ')
}

const refused = (work: Promise<unknown>): Promise<Failure> =>
  work.then(
    () => assert.fail('was allowed'),
    (error: Failure) => error,
  )

/** K1 loses its deposit and K2 becomes rich. */
function change(ground: TestGround) {
  return saveDepositors(ground, [
    { ...FOUR[0]!, deposit: 0 },
    { ...FOUR[1]!, deposit: MILLION },
  ])
}

describe('a kept selection', () => {
  it('is a condition asked each time, or with --freeze the customers of that day', async (t) => {
    const ground = await fourCustomers(t)
    await zhike(ground, 'selection', 'create', '大户', '--where', RICH)
    const [frozen] = await zhike(ground, 'selection', 'create', '大户名单', '--where', RICH, '--freeze')
    assert.deepEqual([frozen!.kind, frozen!.frozenOn, frozen!.members], ['frozen', ground.clock.today(), 2])
    const both = async () => [
      await listed(ground, SYSTEM, '--selection', '大户'),
      await listed(ground, SYSTEM, '--selection', '大户名单'),
    ]
    assert.deepEqual(await both(), [
      ['K1', 'K3'],
      ['K1', 'K3'],
    ])
    await change(ground)
    assert.deepEqual(await both(), [
      ['K2', 'K3'],
      ['K1', 'K3'],
    ])
    assert.deepEqual(await listed(ground, SYSTEM, '--selection', '大户名单', '--book', '2'), ['K3'])
    const names = (await zhike(ground, 'selection', 'list')).map(({ name }) => name)
    assert.deepEqual(names, ['大户名单', '大户'])
    const [shown] = await zhike(ground, 'selection', 'show', '大户')
    assert.equal(shown!.condition, RICH)
  })

  it('says who is assessed, simulated and exported', async (t) => {
    const ground = await fourCustomers(t)
    await zhike(ground, 'selection', 'create', '名单', '--where', RICH, '--freeze')
    await change(ground)
    const [simulated] = await zhike(ground, 'simulate', 'small-tier', '--selection', '名单')
    assert.deepEqual([simulated!.total, gradesOf(simulated!)], [2, '低 1, 高 1'])
    const [run] = await zhike(ground, 'assess', 'small-tier', '--selection', '名单')
    assert.deepEqual([run!.total, gradesOf(run!)], [2, '低 1, 高 1'])
    assert.deepEqual(await assessed(ground), ['K1', 'K3'])
    const folder = await mkdtemp(join(tmpdir(), 'zhike-selection-'))
    t.after(() => rm(folder, { recursive: true }))
    await zhike(ground, 'customers', 'export', join(folder, 'list.csv'), '--selection', '名单')
    const lines = (await readFile(join(folder, 'list.csv'), 'utf8')).trimEnd().split('\r\n').slice(1)
    assert.deepEqual(
      lines.map((line) => line.split(',')[0]),
      ['K1', 'K3'],
    )
  })

  it('chooses nobody beyond the range of who uses it', async (t) => {
    const ground = await fourCustomers(t)
    const second = await makePrincipal(ground, { lo: 2, hi: 2 })
    const [frozen] = await zhike(ground, 'selection', 'create', '名单', '--where', RICH, '--freeze')
    const [condition] = await zhike(ground, 'selection', 'create', '大户', '--where', RICH)
    for (const { id } of [frozen!, condition!]) {
      assert.deepEqual(await listed(ground, second, '--selection', String(id)), ['K3'])
    }
    assert.equal((await zhikeAs(ground, second, 'selection', 'show', String(frozen!.id)))[0]!.members, 1)
    const [run] = await zhikeAs(ground, second, 'assess', 'small-tier', '--selection', String(frozen!.id))
    assert.equal(run!.total, 1)
    assert.deepEqual(await assessed(ground), ['K3'])
    const [own] = await zhikeAs(ground, second, 'selection', 'create', '名单', '--where', RICH, '--freeze')
    assert.equal(own!.members, 1)
    assert.deepEqual(await listed(ground, SYSTEM, '--selection', String(own!.id)), ['K3'])
  })
})

describe('a selection is refused', () => {
  let ground: TestGround
  before(async () => {
    ground = await withFour(await testGround())
    await zhike(ground, 'selection', 'create', '大户', '--where', RICH)
  })
  after(() => ground.stop())

  it('where nobody kept it, with the names that there are', async () => {
    for (const words of [
      ['customers', 'list'],
      ['simulate', 'small-tier'],
      ['assess', 'small-tier'],
    ]) {
      const { code, message, next } = await refused(zhike(ground, ...words, '--selection', '大会'))
      assert.equal(code, 'selection.absent')
      assert.match(`${message}${next}`, /大会.*大户/)
    }
  })

  it('beside a condition or a customer', async () => {
    for (const words of [
      ['customers', 'list'],
      ['simulate', 'small-tier'],
      ['assess', 'small-tier'],
    ]) {
      const { code } = await refused(zhike(ground, ...words, '--selection', '大户', '--where', RICH))
      assert.equal(code, 'selection.twoWays')
    }
    const one = zhike(ground, 'assess', 'small-tier', '--customer', 'K1', '--selection', '大户')
    assert.equal((await refused(one)).code, 'rating.oneOrMany')
  })

  it('when its condition is wrong or missing, and then is not kept', async () => {
    const wrong = zhike(ground, 'selection', 'create', '错', '--where', '存款馀额 >= 1元')
    assert.match((await refused(wrong)).details[0]!.message, /存款馀额/)
    assert.equal((await refused(zhike(ground, 'selection', 'create', '错'))).code, 'selection.noCondition')
    assert.equal((await zhike(ground, 'selection', 'list')).length, 1)
  })
})
