import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { loadTwoBranches } from '../../../test/factories/org.ts'
import { smallPolicy } from '../../../test/factories/policy.ts'
import { makePrincipal } from '../../../test/factories.ts'
import { type TestGround, withGround } from '../../../test/harness.ts'
import { hook } from '../../engine/index.ts'
import { Failure } from '../../kernel/failure.ts'
import { SYSTEM } from '../../platform/principal.ts'
import '../rating/index.ts'
import { listFacts } from '../fact/index.ts'
import type { PolicyFolder } from './domain.ts'
import { readFolders } from './folder.ts'
import { declareHooks } from './hooks.ts'
import { importPolicies } from './import-policies.ts'
import { hookInForce, programInForce, programOf } from './in-force.ts'
import { loadShippedPolicies } from './shipped.ts'
import { listVersions, readTexts } from './views.ts'

const HOOK = 'policy-test.tier'
declareHooks([hook(HOOK, { title: '分层', subject: 'customer', inputs: [], result: 'text', required: false })])

function load(ground: TestGround, folders: PolicyFolder[], state?: 'draft' | 'active') {
  return ground.transact(SYSTEM, (ctx) => importPolicies(ctx, folders, state))
}

function outcomes(ground: TestGround, folders: PolicyFolder[], state?: 'draft' | 'active') {
  return load(ground, folders, state).then((done) => done.map(({ outcome }) => outcome))
}

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof Failure, String(error))
  return error
}

/** The same document with one text changed. */
function edited(folder: PolicyFolder, file: string, change: (text: string) => string): PolicyFolder {
  return { ...folder, files: folder.files.map((one) => (one.file === file ? { file, text: change(one.text) } : one)) }
}

describe('loading a document', () => {
  it('keeps every byte, and takes the same text again for no change', async (t) => {
    const ground = await withGround(t)
    const folder = smallPolicy()
    assert.deepEqual(await outcomes(ground, [folder]), ['added'])
    assert.deepEqual(await outcomes(ground, [folder]), ['unchanged'])
    const stored = await ground.transact(SYSTEM, (ctx) => readTexts(ctx, 'small-tier', 1))
    assert.deepEqual(stored, folder.files)
  })

  it('refuses another text under a published version and names the file; a draft takes it', async (t) => {
    const ground = await withGround(t)
    const changed = edited(smallPolicy(), '001.md', (text) => text.replace('存款多', '存款多的客户'))
    await load(ground, [smallPolicy()])
    const refusal = await failureOf(load(ground, [changed]))
    assert.equal(refusal.code, 'policy.textDiffers')
    assert.match(refusal.message, /001\.md/)

    const draft = smallPolicy({ version: 2, effective: '2021-01-01' })
    const better = smallPolicy({ version: 2, effective: '2021-01-01', high: 50 })
    assert.deepEqual(await outcomes(ground, [draft], 'draft'), ['added'])
    assert.deepEqual(await outcomes(ground, [better], 'draft'), ['replaced'])
    assert.deepEqual(await outcomes(ground, [better]), ['published'])
    assert.equal((await failureOf(load(ground, [draft]))).code, 'policy.textDiffers')
  })

  it('says what is wrong and where, and loads nothing of the whole folder', async (t) => {
    const ground = await withGround(t)
    const broken = edited(smallPolicy({ id: 'broken' }), '001.md', (text) =>
      text.replaceAll('| 存款余额 |', '| 存款余颜 |'),
    )
    const refusal = await failureOf(load(ground, [smallPolicy(), broken]))
    assert.equal(refusal.code, 'policy.invalid')
    assert.match(refusal.details[0]!.where, /^001\.md:5:\d+$/)
    assert.match(refusal.details[0]!.message, /存款余颜/)
    assert.deepEqual(await ground.transact(SYSTEM, (ctx) => listVersions(ctx)), [])
  })

  it('refuses rules that contradict their own cases, unless as a draft', async (t) => {
    const ground = await withGround(t)
    const wrong = edited(smallPolicy(), '001.md', (text) => text.replace('10万元 | 中', '10万元 | 低'))
    const refusal = await failureOf(load(ground, [wrong]))
    assert.equal(refusal.code, 'policy.casesFail')
    assert.match(refusal.details[0]!.where, /^001\.md:\d+:\d+$/)
    assert.match(refusal.details[0]!.message, /分层 得中/)
    assert.deepEqual(await ground.transact(SYSTEM, (ctx) => listVersions(ctx)), [])
    assert.deepEqual(await outcomes(ground, [wrong], 'draft'), ['added'])
    assert.equal((await failureOf(load(ground, [wrong]))).code, 'policy.casesFail')
  })

  it('refuses a unit that is not in the organisation, a subject that nobody has, and who may not', async (t) => {
    const ground = await withGround(t)
    assert.equal((await failureOf(load(ground, [smallPolicy({ units: '[B9]' })]))).code, 'org.noUnit')
    const strange = edited(smallPolicy(), 'document.md', (text) => text.replace('about: customer', 'about: planet'))
    assert.equal((await failureOf(load(ground, [strange]))).code, 'policy.unknownSubject')
    const clerk = await makePrincipal(ground, { acts: ['policy.read'] })
    const attempt = ground.transact(clerk, (ctx) => importPolicies(ctx, [smallPolicy()]))
    assert.equal((await failureOf(attempt)).code, 'platform.forbidden')
  })

  it('adds the facts that the document declares to the dictionary, for other documents too, whatever their order', async (t) => {
    const ground = await withGround(t)
    const define = `## 第二条 {define 存款笔数}

| 项目 | 标识 | 类型 | 单位 | 公式 | 来源 | 有效期 | 保护 |
|---|---|---|---|---|---|---|---|
| 存款笔数 | deposit_count | 数量 | 笔 | | 每日供数 | 35天 | measure |
`
    const base = smallPolicy({ id: 'z-declares' })
    const declaring = { ...base, files: [...base.files, { file: '002.md', text: define }] }
    const using = edited(smallPolicy({ id: 'a-uses' }), '001.md', (text) =>
      text.replaceAll('存款余额', '存款笔数').replaceAll('万元', '笔').replaceAll('0元', '0笔'),
    )
    const [, declared] = await load(ground, [using, declaring])
    assert.deepEqual(declared!.facts, ['存款笔数'])
    const facts = await ground.transact(SYSTEM, (ctx) => listFacts(ctx, 'customer'))
    const fact = facts.find(({ identifier }) => identifier === 'deposit_count')
    assert.deepEqual([fact?.family, fact?.freshDays, fact?.definedBy], ['fact_customer_own', 35, 'z-declares/1/第二条'])
    assert.deepEqual(await outcomes(ground, [declaring]), ['unchanged'])
  })
})

describe('hooks', () => {
  it('are bound once for each day and unit: a second document must divide the units or the time', async (t) => {
    const ground = await withGround(t)
    await loadTwoBranches(ground)
    await load(ground, [smallPolicy({ binds: HOOK, repealed: '2026-01-01' })])
    const twin = await failureOf(load(ground, [smallPolicy({ id: 'twin', binds: HOOK, effective: '2025-12-31' })]))
    assert.equal(twin.code, 'policy.bindings')
    assert.match(twin.details[0]!.message, /存款分层办法/)
    assert.deepEqual(await outcomes(ground, [smallPolicy({ id: 'twin', binds: HOOK, effective: '2026-01-01' })]), [
      'added',
    ])

    const answers = await ground.transact(SYSTEM, async (ctx) => ({
      before: (await hookInForce(ctx, HOOK, '2025-06-01'))?.loaded.version.documentId,
      after: (await hookInForce(ctx, HOOK, '2026-06-01', 'B1'))?.loaded.version.documentId,
      never: await hookInForce(ctx, HOOK, '2019-06-01'),
    }))
    assert.deepEqual(answers, { before: 'small-tier', after: 'twin', never: undefined })
  })

  it('that nobody declared cannot be bound', async (t) => {
    const ground = await withGround(t)
    const refusal = await failureOf(load(ground, [smallPolicy({ binds: 'policy-test.nothing' })]))
    assert.equal(refusal.code, 'policy.bindings')
    assert.deepEqual(await ground.transact(SYSTEM, (ctx) => listVersions(ctx)), [])
  })
})

describe('the version in force', () => {
  it('is found by date and unit, and its absence names the versions there are', async (t) => {
    const ground = await withGround(t)
    await loadTwoBranches(ground)
    await load(ground, [
      smallPolicy({ effective: '2024-01-01', repealed: '2027-01-01' }),
      smallPolicy({ version: 2, effective: '2025-01-01', units: '[B2]' }),
    ])
    const versionOn = (date: string, unit?: string) =>
      ground.transact(SYSTEM, async (ctx) => (await programInForce(ctx, 'small-tier', date, unit)).version.version)
    assert.equal(await versionOn('2026-05-01'), 1)
    assert.equal(await versionOn('2026-05-01', 'B1'), 1)
    assert.equal(await versionOn('2026-05-01', 'B2'), 2)
    assert.equal(await versionOn('2024-05-01', 'B2'), 1)
    assert.equal(await versionOn('2027-05-01', 'B2'), 2)
    const none = await failureOf(versionOn('2023-12-31'))
    assert.equal(none.code, 'policy.noVersion')
    assert.match(none.why ?? '', /2025-01-01 施行.*2024-01-01 施行/)
    assert.equal((await failureOf(versionOn('2027-05-01', 'B1'))).code, 'policy.noVersion')
    assert.equal(
      (await failureOf(ground.transact(SYSTEM, (ctx) => programOf(ctx, 'small-tier', 9)))).code,
      'policy.versionNotFound',
    )
  })
})

describe('the shipped documents', () => {
  it('come into force in an empty library, and later only as drafts', async (t) => {
    const ground = await withGround(t)
    const shipped = join(import.meta.dirname, '../../../policies')
    const count = (await readFolders(shipped)).length
    assert.equal((await loadShippedPolicies(ground, shipped)).filter(({ state }) => state === 'active').length, count)
    assert.deepEqual(await loadShippedPolicies(ground, shipped), [])

    const other = await withGround(t)
    await load(other, [smallPolicy()])
    const later = await loadShippedPolicies(other, shipped)
    assert.deepEqual(new Set(later.map(({ state }) => state)), new Set(['draft']))
    const drafts = (await other.transact(SYSTEM, (ctx) => listVersions(ctx))).filter(({ state }) => state === 'draft')
    assert.equal(drafts.length, count)
  })
})
