import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import { findBinaries } from '../postgres/binaries.ts'
import { attachCluster, type Cluster } from '../postgres/cluster.ts'
import { mainSettings, vaultSettings } from '../postgres/cluster-settings.ts'
import { loginOf, type ServerLogin } from '../postgres/connection.ts'
import { folderFailure } from '../postgres/folder-failure.ts'
import { openServerHome, type ServerHome } from '../postgres/server-home.ts'
import { secretFile } from '../secret.ts'
import { asFailure } from './database-failure.ts'
import { prepareExternal, preparePrivate } from './prepare.ts'
import { MAIN, type StoreSpec, VAULT } from './store-spec.ts'

/** The two databases, ready: migrated, and reachable as roles that own nothing. */
export interface Stores {
  readonly main: ServerLogin
  readonly vault: ServerLogin
  /** Leaves the private servers, where they are ours. */
  release(): Promise<void>
}

/** Starts or reaches both servers, makes roles and databases where they are missing, and migrates. */
export async function openStores(config: Config, log: Logger): Promise<Stores> {
  const clusters: Cluster[] = []
  const release = async () => void (await Promise.all(clusters.map((cluster) => cluster.release())))
  try {
    const home = config.databaseUrl && config.vaultUrl ? undefined : openServerHome(config.dataDir, findBinaries())
    if (home?.movedFrom)
      log.warn(
        { folder: home.folder },
        `数据目录 ${home.movedFrom} 或程序目录不能由数据库用户访问，数据库改放在 ${home.folder}`,
      )
    const attach = async (spec: StoreSpec, url: string | undefined) => {
      if (!url) clusters.push(await attachPrivate(config, spec, home!))
    }
    // Both are waited for, so that a server that has started is left again where the other fails.
    const attached = await Promise.allSettled([attach(MAIN, config.databaseUrl), attach(VAULT, config.vaultUrl)])
    for (const outcome of attached) if (outcome.status === 'rejected') throw outcome.reason
    const prepare = (spec: StoreSpec, url: string | undefined) =>
      url
        ? prepareExternal(config.dataDir, spec, loginOf(url))
        : preparePrivate(config.dataDir, spec, clusters.find(({ name }) => name === spec.name)!.admin)
    // One after the other: where both URLs lead to one server, roles are made once.
    const vault = await prepare(VAULT, config.vaultUrl)
    const main = await prepare(MAIN, config.databaseUrl)
    return { main, vault, release }
  } catch (error) {
    await release()
    throw ofFileSystem(config.dataDir, asFailure(error))
  }
}

function attachPrivate({ dataDir }: Config, { name }: StoreSpec, home: ServerHome): Promise<Cluster> {
  return attachCluster({
    name,
    home,
    runDir: join(dataDir, 'run'),
    secretFile: secretFile(dataDir, `${name}-admin`),
    settings: name === 'main' ? mainSettings() : vaultSettings(),
  })
}

function ofFileSystem(dataDir: string, error: unknown): unknown {
  const { code, path } = error as NodeJS.ErrnoException
  if (code !== 'EACCES' && code !== 'EPERM' && code !== 'EROFS') return error
  return folderFailure(path ?? dataDir, code, error)
}
