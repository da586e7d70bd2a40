import pg from 'pg'
import { clientConfig, type ServerLogin, unreachable } from '../postgres/connection.ts'
import { failures } from '../postgres/failures.ts'
import { makeSecret, secretFile } from '../secret.ts'
import { migrate } from './migrate.ts'
import { ensureRoles, type RoleSpec } from './roles.ts'
import { checkServer } from './server-check.ts'
import { OWNER, type StoreSpec } from './store-spec.ts'

/** On a server of our own: owner, roles and database by its superuser, the rest as the owner. Answers the application's login. */
export async function preparePrivate(
  dataDir: string,
  spec: StoreSpec,
  admin: ServerLogin,
  durable = true,
): Promise<ServerLogin> {
  const ownerFile = secretFile(dataDir, spec.ownerFile)
  const roles = rolesOf(dataDir, spec)
  await withClient(spec.which, admin, async (client) => {
    await ensureRoles(client, {
      which: spec.which,
      roles: [{ name: OWNER, passwordFile: ownerFile }, ...roles],
      owner: OWNER,
    })
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [spec.database])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${spec.database} OWNER ${OWNER}`)
  })
  const owner = { ...admin, user: OWNER, password: makeSecret(ownerFile), database: spec.database }
  return prepareDatabase(dataDir, spec, owner, durable)
}

/** On the organisation's server: everything as the URL's user, who owns the database. Answers the application's login. */
export async function prepareExternal(dataDir: string, spec: StoreSpec, owner: ServerLogin): Promise<ServerLogin> {
  await withClient(spec.which, owner, (client) =>
    ensureRoles(client, { which: spec.which, roles: rolesOf(dataDir, spec), owner: owner.user }),
  )
  return prepareDatabase(dataDir, spec, owner, true)
}

async function prepareDatabase(
  dataDir: string,
  spec: StoreSpec,
  owner: ServerLogin,
  durable: boolean,
): Promise<ServerLogin> {
  await withClient(spec.which, owner, async (client) => {
    await checkServer(client, { which: spec.which, durable })
    for (const extension of spec.extensions) await ensureExtension(client, spec.which, extension)
  })
  await migrate(owner, spec.migrations)
  const app = appLogin(dataDir, spec, owner)
  await checkLogin(spec, app, passwordFileOf(dataDir, spec))
  return app
}

/** The application's login to a database. */
export function appLogin(dataDir: string, spec: StoreSpec, place: ServerLogin): ServerLogin {
  return { ...place, user: spec.appRole, password: makeSecret(passwordFileOf(dataDir, spec)) }
}

/** A role that was there before us may have another password: it is told, never changed. */
async function checkLogin(spec: StoreSpec, app: ServerLogin, file: string): Promise<void> {
  const client = new pg.Client(clientConfig(app))
  try {
    await client.connect()
  } catch (error) {
    if ((error as { code?: string }).code !== '28P01') throw unreachable(spec.which, app, error)
    throw failures.rolePassword({ which: spec.which, role: app.user, file }, { cause: error })
  } finally {
    await client.end().catch(() => {})
  }
}

async function ensureExtension(client: pg.ClientBase, which: string, extension: string): Promise<void> {
  try {
    await client.query(`CREATE EXTENSION IF NOT EXISTS ${extension} WITH SCHEMA public`)
  } catch (cause) {
    throw failures.extensionMissing({ which, extension, reason: (cause as Error).message }, { cause })
  }
}

function rolesOf(dataDir: string, spec: StoreSpec): RoleSpec[] {
  return [{ name: spec.appRole, passwordFile: passwordFileOf(dataDir, spec) }, ...spec.groups.map((name) => ({ name }))]
}

function passwordFileOf(dataDir: string, { name }: StoreSpec): string {
  return secretFile(dataDir, `${name}-app`)
}

/** A connection of its own for a few statements. */
export async function withClient<T>(
  which: string,
  login: ServerLogin,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(clientConfig(login))
  client.on('error', () => {})
  try {
    await client.connect().catch((error) => {
      throw unreachable(which, login, error)
    })
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}
