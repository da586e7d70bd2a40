import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkArchitecture, ladderOf, tableOwners } from './check-architecture.ts'

const ladder = ['org', 'fact', 'customer']
const owners = tableOwners(
  "SELECT enter_class('customer', 'customer', 'business'); SELECT create_fact_family('fact_customer_own');",
)

function breachesOf(path: string, text: string): string[] {
  return checkArchitecture([{ path, text }], ladder, owners).map(({ what }) => what)
}

test('an import along the arrow passes', () => {
  assert.deepEqual(
    breachesOf(
      'src/modules/customer/service.ts',
      "import { x } from '../fact/index.ts'\nimport y from '../../platform/context.ts'",
    ),
    [],
  )
})

test('the platform may not import a module, nor the engine the platform', () => {
  assert.equal(breachesOf('src/platform/context.ts', "import { x } from '../modules/org/index.ts'").length, 1)
  assert.equal(breachesOf('src/engine/language/parser.ts', "export { x } from '../../platform/config.ts'").length, 1)
})

test('a module may not import a later module, nor the inside of an earlier one', () => {
  assert.deepEqual(breachesOf('src/modules/fact/service.ts', "import { x } from '../customer/index.ts'"), [
    'imports customer',
  ])
  assert.deepEqual(breachesOf('src/modules/customer/views.ts', "import { x } from '../fact/store.ts'"), [
    'imports src/modules/fact/store.ts',
  ])
})

test('a store may not import its service', () => {
  assert.deepEqual(breachesOf('src/modules/fact/store.ts', "import { x } from './service.ts'"), [
    'store imports service',
  ])
})

test('a module may read a table of the platform, and not write it', () => {
  const platform = new Map([['principal', 'platform']])
  const check = (text: string) =>
    checkArchitecture([{ path: 'src/modules/org/views.ts', text }], ladder, platform).length
  assert.equal(check('const q = `SELECT 1 FROM staff JOIN principal p USING (principal_id)`'), 0)
  assert.equal(check('const q = `UPDATE principal SET name = $1`'), 1)
  assert.equal(check('const q = `SELECT 1 FROM principal FOR UPDATE`'), 0)
})

test('SQL may not name another module’s table, in text or through kysely', () => {
  assert.equal(breachesOf('src/modules/org/store.ts', 'const q = `SELECT 1 FROM customer c`').length, 1)
  assert.equal(breachesOf('src/modules/org/store.ts', "db.insertInto('fact_customer_own_history')").length, 1)
  assert.deepEqual(breachesOf('src/modules/customer/store.ts', 'const q = `UPDATE customer SET`'), [])
})

test('the ladder is read from the array in app/ladder.ts', () => {
  assert.deepEqual(ladderOf('export const ladder: Module[] = [org, fact, policyModule]'), ['org', 'fact', 'policy'])
})
