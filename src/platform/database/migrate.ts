import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import pg from 'pg'
import { clientConfig, type ServerLogin } from '../postgres/connection.ts'
import { failures } from '../postgres/failures.ts'
import { asFailure } from './database-failure.ts'

export interface MigrationSet {
  /** 主库 or 密钥库, for the message. */
  readonly which: string
  /** Folder of `NNNN-verb-noun.sql`, run in order of name, each once, all of one start in one transaction. */
  readonly folder: URL
  /** Schema of the table that lists what has run. */
  readonly schema: string
  /** What else the owner makes, after the files. */
  readonly finish?: (owner: pg.Pool) => Promise<void>
}

/** Held by the one process that prepares a database; kysely's own lock covers the files only. */
const PREPARE_LOCK = 7_466_104

/** Brings a database to the schema of this version, as its owner. Nothing is changed where one file fails. */
export async function migrate(owner: ServerLogin, set: MigrationSet): Promise<void> {
  const pool = new pg.Pool({ ...clientConfig(owner, 'zhike migrate'), max: 3 })
  pool.on('error', () => {})
  const lock = await pool.connect()
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [PREPARE_LOCK])
    await runFiles(pool, set)
    await set.finish?.(pool)
  } finally {
    lock.release(true)
    await pool.end()
  }
}

async function runFiles(pool: pg.Pool, { which, folder, schema }: MigrationSet): Promise<void> {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  const migrations = await readMigrations(folder)
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableSchema: schema,
    migrationTableName: 'applied',
    migrationLockTableName: 'lock',
  })
  const { error, results } = await migrator.migrateToLatest()
  if (error === undefined) return
  const missing = /previously executed migration (\S+) is missing/.exec(String(error))?.[1]
  if (missing) throw failures.newerSchema({ which, migration: missing }, { cause: error })
  const known = asFailure(error)
  if (known !== error) throw known
  const migration = results?.find(({ status }) => status === 'Error')?.migrationName ?? ''
  const reason = error instanceof Error ? error.message : String(error)
  throw failures.migrationFailed({ which, migration, reason }, { cause: error })
}

async function readMigrations(folder: URL): Promise<Record<string, Migration>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  const texts = await Promise.all(names.map((name) => readFile(fileURLToPath(new URL(name, folder)), 'utf8')))
  return Object.fromEntries(names.map((name, i) => [name.slice(0, -'.sql'.length), migrationOf(texts[i]!)]))
}

function migrationOf(text: string): Migration {
  return {
    async up(db) {
      await sql.raw(text).execute(db)
    },
  }
}
