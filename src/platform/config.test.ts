import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Failure } from '../kernel/failure.ts'
import { describeConfig, readConfig } from './config.ts'
import { loginOf, urlOf } from './postgres/connection.ts'

/** The variables that `readConfig` complains of. */
function complaints(environment: NodeJS.ProcessEnv): string[] {
  try {
    readConfig(environment)
    return []
  } catch (error) {
    assert.ok(error instanceof Failure)
    assert.equal(error.code, 'platform.badConfig')
    for (const { message } of error.details) assert.match(message, /\p{Script=Han}/u)
    return error.details.map(({ where }) => where)
  }
}

suite('configuration', () => {
  test('nothing set is a private server below the current folder', () => {
    assert.deepEqual(readConfig({}, '/srv/zhike'), {
      databaseUrl: undefined,
      vaultUrl: undefined,
      dataDir: '/srv/zhike/data',
      host: '127.0.0.1',
      port: 8080,
      zone: 'Asia/Shanghai',
      kekFile: '/srv/zhike/data/secrets/kek',
      logLevel: 'warn',
    })
  })

  test('an empty value is none', () => assert.equal(readConfig({ PORT: '' }).port, 8080))

  const good = 'postgresql://bank:secret@db.example:5433/crm?sslmode=require'
  for (const [variable, bad] of [
    ['PORT', '80a'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['HOST', 'a b'],
    ['ZHIKE_ZONE', 'Asia/Peking'],
    ['ZHIKE_LOG', 'loud'],
    ['DATABASE_URL', 'mysql://a:b@c/d'],
    ['DATABASE_URL', 'postgresql://host/database'],
    ['DATABASE_URL', 'postgresql://user@host'],
    ['ZHIKE_VAULT_URL', 'nonsense'],
    ['ZHIKE_DATA_DIR', 'a\0b'],
  ] as const) {
    test(`${variable}=${JSON.stringify(bad)} is told`, () =>
      assert.deepEqual(complaints({ [variable]: bad }), [variable]))
  }

  test('all bad values are told at once', () => {
    assert.deepEqual(complaints({ PORT: 'x', ZHIKE_LOG: 'x', ZHIKE_ZONE: 'x' }).sort(), [
      'PORT',
      'ZHIKE_LOG',
      'ZHIKE_ZONE',
    ])
  })

  test('the vault is not the main database', () => {
    assert.deepEqual(complaints({ DATABASE_URL: good, ZHIKE_VAULT_URL: good }), ['ZHIKE_VAULT_URL'])
  })

  test('every setting is shown with its origin, and no password', () => {
    const environment = { DATABASE_URL: good, PORT: '9000' }
    const settings = describeConfig(readConfig(environment), environment)
    assert.ok(!JSON.stringify(settings).includes('secret@'))
    const byName = new Map(settings.map((setting) => [setting.variable, setting]))
    assert.equal(byName.get('DATABASE_URL')?.value, 'postgresql://bank:******@db.example:5433/crm?sslmode=require')
    assert.deepEqual([byName.get('PORT')?.origin, byName.get('HOST')?.origin], ['environment', 'default'])
  })
})

suite('logins', () => {
  for (const login of [
    { host: 'db.example', port: 5433, user: 'bank', password: 'p@ss:/ word', database: 'crm' },
    { host: '/tmp/zhike data/main', port: 5432, user: 'postgres', password: 'x', database: 'zhike' },
    { host: 'db', port: 5432, user: 'u', password: '', database: '客户', parameters: 'sslmode=require' },
  ]) {
    test(`${login.host} as a URL is the same login`, () => assert.deepEqual(loginOf(urlOf(login)), login))
  }

  test('a host left out is the parameter', () => {
    assert.equal(loginOf('postgresql://u:p@/crm?host=/run/postgresql').host, '/run/postgresql')
  })
})
