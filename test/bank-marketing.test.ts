import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { zhike } from './command.ts'
import { withGround } from './harness.ts'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const DATA = process.env.ZHIKE_BANK_MARKETING ?? at('../../shared/data/bank-full.csv')
const EXAMPLE = at('../examples/bank-marketing')
const MAPPING = `${EXAMPLE}/mapping.yaml`
const SKIP = existsSync(DATA) ? false : `${DATA} is absent; ZHIKE_BANK_MARKETING may name the file`

test('another organisation: its list, its facts, its policy', { skip: SKIP }, (t) => gradesLike(t, DATA))

test('the same folder and a list made here, of every value that its columns have', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'zhike-campaign-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'campaign.csv')
  writeFileSync(file, campaign())
  await gradesLike(t, file)
})

async function gradesLike(t: TestContext, file: string): Promise<void> {
  const ground = await withGround(t)
  const expected = countTiers(readFileSync(file, 'utf8'))
  const rows = Object.values(expected).reduce((sum, count) => sum + count, 0)

  await zhike(ground, 'policy', 'check', EXAMPLE)
  await zhike(ground, 'policy', 'import', EXAMPLE)

  const errors = join(ground.config.dataDir, 'errors.csv')
  const load = () => zhike(ground, 'import', file, '--mapping', MAPPING, '--errors', errors)
  const first = await load()
  assert.deepEqual(counts(first.at(-1)), { rows, created: rows, updated: 0, unchanged: 0, rejected: 0 })

  const again = await load()
  assert.deepEqual(counts(again.at(-1)), { rows, created: 0, updated: 0, unchanged: rows, rejected: 0 })

  const assessed = await zhike(ground, 'assess', 'bank-marketing')
  assert.deepEqual(gradesOf(assessed.at(-1)!), expected)
}

/** Every combination of what the policy looks at, with balances and ages on both sides of its thresholds. */
function campaign(): string {
  const lines = [
    'ID,age,job,marital,education,default,balance,housing,loan,contact,day,month,duration,campaign,pdays,previous,poutcome,y',
  ]
  for (const age of [59, 60])
    for (const education of ['primary', 'secondary', 'tertiary', 'unknown'])
      for (const failed of ['yes', 'no'])
        for (const balance of [-1, 0, 1499, 1500, 4999, 5000])
          for (const housing of ['yes', 'no'])
            for (const loan of ['yes', 'no'])
              for (const outcome of ['success', 'failure', 'other', 'unknown']) {
                const before = [lines.length, age, 'admin.', 'single', education, failed, balance, housing, loan]
                lines.push([...before, 'cellular', 5, 'may', 261, 1, -1, 0, outcome, 'no'].join(','))
              }
  return `${lines.join('\n')}\n`
}

/** The article again, by hand, over the file's own words: nothing of the engine, the mapping or the database is used. */
function countTiers(text: string): Record<string, number> {
  const [head, ...lines] = text.trimEnd().split('\n')
  const names = head!.trim().split(',')
  const tiers: Record<string, number> = {}
  for (const line of lines) {
    const cells = line.trim().split(',')
    const tier = tierOf(Object.fromEntries(names.map((name, column) => [name, cells[column]!])))
    tiers[tier] = (tiers[tier] ?? 0) + 1
  }
  return tiers
}

function tierOf(row: Record<string, string>): string {
  const balance = Number(row.balance)
  const strained = (row.housing === 'yes' && row.loan === 'yes') || balance < 0
  if (row.default === 'yes') return '暂缓'
  if (row.poutcome === 'success') return '优先'
  if (!strained && balance >= 5000) return '优先'
  if (!strained && balance >= 1500 && row.education === 'tertiary') return '重点'
  if (balance >= 1500 && Number(row.age) >= 60) return '重点'
  if (!strained && balance >= 1500 && row.education === 'unknown') return '未知'
  return balance < 0 ? '暂缓' : '普通'
}

function counts(event: Record<string, unknown> | undefined) {
  const { rows, created, updated, unchanged, rejected } = event ?? {}
  return { rows, created, updated, unchanged, rejected }
}

function gradesOf(event: Record<string, unknown>): Record<string, number> {
  const grades: Record<string, number> = {}
  for (const { grade, count } of event.grades as { grade: string | null; count: number }[]) {
    grades[grade ?? '未知'] = (grades[grade ?? '未知'] ?? 0) + count
  }
  return grades
}
