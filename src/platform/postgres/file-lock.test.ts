import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { withFileLock, withFileLockSync } from './file-lock.ts'
import { processIdentity } from './process-identity.ts'

function lockFile(t: { after(work: () => void): void }): string {
  const folder = mkdtempSync(join(tmpdir(), 'zhike-lock-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'lock')
}

/** The number of a process that is gone. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid
}

suite('file lock', () => {
  test('one at a time, also after an error', async (t) => {
    const lock = lockFile(t)
    let inside = 0
    let most = 0
    const work = (n: number) =>
      withFileLock(lock, async () => {
        inside++
        most = Math.max(most, inside)
        await sleep(5)
        inside--
        if (n % 3 === 0) throw new Error('no')
      }).catch(() => {})
    await Promise.all([1, 2, 3, 4, 5, 6].map(work))
    assert.equal(most, 1)
    assert.ok(!existsSync(lock))
  })

  test('the lock of a process that is gone is taken over by one only', async (t) => {
    const lock = lockFile(t)
    writeFileSync(lock, `${deadPid()}\nthen`)
    let inside = 0
    const work = () =>
      withFileLock(lock, async () => {
        assert.equal(++inside, 1)
        await sleep(5)
        inside--
      })
    await Promise.all([work(), work(), work()])
  })

  test('a living process whose number was another’s does not hold that one’s lock', async (t) => {
    const lock = lockFile(t)
    writeFileSync(lock, `${process.pid}\nan earlier process`)
    await withFileLock(lock, async () => {})
  })

  test('on the way out nobody waits', async (t) => {
    const lock = lockFile(t)
    await withFileLock(lock, async () => {
      assert.equal(
        withFileLockSync(lock, () => assert.fail()),
        false,
      )
    })
    assert.equal(
      withFileLockSync(lock, () => {}),
      true,
    )
  })
})

suite('process identity', () => {
  test('is the same for the same process and none for a dead one', () => {
    assert.equal(processIdentity(process.pid), processIdentity(process.pid))
    assert.ok(processIdentity(process.pid))
    assert.equal(processIdentity(deadPid()), undefined)
  })
})
