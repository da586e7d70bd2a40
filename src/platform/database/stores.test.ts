import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { cloneStore, testCluster, withAdmin } from '../../../test/cluster.ts'
import { privateCluster } from '../../../test/private-cluster.ts'
import { Failure } from '../../kernel/failure.ts'
import { readConfig } from '../config.ts'
import { openGround } from '../ground.ts'
import { type ServerLogin, urlOf } from '../postgres/connection.ts'
import { SYSTEM } from '../principal.ts'
import { makeSecret, secretFile } from '../secret.ts'
import { withClient } from './prepare.ts'
import { ensureRoles } from './roles.ts'
import { checkServer } from './server-check.ts'
import { MAIN } from './store-spec.ts'

const failsWith = (code: string) => (error: unknown) => error instanceof Failure && error.code === code

function dataFolder(t: { after(work: () => void): void }): string {
  const folder = mkdtempSync(join(tmpdir(), 'zhike-stores-'))
  chmodSync(folder, 0o755)
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const open = (dataDir: string, main: ServerLogin, vault: ServerLogin) =>
  openGround(
    readConfig({
      ZHIKE_DATA_DIR: dataDir,
      DATABASE_URL: urlOf(main),
      ZHIKE_VAULT_URL: urlOf(vault),
      ZHIKE_LOG: 'silent',
    }),
  )

suite('stores on a server of the organisation', () => {
  test('an owner who is no superuser but may make roles is enough; a second start changes nothing', async (t) => {
    const data = dataFolder(t)
    const cluster = await privateCluster(join(data, 'server'))
    t.after(() => cluster.release())
    const login = (user: string, database: string) => ({ ...cluster.admin, user, password: 'pw', database })
    await withAdmin(cluster.admin, async (client) => {
      await client.query(`CREATE ROLE bank LOGIN CREATEROLE PASSWORD 'pw'`)
      await client.query('CREATE DATABASE crm OWNER bank')
      await client.query('CREATE DATABASE crm_vault OWNER bank')
    })
    for (const _ of ['first start', 'second start']) {
      const ground = await open(join(data, 'data'), login('bank', 'crm'), login('bank', 'crm_vault'))
      const who = await ground.transact(
        SYSTEM,
        async ({ client }) => (await client.query('SELECT current_user AS name')).rows[0].name,
      )
      assert.equal(who, 'zhike_app')
      await ground.vault.createKeys([{ partyId: SYSTEM.id, scopeNo: 1 }])
      await ground.stop()
    }
    const elsewhere = open(join(data, 'other'), login('bank', 'crm'), login('bank', 'crm_vault'))
    await assert.rejects(
      elsewhere,
      failsWith('database.rolePassword'),
      'another installation has another password, and changes none',
    )
  })

  test('a server that may lose what it has answered is refused, by name', async (t) => {
    const { owner } = await cloneFor(t)
    await assert.rejects(open(dataFolder(t), owner, { ...owner, database: 'postgres' }), (error: unknown) => {
      assert.ok(failsWith('database.unsafeServer')(error))
      assert.match((error as Failure).message, /fsync、full_page_writes、synchronous_commit/)
      return true
    })
  })

  test('a server of another version or encoding is refused', async (t) => {
    const serverSaying = (settings: Record<string, string>) => ({ query: async () => ({ rows: [settings] }) }) as never
    const good = { version: '180004', encoding: 'UTF8', fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on' }
    const check = { which: '主库', durable: true }
    await checkServer(serverSaying(good), check)
    for (const version of ['140019', '190000']) {
      await assert.rejects(checkServer(serverSaying({ ...good, version }), check), failsWith('database.serverVersion'))
    }
    const { admin } = await testCluster()
    await withAdmin(admin, (client) =>
      client.query(
        `CREATE DATABASE zhike_t_${process.pid}_latin TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C'`,
      ),
    )
    const latin = { ...admin, database: `zhike_t_${process.pid}_latin` }
    t.after(() => withAdmin(admin, async (client) => void (await client.query(`DROP DATABASE ${latin.database}`))))
    await assert.rejects(
      withClient('主库', latin, (client) => checkServer(client, { ...check, durable: false })),
      failsWith('database.encoding'),
    )
  })

  test('roles that the login may not make are told with the statements for the administrator', async (t) => {
    const { owner } = await cloneFor(t)
    const roles = [{ name: 'zhike_absent', passwordFile: '/secrets/main-app' }, { name: 'zhike_absent_group' }]
    const ensure = withClient('主库', owner, (client) =>
      ensureRoles(client, { which: '主库', roles, owner: owner.user }),
    )
    await assert.rejects(ensure, (error: unknown) => {
      assert.ok(failsWith('database.rolesMissing')(error))
      const { next } = error as Failure
      assert.match(next, /CREATE ROLE zhike_absent LOGIN/)
      assert.match(next, /GRANT zhike_absent_group TO "zhike_owner"/)
      assert.match(next, /\/secrets\/main-app/)
      return true
    })
  })

  test('a server that does not answer, and a wrong password, are told without the password', async (t) => {
    const { owner } = await cloneFor(t)
    const cases = [
      { ...owner, host: '127.0.0.1', port: 1 },
      { ...owner, password: 'wrong-secret' },
      { ...owner, database: 'nowhere' },
    ]
    for (const login of cases) {
      await assert.rejects(
        open(
          dataFolder(t),
          login,
          login === cases[0]
            ? { ...login, database: 'v' }
            : { ...login, port: login.port, database: `${login.database}2` },
        ),
        (error: unknown) => {
          assert.ok(failsWith('database.unreachable')(error), String(error))
          assert.ok(!(error as Failure).why?.includes(login.password))
          return true
        },
      )
    }
  })

  test('a database that a newer version made is refused', async (t) => {
    const main = await cloneFor(t)
    await withClient('主库', main.owner, (client) =>
      client.query(
        `INSERT INTO zhike_migration.applied SELECT '9999-from-the-future', max(timestamp) FROM zhike_migration.applied`,
      ),
    )
    const { migrate } = await import('./migrate.ts')
    await assert.rejects(migrate(main.owner, MAIN.migrations), failsWith('database.newerSchema'))
  })

  test('a migration that fails leaves nothing of itself, nor of those before it', async (t) => {
    const main = await cloneFor(t)
    const folder = dataFolder(t)
    writeFileSync(join(folder, '0001-create-a.sql'), 'CREATE SCHEMA tried; CREATE TABLE tried.a (n int);')
    writeFileSync(join(folder, '0002-break.sql'), 'CREATE TABLE tried.b (n int); SELECT 1 / 0;')
    const { migrate } = await import('./migrate.ts')
    const set = { which: '主库', folder: new URL(`file://${folder}/`), schema: 'tried_migration' }
    await assert.rejects(
      migrate(main.owner, set),
      (error: unknown) => failsWith('database.migrationFailed')(error) && /0002-break/.test((error as Failure).message),
    )
    const { rows } = await withClient('主库', main.owner, (client) =>
      client.query(`SELECT to_regnamespace('tried') AS found`),
    )
    assert.equal(rows[0].found, null)
  })
})

suite('secrets', () => {
  test('are made once, for their user only, whole or not at all', (t) => {
    const file = secretFile(dataFolder(t), 'one')
    const made = makeSecret(file)
    assert.match(made, /^[0-9a-f]{64}$/)
    assert.equal(makeSecret(file), made)
  })
})

async function cloneFor(t: { after(work: () => Promise<void>): void }) {
  const clone = await cloneStore(MAIN)
  t.after(clone.drop)
  return clone
}
