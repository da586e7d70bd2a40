// List and search of customers over HTTP under row scope: 60 % default sort, 20 % search, 10 % indexed filter, 10 % free filter.
// Run: node bench/list.ts [--rows 100000] [--clients 8] [--requests 800].
import { parseArgs } from 'node:util'
import { newId } from '../src/kernel/id.ts'
import type { LocalDate } from '../src/kernel/local-date.ts'
import { type CustomerDraft, saveCustomers } from '../src/modules/customer/index.ts'
import { SYSTEM } from '../src/platform/principal.ts'
import { loadTwoBranches } from '../test/factories/org.ts'
import { type Browser, withHttp } from '../test/http.ts'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    clients: { type: 'string', default: '8' },
    requests: { type: 'string', default: '800' },
  },
})
const [rows, clients, requests] = [Number(values.rows), Number(values.clients), Number(values.requests)]

const SURNAMES = '赵钱孙李周吴郑王冯陈'
const GIVEN = '明春华秀英建国志强丽芳军'

function draft(index: number, own: readonly number[]): CustomerDraft {
  const name = SURNAMES[index % 10]! + GIVEN[(index >> 3) % 12]! + GIVEN[(index >> 7) % 12]!
  const company = index % 6 === 0
  return {
    customerNo: `L${String(index).padStart(8, '0')}`,
    kind: company ? 'company' : 'person',
    name: company ? `青禾${name}${index}商贸有限公司` : name,
    phone: `154${String(index).padStart(8, '0')}`,
    scopeNo: own[index % own.length]!,
    facts: [
      {
        family: 'fact_customer_position',
        source: 'bench',
        asOf: '2026-01-31' as LocalDate,
        values: { deposit_balance: (index * 7_919) % 500_000_000 },
      },
    ],
  }
}

async function fill(own: readonly number[]): Promise<void> {
  const batch = newId()
  for (let from = 0; from < rows; from += 5_000) {
    const drafts = Array.from({ length: Math.min(5_000, rows - from) }, (_, index) => draft(from + index, own))
    await http.ground.transact(SYSTEM, (ctx) => saveCustomers(ctx, drafts, 'create', { batchId: batch }), {
      timeoutMs: 0,
    })
  }
  await http.ground.transact(SYSTEM, (ctx) => ctx.client.query('SELECT count(*) FROM customer'), { timeoutMs: 0 })
}

/** Ten requests in the mix of the bar. */
const MIX: readonly [string, (turn: number) => string][] = [
  ...Array.from({ length: 6 }, (): [string, (turn: number) => string] => [
    'default sort',
    () => '/api/customers?limit=50',
  ]),
  ['search', (turn) => `/api/customers/search?q=${encodeURIComponent(`${SURNAMES[turn % 10]}${GIVEN[turn % 12]}`)}`],
  ['search', (turn) => `/api/customers/search?q=${encodeURIComponent(`青禾${SURNAMES[turn % 10]}`)}`],
  ['indexed filter', () => '/api/customers?limit=50&kind=company'],
  [
    'free filter',
    (turn) => `/api/customers?limit=50&condition=${encodeURIComponent(`存款余额 >= ${100 + (turn % 300)}万元`)}`,
  ],
]

async function measure(browser: Browser): Promise<Map<string, number[]>> {
  const times = new Map<string, number[]>()
  for (const [, path] of MIX) await browser.get(path(0))
  let turn = 0
  const client = async () => {
    while (turn < requests) {
      const mine = turn++
      const [kind, path] = MIX[mine % MIX.length]!
      const start = performance.now()
      const { status } = await browser.get(path(mine))
      if (status !== 200) throw new Error(`${kind}: ${status}`)
      const taken = times.get(kind) ?? []
      taken.push(performance.now() - start)
      times.set(kind, taken)
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  return times
}

function summary(taken: readonly number[]) {
  const sorted = [...taken].sort((a, b) => a - b)
  const at = (share: number) =>
    `${sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!.toFixed(1)} ms`
  return { requests: sorted.length, p50: at(0.5), p95: at(0.95), max: at(1) }
}

const endings: (() => Promise<void>)[] = []
const http = await withHttp({ after: (work) => endings.unshift(work) })
try {
  const books = await loadTwoBranches(http.ground)
  const own = [books.ofUnit('B1'), books.ofStaff('M1'), books.ofUnit('B2'), books.ofStaff('M2')]
  await fill(own)
  const head = await http.signedIn('H1')
  const times = await measure(head)
  console.log(`${rows} customers, ${clients} clients, branch head of half of them`)
  console.table(Object.fromEntries([...times].map(([kind, taken]) => [kind, summary(taken)])))
  const all = [...times.values()].flat()
  console.table({ all: { ...summary(all), bar: '150 ms' } })
} finally {
  for (const end of endings) await end()
}
