// Assessing the whole base durably against the same INSERT … SELECT hand-written into the same keyed, logged table; then again
// where some two in a hundred have changed. Run: node bench/assessment.ts [--size 1000000].
import assert from 'node:assert/strict'
import type { RunReport } from '../src/modules/rating/index.ts'
import type { Ground } from '../src/platform/ground.ts'
import { SYSTEM } from '../src/platform/principal.ts'
import { runTask, startTask } from '../src/platform/tasks.ts'
import { analyse, asOwner, changeBank, withBank } from './bank.ts'
import { flatScorecard } from './peers/hand-written.ts'
import { type BenchRow, interleave, peakMemory, printTable, seconds, timed } from './table.ts'

const DOCUMENT = 'bench-flat'
const ROUNDS = 3
/** One in so many is changed before the second run. */
const CHANGED = 50

/** A table like `assessment`, with its key, its foreign key and its row security, for the peer to write into. */
const PEER_TABLE = `
CREATE TABLE peer_assessment (LIKE assessment INCLUDING ALL);
ALTER TABLE peer_assessment ADD FOREIGN KEY (document_id, version) REFERENCES policy_version;
SELECT enter_class('peer_assessment', 'bench', 'business');
GRANT SELECT, INSERT ON peer_assessment TO zhike_app`

const PEER_INSERT = `
INSERT INTO peer_assessment (party_id, document_id, scope_no, version, run_id, grade, score, score_low, score_high, reason, as_of, facts_at)
SELECT party_id, '${DOCUMENT}', scope_no, 1, '00000000-0000-7000-8000-000000000002', grade, score, score, score, 0, current_date, now()
FROM (${flatScorecard}) graded`

export async function benchAssessment(ground: Ground): Promise<BenchRow[]> {
  await asOwner(ground, PEER_TABLE)
  const first = await interleave(
    ROUNDS,
    async () => {
      await assess(ground)
    },
    () => ground.transact(SYSTEM, (ctx) => ctx.client.query(PEER_INSERT), { timeoutMs: 0 }),
    () => asOwner(ground, 'TRUNCATE assessment, assessment_history, peer_assessment'),
  )
  const plain = await timed(() =>
    asOwner(ground, `SET zhike.lo = 0; SET zhike.hi = 2147483647; CREATE TABLE plain_assessment AS ${flatScorecard}`),
  )
  await analyse(ground)
  const simulation = await timed(() =>
    ground.transact(SYSTEM, (ctx) => ctx.client.query(`SELECT grade, count(*) FROM (${flatScorecard}) g GROUP BY 1`), {
      timeoutMs: 0,
    }),
  )
  await changeBank(ground, CHANGED)
  let report: RunReport | undefined
  const again = await timed(async () => {
    report = await assess(ground)
  })
  const allowed = 2 * simulation + (report!.updated / 20_000) * 1000
  return [
    {
      work: 'assess all, durably',
      zhike: seconds(first.ours),
      peer: `${seconds(first.theirs)} hand-written INSERT … SELECT`,
      ratio: (first.ours / first.theirs).toFixed(2),
      bar: '≤ 1.15',
      note: `CREATE TABLE AS ${seconds(plain)}: ${(first.ours / plain).toFixed(2)}; peak ${peakMemory()} MiB`,
    },
    {
      work: `again, ${report!.updated.toLocaleString('en')} changed`,
      zhike: seconds(again),
      peer: `${seconds(simulation)} one simulation`,
      ratio: (again / allowed).toFixed(2),
      bar: `≤ 1 (${seconds(allowed)})`,
      note: '2 × one simulation + 1 s per 20,000 changes',
    },
  ]
}

async function assess(ground: Ground): Promise<RunReport> {
  const id = await startTask(ground, SYSTEM, 'rating.assess', 'bench', { document: DOCUMENT })
  const task = await runTask(ground, id)
  assert.equal(task.state, 'done', JSON.stringify(task.failure))
  return task.result as RunReport
}

if (import.meta.main) await withBank(async (ground, title) => printTable(title, await benchAssessment(ground)))
