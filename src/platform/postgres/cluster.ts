import { join } from 'node:path'
import { makeSecret, readSecret } from '../secret.ts'
import { type ClientRegistry, enterClient, leaveClient, livingClients } from './client-registry.ts'
import { type ClusterSettings, printSettings } from './cluster-settings.ts'
import type { ServerLogin } from './connection.ts'
import { failures } from './failures.ts'
import { withFileLock, withFileLockSync } from './file-lock.ts'
import { clusterState, createCluster, startCluster, stopCluster, stopClusterSync } from './pg-ctl.ts'
import { findPostmaster } from './postmaster.ts'
import type { ServerHome } from './server-home.ts'

export interface ClusterOptions {
  readonly name: string
  readonly home: ServerHome
  /** Holds the registry of clients, and where `secretFile` does not say otherwise nothing else. */
  readonly runDir: string
  /** File of the superuser's password. */
  readonly secretFile: string
  readonly settings: ClusterSettings
}

/** A private server in use by this process. */
export interface Cluster {
  readonly name: string
  /** Superuser's login to the database `postgres`: for making roles and databases, nothing else. */
  readonly admin: ServerLogin
  /** Leaves; the last process out stops the server. */
  release(): Promise<void>
}

interface Use {
  readonly options: ClusterOptions
  readonly admin: ServerLogin
  readonly watch: NodeJS.Timeout
  count: number
}

const WATCH_MS = 2_000

/** Clusters that this process uses, by folder: several grounds of one process share one entry in the registry. */
const uses = new Map<string, Use>()

/** Makes the cluster where there is none, starts it where it does not run, and enters this process as a client. */
export async function attachCluster(options: ClusterOptions): Promise<Cluster> {
  const folder = folderOf(options)
  const admin = await withFileLock(lockOf(options), async () => {
    const use = uses.get(folder)
    if (use) {
      use.count++
      return use.admin
    }
    const password = passwordOf(options, folder)
    if (clusterState(folder, options.home.binaries.major) === 'none')
      await createCluster(options.home, folder, password)
    enterClient(registryOf(options))
    const place = await startCluster(options.home, folder, printSettings(options.settings)).catch((error: unknown) => {
      leaveClient(registryOf(options))
      throw error
    })
    const login = { ...place, user: 'postgres', password, database: 'postgres' }
    uses.set(folder, { options, admin: login, count: 1, watch: watchServer(options, folder) })
    return login
  })
  let released = false
  const release = async () => {
    if (released) return
    released = true
    await releaseCluster(folder)
  }
  return { name: options.name, admin, release }
}

/** A server that was killed is started again, by one of the processes that use it; until then their acts fail as unavailable. */
function watchServer(options: ClusterOptions, folder: string): NodeJS.Timeout {
  let busy = false
  const look = async () => {
    if (busy || findPostmaster(folder)) return
    busy = true
    try {
      await withFileLock(lockOf(options), async () => {
        if (uses.has(folder)) await startCluster(options.home, folder, printSettings(options.settings))
      })
    } catch {
      // What stands in the way now (a full disk) may be gone at the next look.
    } finally {
      busy = false
    }
  }
  return setInterval(look, WATCH_MS).unref()
}

async function releaseCluster(folder: string): Promise<void> {
  const use = uses.get(folder)
  if (!use) return
  await withFileLock(lockOf(use.options), async () => {
    if (--use.count > 0) return
    uses.delete(folder)
    clearInterval(use.watch)
    leaveClient(registryOf(use.options))
    if (livingClients(registryOf(use.options)).length === 0) await stopCluster(use.options.home, folder)
  })
}

/** A process that ends without release (an uncaught error, a test) leaves all the same. */
process.on('exit', () => {
  for (const [folder, { options }] of uses) {
    leaveClient(registryOf(options))
    withFileLockSync(lockOf(options), () => {
      if (livingClients(registryOf(options)).length === 0) stopClusterSync(options.home, folder)
    })
  }
})

function passwordOf(options: ClusterOptions, folder: string): string {
  if (clusterState(folder, options.home.binaries.major) === 'none') return makeSecret(options.secretFile)
  const password = readSecret(options.secretFile)
  if (password === undefined) throw failures.secretMissing({ file: options.secretFile })
  return password
}

function folderOf({ home, name }: Pick<ClusterOptions, 'name' | 'home'>): string {
  return join(home.folder, name)
}

function lockOf({ runDir, name }: ClusterOptions): string {
  return join(runDir, `${name}.lock`)
}

function registryOf({ runDir, name }: ClusterOptions): ClientRegistry {
  return { folder: join(runDir, name) }
}
