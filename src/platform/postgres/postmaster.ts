import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { processIdentity } from './process-identity.ts'

/** What `postmaster.pid` says of a running server. @source PostgreSQL, src/include/utils/pidfile.h */
export interface Postmaster {
  readonly pid: number
  readonly port: number
  readonly socketFolder: string
  readonly ready: boolean
}

/** The server that runs on the folder; undefined where none does. The file of one that was killed is removed. */
export function findPostmaster(folder: string): Postmaster | undefined {
  const file = join(folder, 'postmaster.pid')
  let lines: string[]
  try {
    lines = readFileSync(file, 'utf8').split('\n')
  } catch {
    return undefined
  }
  const pid = Number(lines[0])
  if (!isPostgres(pid)) {
    rmSync(file, { force: true })
    return undefined
  }
  return {
    pid,
    port: Number(lines[3]),
    socketFolder: lines[4]?.trim() ?? '',
    ready: lines[7]?.trim() === 'ready',
  }
}

/** After kill -9 the number may by now be another program's, which PostgreSQL itself would take for a server. */
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
