import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type TestGround, testGround } from '../../../test/harness.ts'
import { Failure } from '../../kernel/failure.ts'
import type { LocalDate } from '../../kernel/local-date.ts'
import type { Context } from '../../platform/context.ts'
import { type Principal, SYSTEM } from '../../platform/principal.ts'
import type { CustomerDraft } from './domain.ts'
import { exportCustomers } from './export.ts'
import { findCustomer, saveCustomers } from './index.ts'
import { searchCustomers } from './search.ts'
import { changeCustomer, createCustomer, relateCustomer, revealCustomer, showCustomer } from './service.ts'
import { countCustomers, listCustomers } from './views.ts'

const AS_OF = '2026-01-31' as LocalDate

const deposit = (fen: number) => [
  { family: 'fact_customer_position', source: '测试', asOf: AS_OF, values: { deposit_balance: fen } },
]

const DRAFTS: CustomerDraft[] = [
  { customerNo: 'A1', kind: 'person', name: '单晓明', phone: '13800001111', scopeNo: 10, facts: deposit(60_000_000) },
  {
    customerNo: 'A2',
    kind: 'person',
    name: '仇春霖',
    identityNo: '11010519491231002X',
    scopeNo: 10,
    facts: deposit(100),
  },
  { customerNo: 'A3', kind: 'company', name: '重庆银行股份有限公司', scopeNo: 11, facts: deposit(90_000_000) },
  { customerNo: 'B1', kind: 'person', name: '单晓明', phone: '13800001111', scopeNo: 20 },
  { customerNo: 'B2', kind: 'company', name: '=cmd|重庆小面有限公司', scopeNo: 20 },
]

describe('customers on screens', () => {
  let ground: TestGround
  const branch = (lo: number, hi: number, ...acts: string[]): Principal => ({
    ...SYSTEM,
    kind: 'staff',
    acts: new Set(['customer.read', 'customer.write', ...acts]),
    lo,
    hi,
  })
  const east = branch(10, 19)
  const west = branch(20, 29, 'customer.export', 'customer.reveal')
  const as = <T>(who: Principal, work: (ctx: Context) => Promise<T>) => ground.transact(who, work)
  const numbers = (rows: readonly { customerNo: string }[]) => rows.map((row) => row.customerNo)
  const search = async (who: Principal, text: string) => numbers(await as(who, (ctx) => searchCustomers(ctx, text)))
  const fails = async (work: Promise<unknown>, code: string) => {
    const error = await work.then(
      () => assert.fail('was allowed'),
      (caught: unknown) => caught,
    )
    assert.ok(error instanceof Failure, String(error))
    assert.equal(error.code, code)
    return error
  }

  before(async () => {
    ground = await testGround()
    const saved = await as(SYSTEM, (ctx) => saveCustomers(ctx, DRAFTS))
    assert.equal(saved.created, DRAFTS.length)
  })
  after(() => ground.stop())

  it('list a range, page by page, masked', async () => {
    const first = await as(SYSTEM, (ctx) => listCustomers(ctx, { limit: 2 }))
    assert.deepEqual(numbers(first.rows), ['A1', 'A2'])
    assert.equal(first.rows[0]?.name, '单**')
    assert.equal(first.rows[0]?.phone, '138****1111')
    const second = await as(SYSTEM, (ctx) => listCustomers(ctx, { limit: 4, after: first.next! }))
    assert.deepEqual([numbers(second.rows), second.next], [['A3', 'B1', 'B2'], null])
    assert.deepEqual(numbers((await as(east, (ctx) => listCustomers(ctx, { limit: 9 }))).rows), ['A1', 'A2', 'A3'])
    await fails(
      as(east, (ctx) => listCustomers(ctx, { limit: 9, after: 'x' })),
      'customer.badPage',
    )
  })

  it('list what a granted party adds to a range', async () => {
    const { partyId } = await as(SYSTEM, (ctx) => findCustomer(ctx, 'A2'))
    const shared = { ...west, granted: [partyId] }
    assert.deepEqual(numbers((await as(shared, (ctx) => listCustomers(ctx, { limit: 9 }))).rows), ['A2', 'B1', 'B2'])
  })

  it('filter by a condition of the policy language; what is unknown is not chosen', async () => {
    const where = (condition: string) => as(SYSTEM, (ctx) => listCustomers(ctx, { condition, limit: 9 }))
    assert.deepEqual(numbers((await where('存款余额 >= 50万元')).rows), ['A1', 'A3'])
    assert.deepEqual(numbers((await where('存款余额 >= 50万元 and 客户类型 = "企业"')).rows), ['A3'])
    assert.deepEqual(numbers((await where('存款余额 < 50万元')).rows), ['A2'])
    assert.equal(await as(SYSTEM, (ctx) => countCustomers(ctx, { condition: '存款余额 >= 1元' })), 3)
    const error = await fails(where('存款馀额 >= 50万元'), 'fact.badCondition')
    assert.match(error.details[0]!.message, /存款馀额/)
    await fails(where('存款余额'), 'fact.badCondition')
  })

  it('are found by number, telephone, identity, characters, pinyin and initials, inside the range only', async () => {
    assert.deepEqual(await search(SYSTEM, 'A1'), ['A1'])
    assert.deepEqual((await search(SYSTEM, '138 0000 1111')).sort(), ['A1', 'B1'])
    assert.deepEqual(await search(east, '13800001111'), ['A1'])
    assert.deepEqual(await search(SYSTEM, '11010519491231002x'), ['A2'])
    assert.deepEqual(await search(west, '11010519491231002x'), [])
    assert.deepEqual(await search(east, '单晓'), ['A1'])
    assert.deepEqual(await search(east, 'sxm'), ['A1'])
    assert.deepEqual(await search(east, 'qcl'), ['A2'])
    assert.deepEqual(await search(west, 'shanxiaoming'), ['B1'])
    assert.deepEqual(await search(east, 'cqyh'), ['A3'])
    assert.deepEqual((await search(SYSTEM, '重庆')).sort(), ['A3', 'B2'])
    assert.deepEqual(await search(west, '%'), [])
  })

  it('show a sheet with where each figure came from, and nothing out of range', async () => {
    const sheet = await as(east, (ctx) => showCustomer(ctx, 'A1'))
    const fact = sheet.facts.find((line) => line.identifier === 'deposit_balance')
    assert.deepEqual([fact?.value, fact?.source, fact?.asOf], ['60万元', '测试', AS_OF])
    await fails(
      as(west, (ctx) => showCustomer(ctx, 'A1')),
      'customer.absent',
    )
    await fails(
      as(west, (ctx) => showCustomer(ctx, sheet.partyId)),
      'customer.absent',
    )
    const several = await fails(
      as(SYSTEM, (ctx) => showCustomer(ctx, '单晓明')),
      'customer.ambiguous',
    )
    assert.match(several.next, /A1、B1/)
  })

  it('are revealed only with the act, a reason and an audit event', async () => {
    const { partyId } = await as(SYSTEM, (ctx) => findCustomer(ctx, 'B1'))
    await fails(
      as(east, (ctx) => revealCustomer(ctx, partyId, ['phone'], '客户来电核实')),
      'platform.forbidden',
    )
    await fails(
      as(west, (ctx) => revealCustomer(ctx, partyId, ['phone'], ' ')),
      'customer.reasonRequired',
    )
    const shown = await as(west, (ctx) => revealCustomer(ctx, partyId, ['phone', 'name'], '客户来电核实'))
    assert.deepEqual(shown, { phone: '13800001111', name: '单晓明' })
    const events = await as(
      SYSTEM,
      async (ctx) =>
        (
          await ctx.client.query(`SELECT detail FROM audit_event WHERE act = 'customer.reveal' AND party_id = $1`, [
            partyId,
          ])
        ).rows,
    )
    const [detail] = events.map((event) => JSON.parse(event.detail))
    assert.deepEqual([events.length, detail.fields, detail.reason], [1, ['name', 'phone'], '客户来电核实'])
  })

  it('are changed only from the version that was seen', async () => {
    const sheet = await as(east, (ctx) => showCustomer(ctx, 'A3'))
    const change = (version: number) =>
      as(east, (ctx) => changeCustomer(ctx, sheet.partyId, version, { industry: '金融' }))
    assert.deepEqual(await change(sheet.rowVersion), { partyId: sheet.partyId, rowVersion: sheet.rowVersion + 1 })
    await fails(change(sheet.rowVersion), 'customer.changedMeanwhile')
    const rejected = await fails(
      as(east, (ctx) => createCustomer(ctx, { customerNo: 'A1', kind: 'person', name: '又一人', scopeNo: 10 })),
      'customer.rejected',
    )
    assert.deepEqual(rejected.details, [{ where: '客户号', message: '客户 A1 已经存在，不能新建' }])
  })

  it('have persons beside them, who are parties of their own', async () => {
    const { partyId } = await as(east, (ctx) => findCustomer(ctx, 'A3'))
    const person = { name: '林秀云', phone: '13900002222' }
    await as(east, (ctx) => relateCustomer(ctx, partyId, { relation: 'legal_representative', person }))
    const known = { name: '仇春霖', identityNo: '11010519491231002X' }
    const { otherId } = await as(east, (ctx) => relateCustomer(ctx, partyId, { relation: 'contact', person: known }))
    const { related } = await as(east, (ctx) => showCustomer(ctx, 'A3'))
    assert.deepEqual(
      related.map((line) => [line.relationName, line.name, line.customerNo]),
      [
        ['联系人', '仇**', 'A2'],
        ['法定代表人', '林**', null],
      ],
    )
    assert.equal(otherId, (await as(east, (ctx) => findCustomer(ctx, 'A2'))).partyId)
  })

  it('are exported masked, harmless to spreadsheets and limited to the range', async () => {
    let text = ''
    await as(west, async (ctx) => {
      for await (const part of exportCustomers(ctx, {})) text += part
    })
    const lines = text.trimEnd().split('\r\n')
    assert.equal(lines.length, 3)
    assert.ok(lines[1]!.startsWith('B1,单**,个人,正式客户,20,,,138****1111'))
    assert.ok(lines[2]!.startsWith("B2,'=cmd|重庆小面有限公司"))
    await fails(
      as(east, async (ctx) => {
        for await (const _ of exportCustomers(ctx, {}));
      }),
      'platform.forbidden',
    )
  })
})
