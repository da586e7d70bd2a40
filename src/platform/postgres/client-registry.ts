import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { processIdentity } from './process-identity.ts'

/**
 * Which processes use a private server: one file per process, named by its number, holding its identity. Call every function
 * under the registry's lock; only leaving may be done without it.
 */
export interface ClientRegistry {
  readonly folder: string
}

export function enterClient(registry: ClientRegistry): void {
  mkdirSync(registry.folder, { recursive: true, mode: 0o700 })
  writeFileSync(entryOf(registry, process.pid), processIdentity(process.pid) ?? '')
}

export function leaveClient(registry: ClientRegistry): void {
  rmSync(entryOf(registry, process.pid), { force: true })
}

/** Numbers of the processes that still live; entries of the dead (kill -9) are removed on the way. */
export function livingClients(registry: ClientRegistry): number[] {
  let names: string[]
  try {
    names = readdirSync(registry.folder)
  } catch {
    return []
  }
  return names.flatMap((name) => {
    const pid = Number(name)
    if (!Number.isInteger(pid)) return []
    const identity = processIdentity(pid)
    if (identity !== undefined && identity === readEntry(registry, pid)) return [pid]
    rmSync(entryOf(registry, pid), { force: true })
    return []
  })
}

/** Undefined where its process has left meanwhile: one that is on its way out does not wait for the lock. */
function readEntry(registry: ClientRegistry, pid: number): string | undefined {
  try {
    return readFileSync(entryOf(registry, pid), 'utf8')
  } catch {
    return undefined
  }
}

function entryOf(registry: ClientRegistry, pid: number): string {
  return join(registry.folder, String(pid))
}
