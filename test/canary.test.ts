import assert from 'node:assert/strict'
import { chmodSync, globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import pino from 'pino'
import type { LocalDate } from '../src/kernel/local-date.ts'
import { type CustomerDraft, saveCustomers } from '../src/modules/customer/index.ts'
import { readConfig } from '../src/platform/config.ts'
import { withClient } from '../src/platform/database/prepare.ts'
import { type Ground, openGround } from '../src/platform/ground.ts'
import { openLog } from '../src/platform/log.ts'
import type { ServerLogin } from '../src/platform/postgres/connection.ts'
import { SYSTEM } from '../src/platform/principal.ts'
import { readSecret, secretFile } from '../src/platform/secret.ts'

const CUSTOMERS = 40
/** Each further value of the list is looked for in the whole of the files; a few stand for all. */
const LOOKED_FOR = 2
const COMPANY = '金丝雀对照实业有限公司'

interface Canary {
  readonly field: string
  readonly value: string
}

/** A person of whom every `identify` value occurs nowhere else. */
function personOf(n: number): CustomerDraft {
  const tail = String(n).padStart(4, '0')
  return {
    customerNo: `CANARY${tail}`,
    kind: 'person',
    name: `欧阳鹂${String.fromCodePoint(0x4e00 + 97 * n)}${String.fromCodePoint(0x5e00 + n)}`,
    identityKind: 'id_card',
    identityNo: withChecksum(`1101051949123${tail}`),
    phone: `1380013${tail}`,
    email: `canary-${tail}@private.example`,
    address: `金丝雀胡同甲 ${tail} 号`,
    remark: `备注：只有本人知道的事 ${tail}`,
    scopeNo: 5,
    facts: [
      {
        family: 'fact_customer_position',
        source: '测试',
        asOf: '2026-01-31' as LocalDate,
        values: { deposit_balance: n },
      },
    ],
  }
}

/** Seventeen digits and their check digit. @source GB 11643-1999, ISO 7064 MOD 11-2 */
function withChecksum(digits: string): string {
  const sum = [...digits].reduce((total, digit, i) => total + Number(digit) * (2 ** (17 - i) % 11), 0)
  return digits + '10X98765432'[sum % 11]
}

function canariesOf({ name, identityNo, phone, email, address, remark }: CustomerDraft): Canary[] {
  const fields = { name, identityNo, phone, email, address, remark }
  return Object.entries(fields).map(([field, value]) => ({ field, value: String(value) }))
}

/** The ways in which a value may have been written. Base64 depends on where in its group of three the value begins. */
function formsOf(value: string): { form: string; bytes: Buffer }[] {
  const utf8 = Buffer.from(value)
  const utf16 = Buffer.from(value, 'utf16le')
  const base64 = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), utf8])
      .toString('base64')
      .replace(/=+$/, '')
    return encoded.slice(shift === 0 ? 0 : shift + 1, -1)
  })
  return [
    { form: 'UTF-8', bytes: utf8 },
    { form: 'reversed', bytes: Buffer.from([...value].reverse().join('')) },
    { form: 'UTF-16LE', bytes: utf16 },
    { form: 'UTF-16BE', bytes: Buffer.from(utf16).swap16() },
    { form: 'hex', bytes: Buffer.from(utf8.toString('hex')) },
    { form: 'HEX', bytes: Buffer.from(utf8.toString('hex').toUpperCase()) },
    ...base64.map((text, shift) => ({ form: `base64+${shift}`, bytes: Buffer.from(text) })),
  ]
}

/** Where each value is found among the files, as `field form file`. */
function findAll(folder: string, canaries: readonly Canary[]): string[] {
  const patterns = canaries.flatMap(({ field, value }) =>
    formsOf(value).map(({ form, bytes }) => ({ name: `${field} ${form}`, bytes })),
  )
  return globSync('**', { cwd: folder }).flatMap((file) => {
    if (!statSync(join(folder, file)).isFile()) return []
    const content = readFileSync(join(folder, file))
    return patterns.filter(({ bytes }) => content.includes(bytes)).map(({ name }) => `${name} ${file}`)
  })
}

/** Everything that the application does with a person's values, and what goes wrong with them. */
async function live(ground: Ground, people: readonly CustomerDraft[]): Promise<void> {
  const save = (drafts: readonly CustomerDraft[]) => ground.transact(SYSTEM, (ctx) => saveCustomers(ctx, [...drafts]))
  const company: CustomerDraft = { customerNo: 'CONTROL', kind: 'company', name: COMPANY, scopeNo: 5 }
  const { created, verdicts } = await save([...people, company])
  assert.equal(created, people.length + 1, JSON.stringify(verdicts.find(({ outcome }) => outcome === 'rejected')))
  const moved = await save(people.map(({ customerNo, remark }) => ({ customerNo, remark: `${remark}（已改）` })))
  assert.equal(moved.updated, people.length)
  await save([{ ...people[0]!, customerNo: 'OTHER' }])
  for (const { value } of canariesOf(people[0]!)) {
    const broken = ground.transact(SYSTEM, ({ client }) => client.query(`SELECT $1::date`, [value]))
    await assert.rejects(broken, (error: Error) => {
      ground.log.error({ err: error, phone: people[0]!.phone, customer: people[0] }, 'a statement failed')
      return true
    })
    await assert.rejects(ground.transact(SYSTEM, ({ client }) => client.query(`SELECT '${value}'::int`)))
  }
}

suite('canary', () => {
  test('the search knows a value in each form, whatever stands round it', () => {
    const forms = formsOf('欧阳鹂138')
    for (let before = 0; before < 6; before++) {
      const text = `${'x'.repeat(before)}欧阳鹂138yz`
      const written = [Buffer.from(text).toString('base64'), Buffer.from(text).toString('hex'), text]
      for (const one of written)
        assert.ok(
          forms.some(({ bytes }) => one.includes(bytes.toString())),
          one,
        )
    }
    assert.ok(forms.some(({ bytes }) => Buffer.from('a欧阳鹂138', 'utf16le').includes(bytes)))
  })

  test('no identify value stands in the data files, the WAL or the logs, in any form', async (t) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'zhike-canary-'))
    chmodSync(dataDir, 0o755)
    t.after(() => rmSync(dataDir, { recursive: true, force: true }))
    const config = readConfig({ ZHIKE_DATA_DIR: dataDir, ZHIKE_LOG: 'trace' })
    const log = openLog(config, pino.destination({ dest: join(dataDir, 'application.log'), sync: true }))
    const ground = await openGround(config, { log })
    const people = Array.from({ length: CUSTOMERS }, (_, n) => personOf(n))
    try {
      await live(ground, people)
      await checkpoint(dataDir)
    } finally {
      await ground.stop()
    }
    const canaries = people.slice(0, LOOKED_FOR).flatMap(canariesOf)
    assert.deepEqual(findAll(dataDir, canaries), [])

    const control = findAll(join(dataDir, 'main'), [{ field: 'public name', value: COMPANY }])
    assert.ok(
      control.some((hit) => /UTF-8 base\//.test(hit)),
      'the search finds what is there in the data files',
    )
    assert.ok(
      control.some((hit) => /UTF-8 pg_wal\//.test(hit)),
      'and in the WAL',
    )
    const report = readFileSync(join(dataDir, 'application.log'), 'utf8')
    assert.match(report, /a statement failed/)
  })
})

/** Brings every page from memory to disk, as the superuser of the private server. */
async function checkpoint(dataDir: string): Promise<void> {
  const admin: ServerLogin = {
    host: join(dataDir, 'main'),
    port: 5432,
    user: 'postgres',
    password: readSecret(secretFile(dataDir, 'main-admin'))!,
    database: 'postgres',
  }
  await withClient('主库', admin, (client) => client.query('CHECKPOINT'))
}
