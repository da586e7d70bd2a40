import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { withAdmin } from '../../../test/cluster.ts'
import { privateCluster } from '../../../test/private-cluster.ts'
import { Failure } from '../../kernel/failure.ts'
import type { Cluster } from './cluster.ts'
import { findPostmaster } from './postmaster.ts'

const FIXTURE = fileURLToPath(new URL('../../../test/fixtures/attach-cluster.ts', import.meta.url))
const asRoot = process.getuid?.() === 0

const failsWith = (code: string) => (error: unknown) => error instanceof Failure && error.code === code

/** A data folder that the server's user can reach, removed after the test. */
function dataFolder(t: { after(work: () => void): void }, below = ''): string {
  const folder = mkdtempSync(join(tmpdir(), 'zhike-cluster-'))
  chmodSync(folder, 0o755)
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, below)
}

async function attachElsewhere(
  dataDir: string,
  options: { uid?: number; gid?: number } = {},
): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, [FIXTURE, dataDir], { stdio: ['pipe', 'pipe', 'inherit'], ...options })
  const [said] = await once(child.stdout!, 'data')
  return { child, said: String(said).trim() }
}

async function ask(cluster: Cluster, text: string): Promise<unknown> {
  return withAdmin(cluster.admin, async (client) => Object.values((await client.query(text)).rows[0] ?? {})[0])
}

suite('private server', { concurrency: false }, () => {
  test('is made, left and started again with its data; leaving stops it', async (t) => {
    const data = dataFolder(t)
    const first = await privateCluster(data)
    await ask(first, 'CREATE TABLE kept AS SELECT 1 AS n')
    assert.equal(await ask(first, 'SHOW data_checksums'), 'on')
    assert.equal(await ask(first, 'SHOW fsync'), 'on')
    assert.equal(
      await ask(first, `SELECT datcollate || ' ' || datctype FROM pg_database WHERE datname = 'template1'`),
      'C C.UTF-8',
    )
    await first.release()
    assert.equal(findPostmaster(join(data, 'main')), undefined)
    const second = await privateCluster(data)
    assert.equal(await ask(second, 'SELECT n FROM kept'), 1)
    await second.release()
  })

  test('is shared by processes: the last one out stops it, and one that was killed does not count', async (t) => {
    const data = dataFolder(t)
    const here = await privateCluster(data)
    const other = await attachElsewhere(data)
    assert.equal(other.said, 'attached')
    await here.release()
    assert.ok(findPostmaster(join(data, 'main')), 'the other process still uses it')
    other.child.stdin!.write('release')
    await once(other.child, 'exit')
    assert.equal(findPostmaster(join(data, 'main')), undefined)

    const killed = await attachElsewhere(data)
    killed.child.kill('SIGKILL')
    await once(killed.child, 'exit')
    assert.ok(findPostmaster(join(data, 'main')), 'nobody was left to stop it')
    const after = await privateCluster(data)
    assert.equal(await ask(after, 'SELECT 1'), 1)
    await after.release()
    assert.equal(findPostmaster(join(data, 'main')), undefined)
    assert.deepEqual(readdirSync(join(data, 'run', 'main')), [])
  })

  test('killed with kill -9 it comes back with what it had answered, whatever the stale pid file names', async (t) => {
    const data = dataFolder(t)
    const folder = join(data, 'main')
    const pidFile = join(folder, 'postmaster.pid')
    const first = await privateCluster(data)
    await ask(first, 'CREATE TABLE kept AS SELECT 7 AS n')
    const stale = readFileSync(pidFile, 'utf8')
    process.kill(findPostmaster(folder)!.pid, 'SIGKILL')
    await first.release()
    // The number by now belongs to another program: to this one.
    writeFileSync(pidFile, stale.replace(/^\d+/, String(process.pid)))
    const second = await privateCluster(data)
    assert.equal(await ask(second, 'SELECT n FROM kept'), 7)
    await second.release()
  })

  for (const [place, below] of [
    ['a socket', ''],
    ['a port', 'x'.repeat(90)],
  ] as const) {
    test(`killed while in use, it is back within ten seconds at the same place: ${place}`, async (t) => {
      const data = dataFolder(t, below)
      const cluster = await privateCluster(data)
      await ask(cluster, 'CREATE TABLE kept AS SELECT 5 AS n')
      process.kill(findPostmaster(join(data, 'main'))!.pid, 'SIGKILL')
      const killed = performance.now()
      let answer: unknown
      while (answer === undefined && performance.now() - killed < 10_000) {
        await sleep(200)
        answer = await ask(cluster, 'SELECT n FROM kept').catch(() => undefined)
      }
      assert.equal(answer, 5)
      await cluster.release()
    })
  }

  test('a folder of another version is refused and left as it is', async (t) => {
    const data = dataFolder(t)
    mkdirSync(join(data, 'main'), { recursive: true })
    writeFileSync(join(data, 'main', 'PG_VERSION'), '14\n')
    await assert.rejects(privateCluster(data), failsWith('database.clusterVersion'))
    assert.deepEqual(readdirSync(join(data, 'main')), ['PG_VERSION'])
  })

  test('a folder with other files is refused; leftovers of an interrupted start are not in the way', async (t) => {
    const data = dataFolder(t)
    mkdirSync(join(data, 'main'), { recursive: true })
    writeFileSync(join(data, 'main', 'letter.txt'), 'keep me')
    await assert.rejects(privateCluster(data), failsWith('database.notACluster'))
    rmSync(join(data, 'main'), { recursive: true })
    mkdirSync(join(data, 'main.new'))
    writeFileSync(join(data, 'main.new', 'PG_VERSION'), '18\n')
    const cluster = await privateCluster(data)
    await cluster.release()
    assert.ok(!existsSync(join(data, 'main.new')))
  })

  test('without its password file it is not started', async (t) => {
    const data = dataFolder(t)
    await (await privateCluster(data)).release()
    rmSync(join(data, 'secrets', 'main-admin'))
    await assert.rejects(privateCluster(data), failsWith('database.secretMissing'))
  })

  test('a setting that the server refuses is told with the server’s own words', async (t) => {
    const data = dataFolder(t)
    await (await privateCluster(data)).release()
    writeFileSync(join(data, 'main', 'postgresql.auto.conf'), "shared_buffers = 'much'\n")
    await assert.rejects(
      privateCluster(data),
      (error: unknown) =>
        failsWith('database.startFailed')(error) && /shared_buffers/.test((error as Failure).why ?? ''),
    )
    assert.deepEqual(readdirSync(join(data, 'run', 'main')), [], 'a failed start leaves no client behind')
  })

  test('a path too long for a socket is served over TCP on a free port', async (t) => {
    const data = dataFolder(t, 'x'.repeat(90))
    const cluster = await privateCluster(data)
    assert.equal(cluster.admin.host, '127.0.0.1')
    assert.equal(await ask(cluster, 'SHOW listen_addresses'), '127.0.0.1')
    await cluster.release()
  })

  test('a data folder without the right to write is told', {
    skip: asRoot ? false : 'needs root to be somebody else',
  }, async (t) => {
    const data = dataFolder(t)
    const { said, child } = await attachElsewhere(data, { uid: 65_534, gid: 65_534 })
    child.kill()
    assert.equal(said, 'failed EACCES')
  })

  test('in a checkout of mode 700 the server lives elsewhere, and follows when the checkout moves', {
    skip: asRoot ? false : 'root only',
  }, async (t) => {
    const outer = dataFolder(t)
    chmodSync(outer, 0o700)
    const data = join(outer, 'a', 'data')
    const first = await privateCluster(data)
    const home = readFileSync(join(data, 'server-home'), 'utf8').trim()
    t.after(() => rmSync(home, { recursive: true, force: true }))
    assert.match(home, /^\/var\/lib\/zhike\//)
    await ask(first, 'CREATE TABLE kept AS SELECT 3 AS n')
    await first.release()
    renameSync(join(outer, 'a'), join(outer, 'b'))
    const moved = await privateCluster(join(outer, 'b', 'data'))
    assert.equal(await ask(moved, 'SELECT n FROM kept'), 3)
    await moved.release()
  })
})
