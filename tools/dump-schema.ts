// Writes db/schema.sql, the schema as PostgreSQL itself tells it, from a database that has just been migrated; with --check
// fails where the file and the migrations differ. The embedded server brings no pg_dump, so the catalogue's own functions write it.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { withClient } from '../src/platform/database/prepare.ts'
import { MAIN, type StoreSpec, VAULT } from '../src/platform/database/store-spec.ts'
import { cloneStore, testCluster } from '../test/cluster.ts'

const FILE = join(fileURLToPath(new URL('..', import.meta.url)), 'db', 'schema.sql')

const TABLES = `
  SELECT c.oid, c.relname AS name, obj_description(c.oid, 'pg_class') AS comment,
         c.relrowsecurity AS secured, c.relforcerowsecurity AS forced, array_to_string(c.reloptions, ', ') AS options
  FROM pg_class c WHERE c.relnamespace = $1::regnamespace AND c.relkind IN ('r', 'p') ORDER BY c.relname`

const COLUMNS = `
  SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS required,
         CASE WHEN a.attcollation = 'pg_catalog."C"'::regcollation THEN ' COLLATE "C"' ELSE '' END AS collation,
         pg_get_expr(d.adbin, d.adrelid) AS initial, col_description(a.attrelid, a.attnum) AS comment
  FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`

/** PostgreSQL 18 lists NOT NULL as constraints too; the columns say it. */
const CONSTRAINTS = `
  SELECT pg_get_constraintdef(oid) AS text FROM pg_constraint WHERE conrelid = $1 AND contype <> 'n'
  ORDER BY array_position('{p,u,f,c}', contype::text), conname`

const INDEXES = `
  SELECT pg_get_indexdef(indexrelid) AS text FROM pg_index i
  WHERE indrelid = $1 AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid AND contype IN ('p', 'u'))
  ORDER BY indexrelid::regclass::text`

const POLICIES = `
  SELECT polname AS name, pg_get_expr(polqual, polrelid) AS condition,
         CASE polcmd WHEN '*' THEN 'ALL' WHEN 'r' THEN 'SELECT' ELSE polcmd::text END AS command,
         (SELECT string_agg(CASE role WHEN 0 THEN 'public' ELSE role::regrole::text END, ', ') FROM unnest(polroles) AS role) AS roles
  FROM pg_policy WHERE polrelid = $1 ORDER BY polname`

const GRANTS = `
  SELECT grantee::regrole::text AS grantee, string_agg(privilege_type, ', ' ORDER BY privilege_type) AS privileges
  FROM pg_class c, aclexplode(c.relacl) WHERE c.oid = $1 AND grantee <> c.relowner GROUP BY grantee ORDER BY 1`

const FUNCTIONS = `
  SELECT p.oid::regprocedure::text AS name, pg_get_functiondef(p.oid) AS text, p.proowner::regrole::text AS owner,
         (SELECT string_agg(CASE grantee WHEN 0 THEN 'public' ELSE grantee::regrole::text END, ', ' ORDER BY grantee)
          FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) WHERE grantee <> p.proowner) AS callers
  FROM pg_proc p WHERE p.pronamespace = $1::regnamespace AND p.prokind IN ('f', 'p') ORDER BY p.proname, p.oid::regprocedure::text`

interface Table {
  readonly oid: number
  readonly name: string
  readonly comment: string | null
  readonly secured: boolean
  readonly forced: boolean
  readonly options: string | null
}

interface Column {
  readonly name: string
  readonly type: string
  readonly required: boolean
  readonly collation: string
  readonly initial: string | null
  readonly comment: string | null
}

interface Policy {
  readonly name: string
  readonly command: string
  readonly roles: string
  readonly condition: string
}

async function dumpSchema(client: pg.Client, schema: string): Promise<string> {
  await client.query(`SET search_path = ${schema}, public`)
  const tables = (await client.query<Table>(TABLES, [schema])).rows
  const parts = [`-- Schema ${schema} ${'-'.repeat(100 - schema.length)}`]
  for (const table of tables) parts.push(await dumpTable(client, table))
  for (const { name, text, owner, callers } of (await client.query(FUNCTIONS, [schema])).rows) {
    parts.push(`-- ${name}: owned by ${owner}, called by ${callers ?? 'its owner only'}\n${text.trim()};`)
  }
  return parts.join('\n\n')
}

/** The table on which a policy's condition was written out: the other tables with the same condition refer to it. */
const policyTables = new Map<string, string>()

async function dumpTable(client: pg.Client, { oid, name, comment, secured, forced, options }: Table): Promise<string> {
  const ask = async <Row extends pg.QueryResultRow>(text: string) => (await client.query<Row>(text, [oid])).rows
  const columns = await ask<Column>(COLUMNS)
  const width = Math.max(...columns.map((column) => column.name.length))
  const body = [
    ...columns.map(({ name: column, type, required, collation, initial }) => {
      const initially = initial === null ? '' : ` DEFAULT ${initial}`
      return `  ${column.padEnd(width)} ${type}${collation}${required ? ' NOT NULL' : ''}${initially}`
    }),
    ...(await ask<{ text: string }>(CONSTRAINTS)).map(({ text }) => `  ${text}`),
  ]
  const lines = [
    `CREATE TABLE ${name} ( -- ${comment ?? ''}`,
    body.join(',\n'),
    `)${options ? ` WITH (${options})` : ''};`,
  ]
  for (const column of columns) if (column.comment) lines.push(`-- ${column.name}: ${column.comment}`)
  for (const { text } of await ask<{ text: string }>(INDEXES)) lines.push(`${text};`)
  if (secured) lines.push(`ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY${forced ? ', FORCE ROW LEVEL SECURITY' : ''};`)
  for (const { name: policy, command, roles, condition } of await ask<Policy>(POLICIES)) {
    const told = policyTables.get(condition)
    if (!told) policyTables.set(condition, name)
    lines.push(
      `CREATE POLICY ${policy} ON ${name} FOR ${command} TO ${roles} USING ${told ? `(as on ${told})` : condition};`,
    )
  }
  for (const { privileges, grantee } of await ask<{ privileges: string; grantee: string }>(GRANTS)) {
    lines.push(`GRANT ${privileges} ON ${name} TO ${grantee};`)
  }
  return lines.join('\n')
}

async function dumpStore(spec: StoreSpec, schema: string): Promise<string> {
  const clone = await cloneStore(spec)
  try {
    return await withClient(spec.which, clone.owner, (client) => dumpSchema(client, schema))
  } finally {
    await clone.drop()
  }
}

const cluster = await testCluster()
const text = [
  '-- What the migrations make; written by tools/dump-schema.ts, read by people. Do not edit.',
  await dumpStore(MAIN, 'zhike'),
  await dumpStore(VAULT, 'vault'),
  '',
].join('\n\n')
await cluster.release()

if (process.argv.includes('--check')) {
  const kept = readFileSync(FILE, 'utf8').split('\n')
  const made = text.split('\n')
  const at = made.findIndex((line, i) => line !== kept[i])
  if (at >= 0 || kept.length !== made.length) {
    const line = at < 0 ? made.length : at
    console.error(
      `db/schema.sql:${line + 1} differs from the migrations: run node tools/dump-schema.ts and commit the file`,
    )
    console.error(`  file:       ${kept[line] ?? '(end)'}\n  migrations: ${made[line] ?? '(end)'}`)
    process.exitCode = 1
  }
} else {
  writeFileSync(FILE, text)
}
