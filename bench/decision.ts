// One decision with its full trace: a scorecard of sixteen characteristics, compiled, against two rule engines.
// Run: node bench/decision.ts
import assert from 'node:assert/strict'
import { checkDocument, compileProgram, number, readDocument, showProblem, vocabulary } from '../src/engine/index.ts'
import { jsonRulesScorecard, LOWEST, type PlainFacts, type PlainScorecard, zenScorecard } from './peers/scorecard.ts'
import { type BenchRow, peakMemory, printTable, timed } from './table.ts'

const CHARACTERISTICS = [...'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳'].map((sign, index) => ({
  name: `指标${sign}`,
  fact: `fact_${index}`,
}))
const ROUNDS = 7
/** So many that no branch of theirs is learned by heart; the peers, a thousand times slower, take the first of them. */
const CUSTOMERS = 50_000
const CUSTOMERS_OF_PEERS = 400
/** Calls in flight at a time that were fastest for zen; each is tried. */
const TOGETHER = [1, 16, 128]

const scorecard: PlainScorecard = {
  characteristics: CHARACTERISTICS.map(({ fact }, index) => ({
    fact,
    attributes: [
      [75, 7 - (index % 3)],
      [50, 5],
      [25, 3],
      [LOWEST, 1],
    ],
  })),
  grades: [
    ['A', 72],
    ['B', 64],
    ['C', 56],
    ['D', LOWEST],
  ],
}

/** Rates against the two rule engines, rounds interleaved, the best round of each. */
export async function benchDecision(): Promise<BenchRow[]> {
  const { assess } = compileScorecard()
  const customers = makeCustomers()
  const peers = {
    zen: TOGETHER.map((together) => zenScorecard(scorecard, together)),
    rules: [jsonRulesScorecard(scorecard)],
  }
  const few = customers.slice(0, CUSTOMERS_OF_PEERS)
  const expected = customers.map((facts) => assess(facts).values.d_1_1)
  for (const gradeAll of [...peers.zen, ...peers.rules]) {
    assert.deepEqual(await gradeAll(few), expected.slice(0, few.length))
  }

  const best = { zhike: 0, zen: 0, rules: 0 }
  const rate = (count: number, milliseconds: number) => (count * 1000) / milliseconds
  // Outcomes are kept, so that none of their making can be optimised away.
  const outcomes = customers.map(assess)
  for (let round = 0; round < ROUNDS; round++) {
    const ours = await timed(async () => {
      for (let at = 0; at < customers.length; at++) outcomes[at] = assess(customers[at]!)
    })
    assert.deepEqual(
      outcomes.map(({ values }) => values.d_1_1),
      expected,
    )
    best.zhike = Math.max(best.zhike, rate(customers.length, ours))
    for (const gradeAll of peers.zen) best.zen = Math.max(best.zen, rate(few.length, await timed(() => gradeAll(few))))
    for (const gradeAll of peers.rules)
      best.rules = Math.max(best.rules, rate(few.length, await timed(() => gradeAll(few))))
  }
  const row = (peer: string, theirs: number, bar: string): BenchRow => ({
    work: 'decide: scorecard of 16, traced',
    zhike: perSecond(best.zhike),
    peer: `${perSecond(theirs)} ${peer}`,
    ratio: `${Math.round(best.zhike / theirs)} ×`,
    bar,
    note: `best of ${ROUNDS}, the same grades; peak memory of all ${peakMemory()} MiB`,
  })
  return [row('zen-engine', best.zen, '≥ 100 ×'), row('json-rules-engine', best.rules, '≥ 300 ×')]
}

function perSecond(rate: number): string {
  return `${Math.round(rate).toLocaleString('en')}/s`
}

/** The scorecard as an article, read, checked and compiled like any other. */
function compileScorecard() {
  const rows = scorecard.characteristics.flatMap(({ attributes }, index) =>
    attributes.map(([from, points], at) => {
      const above = attributes[at - 1]?.[0]
      const cell = above === undefined ? `>= ${from}` : from === LOWEST ? `< ${above}` : `[${from}..${above})`
      return `| ${at > 0 ? '' : index > 0 ? '' : '基本项'} | ${at > 0 ? '' : CHARACTERISTICS[index]!.name} | ${cell} | ${points} |`
    }),
  )
  const bands = scorecard.grades.map(([grade, from], at) => {
    const above = scorecard.grades[at - 1]?.[1]
    return `| "${grade}" | ${above === undefined ? `>= ${from}` : from === LOWEST ? `< ${above}` : `[${from}..${above})`} |`
  })
  const article = [
    '## 第一条 {decide 等级, form: scorecard}',
    ['| 类别 | 指标 | 分档 | ⇒ 得分 |', '|---|---|---|---|', ...rows].join('\n'),
    ['| ⇒ 等级 | 得分 |', '|---|---|', ...bands].join('\n'),
  ].join('\n\n')
  const head = ['id: bench', 'title: 基准', 'about: customer', 'version: 1', 'effective: 2026-01-01']
  const read = readDocument([
    { file: 'document.md', text: `---\n${head.join('\n')}\n---\n\n基准。\n` },
    { file: '001.md', text: `${article}\n` },
  ])
  const words = CHARACTERISTICS.map(({ name, fact }) => ({
    name,
    identifier: fact,
    type: number('', 0, 1_000_000n),
    unit: '',
  }))
  const checked = read.document && checkDocument(read.document, vocabulary('customer', words))
  if (!checked?.program) throw new Error([...read.problems, ...(checked?.problems ?? [])].map(showProblem).join('\n'))
  return compileProgram(checked.program)
}

/** Spread over all attributes, the same in every run. */
function makeCustomers(): readonly PlainFacts[] {
  return Array.from({ length: CUSTOMERS }, (_, customer) =>
    Object.fromEntries(
      CHARACTERISTICS.map(({ fact }, index) => [fact, (Math.imul(customer * 16 + index + 1, 0x9e3779b1) >>> 9) % 101]),
    ),
  )
}

if (import.meta.main) printTable('One decision', await benchDecision())
