import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import pg from 'pg'
import { clientConfig } from '../src/platform/postgres/connection.ts'
import { CATALOGUE_RULES } from './catalogue-rules.ts'
import { testCluster } from './cluster.ts'
import { withGround } from './harness.ts'

/** Tables by class: a new table is entered here by hand, so that nobody adds one unseen. */
const TABLES = {
  business: [
    ...['assessment', 'assessment_history', 'contact_person', 'customer', 'customer_history'],
    ...['credit', 'finance', 'judgement', 'own', 'position', 'trade'].flatMap((family) => [
      `fact_customer_${family}`,
      `fact_customer_${family}_history`,
    ]),
    ...['metric_value', 'party', 'party_role', 'related_party', 'selection_member'],
  ],
}

suite('catalogue', async () => {
  test('the rules of distribution, scope and rights hold, and each can be broken', async (t) => {
    const { owners } = await withGround(t)
    const { admin } = await testCluster()
    // Superuser, in the clone: a mutant may concern roles. Each is rolled back.
    const client = new pg.Client(clientConfig({ ...admin, database: owners.main.database }))
    await client.connect()
    try {
      for (const { rule, query, mutant } of CATALOGUE_RULES) {
        await t.test(rule, async () => {
          assert.deepEqual((await client.query(query)).rows, [])
          await client.query(`BEGIN; SET LOCAL search_path = zhike, public; ${mutant}`)
          const broken = await client.query(query).finally(() => client.query('ROLLBACK'))
          assert.notEqual(broken.rowCount, 0, 'the mutant passed')
        })
      }
      await t.test('business tables are the known ones', async () => {
        const { rows } = await client.query<{ name: string }>(
          `SELECT relname AS name FROM pg_class WHERE obj_description(oid, 'pg_class') ~ '^[a-z]+ business$' ORDER BY relname`,
        )
        assert.deepEqual(
          rows.map(({ name }) => name),
          TABLES.business.toSorted(),
        )
      })
    } finally {
      await client.end()
    }
  })
})
