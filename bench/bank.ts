import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import '../src/modules/customer/index.ts'
import { importPolicies, readFolders } from '../src/modules/policy/index.ts'
import '../src/modules/rating/index.ts'
import { readConfig } from '../src/platform/config.ts'
import type { Context } from '../src/platform/context.ts'
import { withClient } from '../src/platform/database/prepare.ts'
import { MAIN, OWNER } from '../src/platform/database/store-spec.ts'
import { type Ground, openGround } from '../src/platform/ground.ts'
import { SYSTEM } from '../src/platform/principal.ts'
import { readSecret, secretFile } from '../src/platform/secret.ts'

const PART = 100_000

/**
 * Runs `work` on a bank of `--size` customers with the benchmark's policies, on private servers of its own with the settings that a
 * user gets (durable); removes them afterwards.
 */
export async function withBank(work: (ground: Ground, title: string) => Promise<void>): Promise<void> {
  const { values } = parseArgs({ options: { size: { type: 'string', default: '1000000' } } })
  const size = Number(values.size)
  const folder = mkdtempSync(join(tmpdir(), 'zhike-bench-'))
  const dataDir = join(folder, 'data')
  const ground = await openGround(readConfig({ ZHIKE_DATA_DIR: dataDir, ZHIKE_LOG: 'silent' }, folder))
  try {
    await fillBank(ground, size)
    await importBenchPolicies(ground)
    await work(ground, `${size.toLocaleString('en')} customers, PostgreSQL under row security, role zhike_app`)
  } finally {
    await ground.stop()
    // As root the servers live elsewhere, and the data folder says where.
    const moved = join(dataDir, 'server-home')
    if (existsSync(moved)) rmSync(readFileSync(moved, 'utf8').trim(), { recursive: true, force: true })
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Fills the base with `size` customers with typed facts in three families, about a tenth of them unknown. Figures only: names and
 * identities play no part in an assessment. Ids grow with time, as UUIDv7 do.
 */
async function fillBank(ground: Ground, size: number): Promise<void> {
  for (let from = 0; from < size; from += PART) {
    await ground.transact(SYSTEM, (ctx) => fillPart(ctx, from, Math.min(from + PART, size)), { timeoutMs: 0 })
  }
  await analyse(ground)
}

/** Gives every `nth` customer's balance and overdue days another value, as a daily feed does, with the history that it writes. */
export async function changeBank(ground: Ground, nth: number): Promise<number> {
  return ground.transact(
    SYSTEM,
    async (ctx) => {
      await ctx.client.query(
        `INSERT INTO fact_customer_credit_history (${CREDIT}) SELECT ${CREDIT} FROM fact_customer_credit f
         WHERE get_byte(uuid_send(f.party_id), 15) % $1 = 0`,
        [nth],
      )
      const { rowCount } = await ctx.client.query(
        `UPDATE fact_customer_credit f SET overdue_days = coalesce(overdue_days, 0) + 31, recorded_at = $2
         WHERE get_byte(uuid_send(f.party_id), 15) % $1 = 0`,
        [nth, ctx.now],
      )
      return rowCount ?? 0
    },
    { timeoutMs: 0 },
  )
}

async function importBenchPolicies(ground: Ground): Promise<void> {
  const folders = await readFolders(join(import.meta.dirname, 'policies'))
  await ground.transact(SYSTEM, (ctx) => importPolicies(ctx, folders), { timeoutMs: 0 })
}

const COLUMNS = 'party_id, scope_no, source, as_of, recorded_at'
const CREDIT = `${COLUMNS}, overdue_days, overdue_count, dishonest_debtor, on_time_ratio, inquiry_count`

async function fillPart(ctx: Context, from: number, to: number): Promise<void> {
  const run = (text: string) => ctx.client.query(text, [from, to, ctx.now])
  await run(`
    CREATE TEMP TABLE part ON COMMIT DROP AS
    SELECT n, (lpad(to_hex(1700000000000 + n), 12, '0') || '7000' || right(md5('zhike' || n), 16))::uuid AS party_id, 1 + n % 240 AS scope_no, $3::timestamptz AS recorded_at,
      random() AS a, random() AS b, random() AS c, random() AS d, random() AS e, random() AS f
    FROM generate_series($1::int, $2::int - 1) n`)
  await ctx.client.query(`
    INSERT INTO customer (party_id, scope_no, customer_no, kind, stage, sealed, source, created_at, recorded_at)
    SELECT party_id, scope_no, 'K' || lpad(n::text, 9, '0'), (ARRAY['person', 'farmer', 'company'])[1 + n % 3], 'active', '\\x00',
      '基准数据', recorded_at, recorded_at FROM part`)
  await ctx.client.query(`
    INSERT INTO fact_customer_position (${COLUMNS}, deposit_balance, deposit_average, loan_balance, product_count)
    SELECT party_id, scope_no, '基准数据', '2026-10-31', recorded_at, CASE WHEN b > 0.1 THEN exp(11 + 6 * a)::bigint END,
      CASE WHEN c > 0.1 THEN exp(11 + 6 * b)::bigint END, CASE WHEN d > 0.1 THEN (1000000 * e)::bigint END, (6 * f)::bigint
    FROM part`)
  await ctx.client.query(`
    INSERT INTO fact_customer_finance (${COLUMNS}, total_assets, total_liabilities, debt_ratio, current_ratio, quick_ratio,
      receivable_days, revenue, net_profit)
    SELECT party_id, scope_no, '基准数据', '2026-09-30', recorded_at, CASE WHEN d > 0.1 THEN exp(14 + 4 * a)::bigint END,
      CASE WHEN e > 0.1 THEN exp(13 + 4 * b)::bigint END, CASE WHEN f > 0.1 THEN (1100000 * c)::bigint END, (300 * d)::bigint,
      CASE WHEN a > 0.1 THEN (200 * e)::bigint END, (200 * f)::bigint, exp(12 + 4 * a)::bigint,
      CASE WHEN b > 0.1 THEN (exp(11 + 4 * b) * (a - 0.3))::bigint END
    FROM part`)
  await ctx.client.query(`
    INSERT INTO fact_customer_credit (${CREDIT})
    SELECT party_id, scope_no, '基准数据', '2026-10-31', recorded_at, CASE WHEN f > 0.1 THEN greatest(0, 400 * a - 360)::bigint END,
      greatest(0, 10 * b - 8)::bigint, c < 0.01, CASE WHEN d > 0.1 THEN (1000000 * sqrt(e))::bigint END, (9 * f)::bigint
    FROM part`)
}

/** What the autovacuum would do within a minute: statistics and visibility maps. */
export async function analyse(ground: Ground): Promise<void> {
  const tables = ['customer', 'fact_customer_position', 'fact_customer_finance', 'fact_customer_credit', 'assessment']
  for (const table of tables) await asOwner(ground, `VACUUM ANALYZE ${table}`)
}

/** Runs SQL as the tables' owner, which the application's role is not. */
export async function asOwner(ground: Ground, text: string): Promise<void> {
  const { host, port, database } = ground.pool.options as { host: string; port: number; database: string }
  const password = readSecret(secretFile(ground.config.dataDir, MAIN.ownerFile))!
  await withClient('主库', { host, port, database, user: OWNER, password }, async (client) => {
    await client.query('SET search_path = zhike, public')
    await client.query(text)
  })
}
