import { migrateJobs } from '../tasks/jobs.ts'
import type { MigrationSet } from './migrate.ts'

/** What one of the two databases needs. */
export interface StoreSpec {
  readonly name: 'main' | 'vault'
  readonly which: string
  readonly database: string
  readonly appRole: string
  /** Name of the secret that is the owner's password, on a server of ours. */
  readonly ownerFile: string
  readonly groups: readonly string[]
  readonly extensions: readonly string[]
  readonly migrations: MigrationSet
}

/** Owner of both databases where the servers are ours; elsewhere the user of the URL. */
export const OWNER = 'zhike_owner'
const MIGRATIONS = new URL('../../../db/', import.meta.url)

export const MAIN: StoreSpec = {
  name: 'main',
  which: '主库',
  database: 'zhike',
  appRole: 'zhike_app',
  ownerFile: 'main-owner',
  groups: ['zhike_search'],
  extensions: ['pg_trgm'],
  migrations: {
    which: '主库',
    folder: new URL('migrations/', MIGRATIONS),
    schema: 'zhike_migration',
    finish: (owner) => migrateJobs(owner, 'zhike_app'),
  },
}

export const VAULT: StoreSpec = {
  name: 'vault',
  which: '密钥库',
  database: 'zhike_vault',
  appRole: 'zhike_vault_app',
  ownerFile: 'vault-owner',
  groups: [],
  extensions: [],
  migrations: { which: '密钥库', folder: new URL('vault/', MIGRATIONS), schema: 'vault_migration' },
}
