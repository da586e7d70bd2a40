import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import pg from 'pg'
import { hook } from '../../src/engine/index.ts'
import { saveCustomers } from '../../src/modules/customer/index.ts'
import { principalOfStaff } from '../../src/modules/org/index.ts'
import { declareHooks, importPolicies, type PolicyFolder } from '../../src/modules/policy/index.ts'
import { clientConfig } from '../../src/platform/postgres/connection.ts'
import { type Presented, present } from '../../src/platform/presenter.ts'
import { type Principal, SYSTEM } from '../../src/platform/principal.ts'
import { zhikeAs } from '../command.ts'
import { loadTwoBranches } from '../factories/org.ts'
import { smallPolicy } from '../factories/policy.ts'
import { type TestGround, testGround } from '../harness.ts'

// A full disk while importing has its own file, test/disk-full.test.ts: it needs servers of its own.
// A required hook that nobody binds is src/modules/policy/required-hook.test.ts: hooks are declared for a whole process.

const HOOK = 'acceptance.tier'
declareHooks([hook(HOOK, { title: '分层', subject: 'customer', inputs: [], result: 'text', required: false })])

const MAPPING = `about: customer
title: 客户名单
source: 名单
as_of: 2026-01-31
fields:
  customer_no: 客户号
  name: 名称
  kind: 类型
  identity_no: 证件号
`
const HEADER = '客户号,名称,类型,证件号'
const HELD = '11010519491231002X'
/** What may grow by a refusal: the record that somebody tried, and the task that says how it ended. */
const RECORDS = ['audit_event', 'audit_unsealed', 'audit_seal', 'task']

describe('a wrong input is told with what to do, and changes nothing', () => {
  let ground: TestGround
  let stores: Record<'main' | 'vault', pg.Client>
  let head: Principal
  const folder = mkdtempSync(join(tmpdir(), 'zhike-wrong-'))

  before(async () => {
    ground = await testGround()
    stores = {
      main: new pg.Client(clientConfig(ground.owners.main, 'test')),
      vault: new pg.Client(clientConfig(ground.owners.vault, 'test')),
    }
    for (const client of Object.values(stores)) await client.connect()
    // The owner is under the policy of rows too.
    await stores.main.query("SET zhike.lo = '0'; SET zhike.hi = '2147483647'")
    const books = await loadTwoBranches(ground)
    head = await ground.transact(SYSTEM, (ctx) => principalOfStaff(ctx, 'H1'))
    const person = { kind: 'person', identityNo: HELD, identityKind: 'id_card' } as const
    const other = { kind: 'person', identityNo: '11010119900307109X', identityKind: 'id_card' } as const
    await ground.transact(SYSTEM, async (ctx) => {
      const { verdicts, created } = await saveCustomers(
        ctx,
        [
          { ...person, customerNo: 'MINE', name: '张三丰', scopeNo: books.ofUnit('B1') },
          { ...other, customerNo: 'THEIRS', name: '欧阳春晓', scopeNo: books.ofUnit('B2') },
        ],
        'create',
      )
      assert.equal(created, 2, JSON.stringify(verdicts))
      await importPolicies(ctx, [smallPolicy({ binds: HOOK, effective: '2020-01-01' })])
    })
  })
  after(async () => {
    for (const client of Object.values(stores)) await client.end()
    await ground.stop()
    rmSync(folder, { recursive: true })
  })

  /** A fingerprint of the rows of every table of both stores but the records, so that a changed value shows too. */
  async function everything(): Promise<Record<string, string>> {
    const seen: Record<string, string> = {}
    for (const [store, client] of Object.entries(stores)) {
      const { rows: tables } = await client.query<{ schema: string; name: string }>(
        `SELECT table_schema AS schema, table_name AS name FROM information_schema.tables
         WHERE table_schema LIKE 'zhike%' AND table_type = 'BASE TABLE' AND table_name <> ALL ($1)`,
        [RECORDS],
      )
      for (const { schema, name } of tables) {
        const { rows } = await client.query(
          `SELECT count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' ORDER BY t::text COLLATE "C"), '')) AS rows
           FROM "${schema}"."${name}" AS t`,
        )
        seen[`${store}.${name}`] = rows[0].rows
      }
    }
    return seen
  }

  function write(name: string, content: string | Uint8Array): string {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  }

  /** Runs the command, which must be refused and leave every table as it was. */
  async function refused(...words: string[]): Promise<Presented> {
    const before = await everything()
    const failure = await zhikeAs(ground, SYSTEM, ...words).then(
      () => assert.fail(`${words.join(' ')} was accepted`),
      present,
    )
    assert.notEqual(failure.kind, 'defect', failure.what)
    for (const text of [failure.what, failure.next]) assert.match(text, /\p{Script=Han}.*[。；]?$/u)
    assert.deepEqual(await everything(), before)
    return failure
  }

  /** Imports one row, which must be rejected and leave every table as it was; the reason that is told. */
  async function rejected(row: string, principal: Principal = SYSTEM): Promise<string> {
    const mapping = write('mapping.yaml', MAPPING)
    const file = write('row.csv', `${HEADER}\n${row}\n`)
    const before = await everything()
    const events = await zhikeAs(ground, principal, 'import', file, '--mapping', mapping)
    assert.deepEqual(events.at(-1), { rows: 1, created: 0, updated: 0, unchanged: 0, rejected: 1 })
    assert.deepEqual(await everything(), before)
    const [problem] = events as { row: number; column: string; value: string; reason: string }[]
    assert.equal(problem!.row, 2)
    return `${problem!.column}：${problem!.reason}`
  }

  function importing(file: string, mapping = MAPPING): Promise<Presented> {
    return refused('import', file, '--mapping', write('mapping.yaml', mapping))
  }

  function policyFolder(name: string, { files }: PolicyFolder, change: (text: string) => string = (text) => text) {
    const path = join(folder, name)
    mkdirSync(path)
    for (const { file, text } of files) writeFileSync(join(path, file), change(text))
    return path
  }

  test('an unknown column', async () => {
    const unknown = await importing(write('unknown.csv', `${HEADER},多余\nN1,王五,个人,,1\n`))
    assert.equal(unknown.code, 'customer.badHeader')
    assert.match(JSON.stringify(unknown.details), /多余/)
    const missing = await importing(write('missing.csv', '客户号,名称,类型\nN1,王五,个人\n'))
    assert.equal(missing.code, 'customer.badHeader')
    assert.match(JSON.stringify(missing.details), /证件号/)
  })

  test('a wrong checksum', async () => {
    assert.match(await rejected('N2,王五,个人,110105194912310021'), /^证件号：.*校验码不对/)
  })

  test('a duplicate identity in scope', async () => {
    assert.match(await rejected(`N3,王五,个人,${HELD}`, head), /^证件号：.*MINE/)
  })

  test('a duplicate identity out of scope', async () => {
    const reason = await rejected('N4,王五,个人,11010119900307109X', head)
    assert.match(reason, /已有建档，请联系所属机构/)
    assert.doesNotMatch(reason, /THEIRS|欧阳|石桥|B2/)
  })

  test('a file that is not what its name says', async () => {
    const workbook = await importing(write('workbook.csv', Buffer.from('504b0304140006000800000021', 'hex')))
    assert.equal(workbook.code, 'customer.notText')
    assert.match(workbook.what, /xlsx/)
    const wrong = Buffer.concat([Buffer.from(`${HEADER}\n`), Buffer.from([0xff, 0xff, 0x2c, 0x0a])])
    assert.equal((await importing(write('wrong.csv', wrong))).code, 'customer.badEncoding')
    assert.equal((await importing(write('empty.csv', ''))).code, 'customer.badCsv')
  })

  test('an error copy that would overwrite the file, under its own name or a link', async () => {
    const text = `${HEADER}\nN5,王五,个人,110105194912310021\n`
    const file = write('own.csv', text)
    symlinkSync(file, join(folder, 'link.csv'))
    for (const errors of [file, join(folder, 'link.csv')]) {
      assert.equal((await refused('import', file, '--errors', errors)).code, 'customer.errorsOverFile')
      assert.equal(readFileSync(file, 'utf8'), text)
    }
  })

  test('an article with a type error', async () => {
    const path = policyFolder('typed', smallPolicy({ id: 'typed' }), (text) =>
      text.replace('| < 10万元 |', '| < "十万" |'),
    )
    const failure = await refused('policy', 'import', path)
    assert.equal(failure.code, 'policy.invalid')
    assert.match(failure.details[0]!.where, /^001\.md:9:\d+$/)
    assert.match(failure.details[0]!.message, /金额.*文本/)
  })

  test('an unknown fact', async () => {
    const path = policyFolder('named', smallPolicy({ id: 'named' }), (text) => text.replaceAll('存款余额', '存款馀额'))
    const failure = await refused('policy', 'import', path)
    assert.equal(failure.code, 'policy.invalid')
    assert.match(failure.details[0]!.message, /未知的名称“存款馀额”.*存款余额/)
    const where = await refused('assess', 'small-tier', '--where', '存款馀额 > 1万元')
    assert.equal(where.code, 'fact.badCondition')
    assert.match(where.details[0]!.message, /存款馀额/)
  })

  test('rules that contradict their own cases', async () => {
    const path = policyFolder('case', smallPolicy({ id: 'case' }), (text) => text.replace('10万元 | 中', '10万元 | 高'))
    assert.equal((await refused('policy', 'import', path)).code, 'policy.casesFail')
  })

  test('a score outside every band', async () => {
    const failure = await refused('policy', 'import', policyFolder('scored', scorecard('[60..85)', '< 50')))
    assert.equal(failure.code, 'policy.invalid')
    assert.match(failure.details[0]!.message, /得分 50 至 59 没有等级/)
  })

  test('a hook bound twice, or one that nobody asks for', async () => {
    const twice = await refused('policy', 'import', policyFolder('twice', smallPolicy({ id: 'twice', binds: HOOK })))
    assert.equal(twice.code, 'policy.bindings')
    assert.match(twice.details[0]!.message, /acceptance\.tier.*《存款分层办法》第一条/)
    const path = policyFolder('nobody', smallPolicy({ id: 'nobody', binds: 'acceptance.nothing' }))
    const nobody = await refused('policy', 'import', path)
    assert.match(nobody.details[0]!.message, /acceptance\.nothing/)
  })

  test('no version on that date', async () => {
    const failure = await refused('assess', 'small-tier', '--as-of', '2019-12-31')
    assert.equal(failure.code, 'policy.noVersion')
    assert.match(failure.what, /2019-12-31.*未规定/)
    assert.match(failure.why ?? '', /2020-01-01/)
  })

  test('a bad mapping', async () => {
    const file = write('fine.csv', `${HEADER}\nN9,王五,个人,\n`)
    for (const [mapping, wanted] of [
      ['about: customer\nfields: [1', /^mapping\.yaml:2:\d+：\P{ASCII}+/u],
      [MAPPING.replace('2026-01-31', '2026-13-31'), /^as_of：/],
      [MAPPING.replace('identity_no:', '没有的数据项:'), /没有名为“没有的数据项”/],
      [`${MAPPING}colour: red\n`, /^colour：没有这一项/],
    ] as const) {
      const failure = await importing(file, mapping)
      assert.equal(failure.code, 'customer.badMapping')
      const [detail] = failure.details
      assert.match(`${detail!.where}：${detail!.message}`, wanted)
    }
    assert.equal(
      (await refused('import', file, '--mapping', join(folder, 'nowhere.yaml'))).code,
      'customer.fileMissing',
    )
  })
})

/** A scorecard of 存款余额, up to 100 points, with the bands of its two lower grades as given. */
function scorecard(second: string, third: string): PolicyFolder {
  const document = smallPolicy({ id: 'scored' }).files[0]!
  const text = `## 第一条 {decide 等级, form: scorecard, score: 总分, baseline: 50, result: yes}

按存款余额计分。

| 类别 | 指标 | 分档 | ⇒ 得分 | 理由 |
|---|---|---|---|---|
| 加分项 | 存款余额 | >= 10万元 | 50 | 存款多 |
| | | [0元..10万元) | 0 | |
| 减分项 | 存款余额 | < 0元 | -50 | 透支 |

| ⇒ 等级 | 得分 |
|---|---|
| "甲" | >= 85 |
| "乙" | ${second} |
| "丙" | ${third} |

~~~cases
存款余额 | ⇒ 等级
10万元 | 甲
~~~
`
  return { path: 'scored', files: [document, { file: '001.md', text }] }
}
