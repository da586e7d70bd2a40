import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { failures } from './failures.ts'
import { processIdentity } from './process-identity.ts'

const PATIENCE_MS = 60_000
const STEAL_MS = 10_000

/** Runs `work` while no other process runs under the same lock file. A lock whose process is gone is taken over. */
export async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(path), { recursive: true })
  const until = Date.now() + PATIENCE_MS
  while (!tryLock(path)) {
    takeOver(path)
    if (Date.now() > until) throw failures.busyRegistry({ seconds: PATIENCE_MS / 1000, file: path })
    await sleep(20 + Math.random() * 30)
  }
  try {
    return await work()
  } finally {
    rmSync(path, { force: true })
  }
}

/** The lock without waiting, for a process that is on its way out; false where another holds it. */
export function withFileLockSync(path: string, work: () => void): boolean {
  if (!tryLock(path)) return false
  try {
    work()
  } finally {
    rmSync(path, { force: true })
  }
  return true
}

function tryLock(path: string): boolean {
  try {
    writeFileSync(path, `${process.pid}\n${processIdentity(process.pid)}`, { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Removes a dead process's lock. A second lock makes sure that what is removed is what was read. */
function takeOver(path: string): void {
  if (!holderIsGone(path)) return
  const steal = `${path}.steal`
  try {
    writeFileSync(steal, '', { flag: 'wx' })
  } catch {
    if (ageOf(steal) > STEAL_MS) rmSync(steal, { force: true })
    return
  }
  if (holderIsGone(path)) rmSync(path, { force: true })
  rmSync(steal, { force: true })
}

function holderIsGone(path: string): boolean {
  try {
    const [pid, identity] = readFileSync(path, 'utf8').split('\n')
    // Between the file's creation and its first byte it is empty.
    if (!pid || !identity) return ageOf(path) > STEAL_MS
    return processIdentity(Number(pid)) !== identity
  } catch {
    return false
  }
}

function ageOf(path: string): number {
  try {
    return Date.now() - statSync(path).mtimeMs
  } catch {
    return 0
  }
}
