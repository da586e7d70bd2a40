import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { isTaken, processIdentity } from './process-identity.ts'

/** What `postmaster.pid` says of a running server. @source PostgreSQL, src/include/utils/pidfile.h */
export interface Postmaster {
  readonly pid: number
  readonly port: number
  readonly socketFolder: string
  readonly ready: boolean
}

/** The server that runs on the folder; undefined where none does, though the file of one that was killed may stand there. */
export function findPostmaster(folder: string): Postmaster | undefined {
  let lines: string[]
  try {
    lines = readFileSync(pidFileOf(folder), 'utf8').split('\n')
  } catch {
    return undefined
  }
  const pid = Number(lines[0])
  if (!isPostgres(pid)) return undefined
  return {
    pid,
    port: Number(lines[3]),
    socketFolder: lines[4]?.trim() ?? '',
    ready: lines[7]?.trim() === 'ready',
  }
}

/**
 * Before a start, under the registry's lock: where the number in a killed server's file is still or again taken, PostgreSQL would
 * not start. The file itself must stay: by its memory key PostgreSQL sees whether children of the killed server still live.
 */
export function disownPidFile(folder: string): void {
  let text: string
  try {
    text = readFileSync(pidFileOf(folder), 'utf8')
  } catch {
    return
  }
  if (!isTaken(Number.parseInt(text, 10))) return
  const { pid: ended } = spawnSync(process.execPath, ['--version'])
  writeFileSync(pidFileOf(folder), text.replace(/^\d+/, String(ended)))
}

function pidFileOf(folder: string): string {
  return join(folder, 'postmaster.pid')
}

/** After kill -9 the number may by now be another program's. */
function isPostgres(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || processIdentity(pid) === undefined) return false
  try {
    if (process.platform === 'win32') return true
    const program =
      process.platform === 'linux'
        ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0]!
        : execFileSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).trim()
    return basename(program).startsWith('postgres')
  } catch {
    return false
  }
}
