import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import iconv from 'iconv-lite'
import { Failure } from '../src/kernel/failure.ts'
import { prepareImport } from '../src/modules/customer/import/prepare.ts'
import type { ImportResult } from '../src/modules/customer/import/task.ts'
import { findCustomer } from '../src/modules/customer/index.ts'
import { loadFacts } from '../src/modules/fact/index.ts'
import { SYSTEM } from '../src/platform/principal.ts'
import { runTask, startTask } from '../src/platform/tasks.ts'
import { type TestGround, testGround } from './harness.ts'

const HEADER = '客户号,客户名称,客户类型,证件号码,手机号码,存款余额,失信被执行人'
const GOOD = ['P1,张三丰,个人,11010519491231002X,13800001111,1234.50,否', 'P2,李四,农户,,13800002222,,']

describe('importing a file', () => {
  let ground: TestGround
  const folder = mkdtempSync(join(tmpdir(), 'zhike-import-'))
  const path = (name: string) => join(folder, name)
  const write = (name: string, lines: string[], encoding: 'utf8' | 'gb18030' = 'utf8') => {
    writeFileSync(path(name), iconv.encode(`${lines.join('\r\n')}\r\n`, encoding))
    return path(name)
  }
  const run = async (file: string, options: object = {}): Promise<ImportResult> => {
    const input = { file, mode: 'upsert', dryRun: false, errors: path('errors.csv'), ...options }
    const id = await startTask(ground, SYSTEM, 'customer.import', '测试', input)
    const task = await runTask(ground, id)
    assert.equal(task.state, 'done', JSON.stringify(task.failure))
    return task.result as ImportResult
  }
  const counts = ({ rows, created, updated, unchanged, rejected }: ImportResult) => [
    rows,
    created,
    updated,
    unchanged,
    rejected,
  ]
  const refused = (file: string, mapping?: string) =>
    ground
      .transact(SYSTEM, (ctx) =>
        prepareImport(ctx, { file, ...(mapping ? { mapping: { text: mapping, file: 'm.yaml' } } : {}) }),
      )
      .then(
        () => assert.fail('accepted'),
        (error: unknown) => {
          assert.ok(error instanceof Failure, String(error))
          return { code: error.code, details: error.details.map((detail) => `${detail.where}：${detail.message}`) }
        },
      )
  const tables = () =>
    ground.transact(SYSTEM, async (ctx) => {
      const { rows } = await ctx.client.query(
        'SELECT (SELECT count(*) FROM customer) AS customers, (SELECT count(*) FROM party) AS parties',
      )
      return rows[0]
    })

  before(async () => {
    ground = await testGround()
  })
  after(async () => {
    await ground.stop()
    rmSync(folder, { recursive: true })
  })

  it('gives in a dry run the verdict of the real one, and writes nothing', async () => {
    const file = write('good.csv', [HEADER, ...GOOD, 'P3,坏人,个人,110105194912310021,13800003333,1.234,也许'])
    const before = await tables()
    const dry = await run(file, { dryRun: true })
    assert.deepEqual(await tables(), before)
    assert.deepEqual(await ground.vault.findIdentities([{ kind: 'customer_no', value: 'P1' }]), [undefined])
    const real = await run(file)
    assert.deepEqual(counts(dry), [3, 2, 0, 0, 1])
    assert.deepEqual(counts(real), counts(dry))
    assert.deepEqual(real.problems, dry.problems)
    assert.deepEqual(counts(await run(file)), [3, 0, 0, 2, 1])
  })

  it('tells row, column and reason of all that is wrong, and no identifying value', async () => {
    const result = await run(write('bad.csv', [HEADER, 'P3,坏人,个人,110105194912310021,13800003333,1.234,也许']))
    assert.deepEqual(result.problems, [
      { row: 2, column: '存款余额', value: '1.234', reason: '小数最多 2 位（单位 元），不能舍入' },
      { row: 2, column: '失信被执行人', value: '也许', reason: '应为 是 或 否' },
      {
        row: 2,
        column: '证件号码',
        value: '** **** **** **** 0021',
        reason: '居民身份证号码的校验码不对，请核对每一位',
      },
    ])
  })

  it('hands back the rejected rows in the file’s own encoding, ready to be corrected', async () => {
    const file = write(
      'gb.csv',
      [HEADER.replaceAll(',', ';'), 'G1;王五;个人;;13800004444;;', 'G2;赵六;怪物;;;;'],
      'gb18030',
    )
    const result = await run(file)
    assert.deepEqual([result.encoding, counts(result)], ['gb18030', [2, 1, 0, 0, 1]])
    const copy = iconv.decode(readFileSync(path('errors.csv')), 'gb18030')
    assert.equal(
      copy,
      `${HEADER.replaceAll(',', ';')};错误原因\r\nG2;赵六;怪物;;;;;客户类型：应为 个人、个体工商户、农户、企业、机构 之一\r\n`,
    )
    writeFileSync(path('corrected.csv'), iconv.encode(copy.replace('怪物', '企业'), 'gb18030'))
    assert.deepEqual(counts(await run(path('corrected.csv'))), [1, 1, 0, 0, 0])
  })

  it('rejects the later of two rows for one customer or one number', async () => {
    const result = await run(
      write('twice.csv', [
        HEADER,
        'T1,甲,个人,,,1,',
        'T1,乙,个人,,,2,',
        'T2,丙,企业,,,,',
        'T3,丁,个人,11010519491231002X,,,',
      ]),
    )
    assert.deepEqual(counts(result), [4, 2, 0, 0, 2])
    assert.deepEqual(
      result.problems.map(({ row, column, reason }) => [row, column, reason]),
      [
        [3, '客户号', '与第 2 行重复'],
        [5, '证件号码', '已由客户 P1 登记'],
      ],
    )
  })

  it('reads templates, constants, value maps, units and date formats', async () => {
    const mapping = `
about: customer
source: 网点台账
as_of: 2026-01-31
unknown: [n/a]
fields:
  customer_no: { template: "M{{}}-{ID}" }
  name: { template: "客户{ID}" }
  kind: { column: type, values: { F: 农户 }, otherwise: 个人 }
  开户日期: { column: opened, format: DD/MM/YYYY }
  贷款余额: { column: loan, unit: 万元 }
  资产负债率: { column: ratio, unit: "1" }
  合作年限: years
skip: [note]
`
    const file = write('mapped.csv', [
      'ID,type,opened,loan,ratio,years,note',
      '1,F,31/12/2020,12.5,0.5812,3,x',
      '2,?,,"1,000.01万元",n/a,18个月,y',
    ])
    const result = await run(file, { mapping: { text: mapping, file: 'm.yaml' } })
    assert.deepEqual([counts(result), result.problems], [[2, 2, 0, 0, 0], []])
    const names = ['loan_balance', 'debt_ratio', 'cooperation_years', 'kind', 'customer_since']
    const factsOf = (number: string) =>
      ground.transact(
        SYSTEM,
        async (ctx) => (await loadFacts(ctx, 'customer', (await findCustomer(ctx, number)).partyId, names))?.facts,
      )
    assert.deepEqual(await factsOf('M{}-1'), {
      loan_balance: 12_500_000,
      debt_ratio: 581_200,
      cooperation_years: 36,
      kind: '农户',
      customer_since: 18_627,
    })
    assert.deepEqual(await factsOf('M{}-2'), {
      loan_balance: 1_000_010_000,
      debt_ratio: null,
      cooperation_years: 18,
      kind: '个人',
      customer_since: null,
    })
  })

  it('refuses a file or mapping that is not right before it changes anything', async () => {
    const before = await tables()
    writeFileSync(path('book.csv'), Buffer.from('504b0304140000', 'hex'))
    assert.equal((await refused(path('book.csv'))).code, 'customer.notText')
    writeFileSync(path('zero.csv'), Buffer.from('a,b\0c\n'))
    assert.equal((await refused(path('zero.csv'))).code, 'customer.notText')
    writeFileSync(path('latin.csv'), Buffer.from('ID,name\n1,caf\xe9\n', 'latin1'))
    assert.equal((await refused(path('latin.csv'))).code, 'customer.badEncoding')
    assert.equal((await refused(path('none.csv'))).code, 'customer.fileMissing')
    assert.equal((await refused(write('quote.csv', ['客户号,客户名称', '1,"未完']))).code, 'customer.badCsv')
    assert.deepEqual(await refused(write('head.csv', ['客户号,客户名字', '1,甲'])), {
      code: 'customer.badMapping',
      details: ['fields.客户名字：没有名为“客户名字”的字段或数据项；是不是“客户名称”？'],
    })
    const columns = write('columns.csv', ['ID,名称,备注二', '1,甲,x'])
    assert.deepEqual(await refused(columns, 'fields: { customer_no: IDD, name: 名称 }'), {
      code: 'customer.badHeader',
      details: [
        'fields.customer_no：文件中没有列“IDD”；是不是“ID”？',
        'ID：映射没有说明这一列：请在 fields 中使用它，或列入 skip',
        '备注二：映射没有说明这一列：请在 fields 中使用它，或列入 skip',
      ],
    })
    assert.deepEqual(await refused(columns, 'fields:\n  name: { column: 名称, value: 甲 }\nmood: good'), {
      code: 'customer.badMapping',
      details: ['fields.name：column、template、value 三者须写且只写一个', 'mood：没有这一项'],
    })
    assert.equal((await refused(columns, 'fields: {a: [}')).code, 'customer.badMapping')
    assert.deepEqual(await tables(), before)
  })

  it('goes on behind the last committed chunk, with the same errors', async () => {
    const lines = Array.from(
      { length: 25 },
      (_, index) => `R${index},客户${index},${index % 5 === 4 ? '怪物' : '个人'},,,${index},`,
    )
    const file = write('resume.csv', [HEADER, ...lines])
    const input = { file, mode: 'upsert', dryRun: false, errors: path('resume-errors.csv'), chunkRows: 10 }
    const id = await startTask(ground, SYSTEM, 'customer.import', '测试', input)
    const cancel = new AbortController()
    const stopped = await runTask(ground, id, {
      signal: cancel.signal,
      onProgress: ({ done }) => {
        if (done === 10) cancel.abort()
      },
    })
    assert.equal(stopped.state, 'queued')
    writeFileSync(
      path('resume-errors.csv'),
      `${readFileSync(path('resume-errors.csv'), 'utf8')}half a line of a chunk that was not comm`,
    )
    const task = await runTask(ground, id)
    assert.deepEqual(counts(task.result as ImportResult), [25, 20, 0, 0, 5])
    const copy = readFileSync(path('resume-errors.csv'), 'utf8')
    assert.equal(copy.trimEnd().split('\r\n').length, 6)
    assert.ok(!copy.includes('half a line'))
  })

  it('records that numbers of another range were tried, in a dry run too', async () => {
    await run(write('ours.csv', [HEADER, ...GOOD]))
    const elsewhere = { ...SYSTEM, lo: 900, hi: 900 }
    const input = { file: path('ours.csv'), mode: 'upsert', dryRun: true, errors: path('errors.csv') }
    const id = await startTask(ground, elsewhere, 'customer.import', '试探', input)
    const { rejected, problems } = (await runTask(ground, id)).result as ImportResult
    assert.deepEqual([rejected, problems[0]?.reason], [2, '已有建档，请联系所属机构'])
    const { rows } = await ground.pool.query(`SELECT detail FROM audit_event WHERE act = 'customer.duplicate'`)
    assert.deepEqual(
      rows.map(({ detail }) => JSON.parse(detail).parties.length),
      [2],
    )
  })
})
