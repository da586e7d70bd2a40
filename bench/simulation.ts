// A policy over the whole base under row security against the same rule hand-written in SQL: a flat scorecard, a chain of eight.
// Run: node bench/simulation.ts [--size 1000000].
import assert from 'node:assert/strict'
import { gradedStatement, programOf } from '../src/modules/policy/index.ts'
import type { Ground } from '../src/platform/ground.ts'
import { SYSTEM } from '../src/platform/principal.ts'
import { withBank } from './bank.ts'
import { chainOfEight, flatScorecard } from './peers/hand-written.ts'
import { type BenchRow, interleave, printTable, seconds } from './table.ts'

const ROUNDS = 5

const POLICIES = [
  { document: 'bench-flat', title: 'simulate: scorecard of 16', peer: flatScorecard },
  { document: 'bench-chain', title: 'simulate: chain of eight', peer: chainOfEight },
] as const

export async function benchSimulation(ground: Ground): Promise<BenchRow[]> {
  const rows: BenchRow[] = []
  for (const { document, title, peer } of POLICIES) {
    const ours = await ground.transact(SYSTEM, async (ctx) =>
      gradedStatement(ctx, await programOf(ctx, document), { moment: 'now' }),
    )
    await sameGrades(ground, ours, peer)
    const time = await interleave(
      ROUNDS,
      () => run(ground, `SELECT grade, reason, count(*) AS count FROM (${ours}) graded GROUP BY grade, reason`),
      () => run(ground, `SELECT grade, count(*) AS count FROM (${peer}) graded GROUP BY grade`),
    )
    rows.push({
      work: title,
      zhike: seconds(time.ours),
      peer: `${seconds(time.theirs)} hand-written SQL`,
      ratio: (time.ours / time.theirs).toFixed(2),
      bar: '≤ 1.15',
      note: `shortest of ${ROUNDS}, row by row the same grades`,
    })
  }
  return rows
}

/** Both must say the same of every customer, or the comparison says nothing. */
async function sameGrades(ground: Ground, ours: string, peer: string): Promise<void> {
  const { rows } = await run(
    ground,
    `SELECT count(*) AS n, count(*) FILTER (WHERE (o.grade, o.score) IS DISTINCT FROM (p.grade, p.score)) AS differing
     FROM (${ours}) o FULL JOIN (${peer}) p USING (party_id)`,
  )
  assert.equal(rows[0]!.differing, 0)
}

function run(ground: Ground, text: string) {
  return ground.transact(SYSTEM, (ctx) => ctx.client.query<Record<string, number>>(text), {
    readOnly: true,
    timeoutMs: 0,
  })
}

if (import.meta.main) await withBank(async (ground, title) => printTable(title, await benchSimulation(ground)))
