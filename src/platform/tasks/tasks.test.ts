import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type TestGround, withGround } from '../../../test/harness.ts'
import { newId } from '../../kernel/id.ts'
import { disablePrincipal, enrolPrincipals } from '../auth/principal-store.ts'
import { SYSTEM } from '../principal.ts'
import { beat, claimTask, saveProgress } from './claim.ts'
import './counting-task.fixture.ts'
import { runTask } from './run.ts'
import { cancelTask, queueTask, showTask, startTask } from './store.ts'
import { requeueStaleTasks, startTaskWorker } from './worker.ts'

const count = (ground: TestGround, upTo: number, pauseMs = 0) =>
  startTask(ground, SYSTEM, 'test.count', '数数', { upTo, pauseMs })

async function numbers({ pool }: TestGround): Promise<string[]> {
  const { rows } = await pool.query<{ key: string }>(`SELECT key FROM login_limit ORDER BY substr(key, 7)::int`)
  return rows.map(({ key }) => key.slice(6))
}

const upTo = (n: number) => Array.from({ length: n }, (_, index) => String(index + 1))

test('a task runs here, saves its progress, and keeps its result', async (t) => {
  const ground = await withGround(t)
  const seen: number[] = []
  const view = await runTask(ground, await count(ground, 5), { onProgress: ({ done }) => seen.push(done) })
  assert.deepEqual([view.state, view.done, view.total, view.result], ['done', 5, 5, { counted: 5 }])
  assert.deepEqual(seen, [1, 2, 3, 4, 5])
  assert.deepEqual(await numbers(ground), upTo(5))
  await assert.rejects(runTask(ground, view.id), { code: 'task.notOpen' })
})

test('an unknown kind and a bad input are refused before there is a task', async (t) => {
  const ground = await withGround(t)
  await assert.rejects(startTask(ground, SYSTEM, 'test.unheard', '', {}), { code: 'task.unknownKind' })
  await assert.rejects(startTask(ground, SYSTEM, 'test.count', '', { upTo: '五' }), { code: 'task.badInput' })
  assert.equal((await ground.pool.query('SELECT FROM task')).rowCount, 0)
})

test('a defect fails the task and tells nothing of its inside', async (t) => {
  const ground = await withGround(t)
  const view = await runTask(ground, await startTask(ground, SYSTEM, 'test.break', '坏', {}))
  assert.deepEqual([view.state, view.failure?.code], ['failed', 'platform.defect'])
  assert.ok(!JSON.stringify(view).includes('secret'))
})

test('a queued task is an effect of its act: rolled back with it, run by the worker when it commits', async (t) => {
  const ground = await withGround(t)
  const worker = await startTaskWorker(ground)
  t.after(() => worker.stop())
  const queue = (fail: boolean) =>
    ground.transact(SYSTEM, async (ctx) => {
      const id = await queueTask(ctx, { kind: 'test.count', title: '数数', input: { upTo: 3, pauseMs: 0 } })
      if (fail) throw new Error('the act fails')
      return id
    })
  await assert.rejects(queue(true))
  const id = await queue(false)
  assert.equal((await ended(ground, id)).state, 'done')
  const { rows } = await ground.pool.query(
    `SELECT (SELECT count(*) FROM task) AS tasks, (SELECT count(*) FROM zhike_jobs.job) AS jobs`,
  )
  assert.deepEqual(rows, [{ tasks: 1, jobs: 1 }])
})

test('no more run at once than the worker takes, however long they last', async (t) => {
  const ground = await withGround(t)
  // What a job's default lets expire while its task goes on.
  await ground.transact(SYSTEM, ({ client }) => client.query('UPDATE zhike_jobs.queue SET expire_seconds = 1'))
  const worker = await startTaskWorker(ground)
  t.after(() => worker.stop())
  await ground.transact(SYSTEM, async (ctx) => {
    for (let n = 0; n < 3; n++) await queueTask(ctx, { kind: 'test.last', title: '久等', input: {} })
  })
  await sleep(4_000)
  const { rows } = await ground.pool.query('SELECT state, count(*) AS n FROM task GROUP BY state ORDER BY state')
  assert.deepEqual(rows, [
    { state: 'queued', n: 1 },
    { state: 'running', n: 2 },
  ])
})

test('a disabled account starts nothing more, and what it had started stops', async (t) => {
  const ground = await withGround(t)
  const id = newId()
  const staff = { ...SYSTEM, id, kind: 'staff' as const }
  await ground.transact(SYSTEM, (ctx) => enrolPrincipals(ctx, [{ id, name: '离岗', loginName: 'gone' }]))
  const start = () => startTask(ground, staff, 'test.last', '久等', {})
  const [running, waiting, others] = [await start(), await start(), await count(ground, 1)]
  const run = runTask(ground, running)
  await sleep(100)
  await ground.transact(SYSTEM, (ctx) => disablePrincipal(ctx, id))
  assert.equal((await run).state, 'cancelled')
  await assert.rejects(runTask(ground, waiting), { code: 'task.notOpen' })
  assert.equal((await runTask(ground, others)).state, 'done')
})

test('cancelled while queued it never runs; cancelled while running it stops and keeps what it has done', async (t) => {
  const ground = await withGround(t)
  const cancel = (id: string) => ground.transact(SYSTEM, (ctx) => cancelTask(ctx, id))
  const waiting = await count(ground, 3)
  assert.equal((await cancel(waiting)).state, 'cancelled')
  await assert.rejects(runTask(ground, waiting), { code: 'task.notOpen' })
  const id = await count(ground, 100_000, 20)
  const run = runTask(ground, id)
  await sleep(300)
  assert.equal((await cancel(id)).state, 'running')
  const view = await run
  assert.equal(view.state, 'cancelled')
  assert.deepEqual(await numbers(ground), upTo(view.done))
  await assert.rejects(cancel(id), { code: 'task.notOpen' })
})

test('when the process stops, its task goes back to the queue and goes on from the checkpoint', async (t) => {
  const ground = await withGround(t)
  const id = await count(ground, 30, 20)
  const stopping = new AbortController()
  setTimeout(() => stopping.abort(), 200)
  const stopped = await runTask(ground, id, { signal: stopping.signal })
  assert.ok(stopped.state === 'queued' && stopped.done > 0 && stopped.done < 30)
  assert.equal((await runTask(ground, id)).state, 'done')
  assert.deepEqual(await numbers(ground), upTo(30))
})

test('killed with -9 in the middle, another process goes on: nothing lost, nothing twice', async (t) => {
  const ground = await withGround(t)
  const id = await count(ground, 60, 20)
  for (let kill = 0; kill < 2; kill += 1) {
    const child = fork(new URL('run-task.fixture.ts', import.meta.url), [id], {
      env: { ...process.env, ZHIKE_TEST_STORES: JSON.stringify(ground.owners), ZHIKE_DATA_DIR: ground.config.dataDir },
    })
    await once(child, 'message')
    await sleep(200)
    child.kill('SIGKILL')
    await once(child, 'exit')
    await assert.rejects(runTask(ground, id), { code: 'task.busy' })
    await ground.pool.query(`UPDATE task SET beat_at = beat_at - interval '16 seconds'`)
  }
  assert.equal(await requeueStaleTasks(ground), 1)
  assert.equal(await requeueStaleTasks(ground), 1)
  assert.equal((await ground.pool.query('SELECT FROM zhike_jobs.job')).rowCount, 1)
  const half = (await numbers(ground)).length
  assert.ok(half > 0 && half < 60, `${half} counted before the last kill`)
  const worker = await startTaskWorker(ground)
  t.after(() => worker.stop())
  assert.equal((await ended(ground, id)).state, 'done')
  assert.deepEqual(await numbers(ground), upTo(60))
})

test('whoever lost the claim can save nothing more', async (t) => {
  const ground = await withGround(t)
  const id = await count(ground, 3)
  const sleeper = (await claimTask(ground, id))!
  assert.equal(await beat(ground, sleeper), 'ours')
  assert.equal(await claimTask(ground, id), undefined)
  await ground.pool.query(`UPDATE task SET beat_at = beat_at - interval '16 seconds'`)
  const heir = (await claimTask(ground, id))!
  assert.equal(await beat(ground, sleeper), 'lost')
  await assert.rejects(
    ground.transact(SYSTEM, async (ctx) => {
      await ctx.client.query(`INSERT INTO login_limit (key) VALUES ('count 1')`)
      await saveProgress(ctx, sleeper, { done: 1 })
    }),
    { code: 'task.lost' },
  )
  assert.deepEqual(await numbers(ground), [])
  assert.equal(await beat(ground, heir), 'ours')
})

test('a task that is being saved is not taken for dead, however long its transaction', async (t) => {
  const ground = await withGround(t)
  const id = await count(ground, 3)
  const claim = (await claimTask(ground, id))!
  await ground.pool.query(`UPDATE task SET beat_at = beat_at - interval '16 seconds'`)
  await ground.transact(SYSTEM, async (ctx) => {
    await saveProgress(ctx, claim, { done: 1 })
    assert.equal(await claimTask(ground, id), undefined)
    assert.equal(await beat(ground, claim), 'ours')
  })
})

async function ended(ground: TestGround, id: string) {
  for (;;) {
    const view = await ground.transact(SYSTEM, (ctx) => showTask(ctx, id))
    if (view.state !== 'queued' && view.state !== 'running') return view
    await sleep(50)
  }
}
