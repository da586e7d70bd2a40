import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type TestGround, testGround } from '../../../test/harness.ts'
import type { LocalDate } from '../../kernel/local-date.ts'
import type { Context } from '../../platform/context.ts'
import { type Principal, SYSTEM } from '../../platform/principal.ts'
import { loadFacts } from '../fact/index.ts'
import type { CustomerDraft } from './domain.ts'
import { type SaveOptions, saveCustomers } from './index.ts'

const AS_OF = '2026-01-31' as LocalDate

const person: CustomerDraft = {
  customerNo: 'P001',
  kind: 'person',
  name: '欧阳春晓',
  identityNo: '11010519491231002X',
  phone: '13800001234',
  scopeNo: 5,
  facts: [{ family: 'fact_customer_position', source: '测试', asOf: AS_OF, values: { deposit_balance: 5_000_000 } }],
}

const company: CustomerDraft = {
  customerNo: 'C001',
  kind: 'company',
  name: '青禾市恒岳建材有限公司',
  registeredCode: '91239801MA0000001T',
  industry: '建材',
  scopeNo: 5,
}

describe('saving customers', () => {
  let ground: TestGround
  const scoped = (lo: number, hi: number): Principal => ({
    ...SYSTEM,
    kind: 'staff',
    acts: new Set(['customer.write']),
    lo,
    hi,
  })
  const save = (drafts: CustomerDraft[], mode?: 'create' | 'update' | 'upsert', who = SYSTEM, options?: SaveOptions) =>
    ground.transact(who, (ctx: Context) => saveCustomers(ctx, drafts, mode, options))
  const count = (table: string) =>
    ground.transact(
      SYSTEM,
      async (ctx) => (await ctx.client.query(`SELECT count(*) AS n FROM ${table}`)).rows[0].n as number,
    )
  const reasons = (result: Awaited<ReturnType<typeof save>>) =>
    result.verdicts.map((verdict) =>
      verdict.outcome === 'rejected' ? verdict.problems.map((problem) => problem.reason) : [],
    )

  before(async () => {
    ground = await testGround()
  })
  after(() => ground.stop())

  it('creates, then finds nothing to do, then updates and keeps the old row', async () => {
    const first = await save([person, company])
    assert.deepEqual([first.created, first.rejected], [2, 0])
    const again = await save([person, company])
    assert.deepEqual([again.created, again.unchanged], [0, 2])
    assert.equal(await count('customer_history'), 0)
    const changed = await save([
      { customerNo: 'P001', phone: '13900005678' },
      { customerNo: 'C001', region: '青禾市' },
    ])
    assert.equal(changed.updated, 2)
    assert.equal(await count('customer_history'), 2)
    const third = await save([{ customerNo: 'P001', phone: '13900005678' }])
    assert.equal(third.unchanged, 1)
    assert.deepEqual((await ground.vault.findByValue('phone', '13900005678', SYSTEM, 5)).length, 1)
    assert.deepEqual(await ground.vault.findByValue('phone', '13800001234', SYSTEM, 5), [])
  })

  it('counts a customer as updated when only a figure moved', async () => {
    const facts = [
      { family: 'fact_customer_position', source: '测试', asOf: AS_OF, values: { deposit_balance: 6_000_000 } },
    ]
    const result = await save([{ customerNo: 'P001', facts }])
    assert.equal(result.updated, 1)
    const [verdict] = result.verdicts
    assert.ok(verdict?.outcome === 'updated')
    const loaded = await ground.transact(SYSTEM, (ctx) =>
      loadFacts(ctx, 'customer', verdict.partyId, ['deposit_balance', 'kind']),
    )
    assert.deepEqual(loaded?.facts, { deposit_balance: 6_000_000, kind: '个人' })
  })

  it('rejects an identity that somebody else holds, telling whose only inside the range', async () => {
    const double: CustomerDraft = { ...person, customerNo: 'P002', scopeNo: 5 }
    assert.deepEqual(reasons(await save([double])), [['已由客户 P001 登记']])
    const elsewhere = await save([{ ...double, scopeNo: 9 }], 'upsert', scoped(9, 9))
    assert.deepEqual(reasons(elsewhere), [['已有建档，请联系所属机构']])
    const known = await save([{ ...person, scopeNo: 9 }], 'upsert', scoped(9, 9))
    assert.deepEqual(reasons(known), [['已有建档，请联系所属机构']])
  })

  it('rejects what cannot be, and says why', async () => {
    const result = await save([
      { ...person, customerNo: 'X1', identityNo: '110105194912310021' },
      { ...company, customerNo: 'X2', registeredCode: '91239801MA00000010' },
      { customerNo: 'X3', name: '无类型' },
      { customerNo: 'P001', kind: 'company' },
      { customerNo: 'P001', scopeNo: 6 },
    ])
    assert.deepEqual(reasons(result), [
      ['居民身份证号码的校验码不对，请核对每一位'],
      ['统一社会信用代码的校验码不对，请核对每一位'],
      ['新客户必须有客户类型'],
      ['不能在自然人与企业、机构之间改变，请另行建档'],
      ['客户现归属 5，变更归属请办理客户移交'],
    ])
    assert.equal(await count('customer'), 2)
  })

  it('holds to its mode', async () => {
    assert.deepEqual(reasons(await save([person], 'create')), [['客户 P001 已经存在，不能新建']])
    assert.deepEqual(reasons(await save([{ ...company, customerNo: 'NEW' }], 'update')), [['没有这位客户，不能更新']])
  })

  it('adopts what a crash between vault and main left behind', async () => {
    const lost: CustomerDraft = { customerNo: 'P900', kind: 'person', name: '单晓明', scopeNo: 5 }
    await assert.rejects(
      ground.transact(SYSTEM, async (ctx) => {
        await saveCustomers(ctx, [lost])
        throw new Error('crash')
      }),
    )
    const [before] = await ground.vault.findIdentities([{ kind: 'customer_no', value: 'P900' }])
    assert.ok(before)
    const result = await save([lost])
    assert.deepEqual(result.verdicts, [{ outcome: 'created', partyId: before.partyId }])
  })

  it('finds by identity number where told to', async () => {
    const draft: CustomerDraft = { identityNo: '11010519491231002X', remark: '按证件号更新' }
    const result = await save([draft], 'update', SYSTEM, { identifyBy: 'identity_no' })
    assert.equal(result.updated, 1)
  })

  it('entered by two at the same moment exists once, and the later is told to look again', async () => {
    const draft: CustomerDraft = { customerNo: 'R001', kind: 'person', name: '同时建', scopeNo: 5 }
    const { promise: written, resolve: tell } = Promise.withResolvers<void>()
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    const first = ground.transact(SYSTEM, async (ctx) => {
      const result = await saveCustomers(ctx, [draft], 'create')
      tell()
      await released
      return result
    })
    await written
    const second = assert.rejects(save([draft], 'create'), { code: 'customer.changedMeanwhile', kind: 'conflict' })
    setTimeout(release, 300)
    await second
    assert.equal((await first).created, 1)
    assert.deepEqual(reasons(await save([draft], 'create')), [['客户 R001 已经存在，不能新建']])
  })
})
