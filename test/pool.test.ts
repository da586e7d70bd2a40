import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Failure } from '../src/kernel/failure.ts'
import type { Context } from '../src/platform/context.ts'
import { type Principal, SYSTEM } from '../src/platform/principal.ts'
import { makeParty } from './factories.ts'
import { type TestGround, withGround } from './harness.ts'

const USERS = 500
const TRANSACTIONS = 10_000
const AT_ONCE = 64
const POOL = 4

/** A small repeatable generator, so that a failing run can be run again. @source Mulberry32 */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

class Abort extends Error {}

/** How a request may end, how often in a thousand, and which error that is. */
interface Ending {
  readonly weight: number
  readonly end: (ctx: Context) => Promise<unknown>
  readonly expected: (error: unknown) => boolean
}

const ENDINGS: readonly Ending[] = [
  { weight: 600, end: async () => {}, expected: () => false },
  {
    weight: 200,
    end: async () => {
      throw new Abort()
    },
    expected: (error) => error instanceof Abort,
  },
  { weight: 100, end: ({ client }) => client.query('SELECT 1 / 0'), expected: (error) => codeOf(error) === '22012' },
  {
    // A statement failed and nobody looked: COMMIT would answer ROLLBACK.
    weight: 50,
    end: ({ client }) => client.query('SELECT 1 / 0').catch(() => {}),
    expected: (error) => error instanceof Error && /nothing was committed/.test(error.message),
  },
  {
    weight: 40,
    end: ({ client }) => client.query('SET LOCAL statement_timeout = 1; SELECT pg_sleep(1)'),
    expected: (error) => error instanceof Failure && error.code === 'database.tooSlow',
  },
  {
    weight: 10,
    end: ({ client }) => client.query('SELECT pg_terminate_backend(pg_backend_pid())'),
    expected: (error) => error instanceof Failure && error.code === 'database.down',
  },
]

function pickEnding(point: number): Ending {
  let reach = 0
  return ENDINGS.find(({ weight }) => {
    reach += weight
    return point < reach
  })!
}

function codeOf(error: unknown): string | undefined {
  return (error as { code?: string }).code
}

suite('pool', () => {
  test(`${TRANSACTIONS} interleaved transactions on ${POOL} connections: no principal sees another's rows`, async (t) => {
    const ground = await withGround(t, { poolSize: POOL })
    await ground.transact(SYSTEM, async (ctx) => {
      for (let scopeNo = 1; scopeNo <= USERS; scopeNo++) await makeParty(ctx, { scopeNo })
    })
    const random = randomOf(20_261_122)
    const seen = { rows: 0, strange: 0, unexpected: [] as unknown[] }
    let next = 0
    const worker = async () => {
      while (next++ < TRANSACTIONS) await request(ground, random, seen)
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    assert.deepEqual(seen.unexpected.slice(0, 3), [])
    assert.equal(seen.strange, 0)
    assert.equal(seen.rows, TRANSACTIONS)
    assert.ok(ground.pool.totalCount <= POOL)
    assert.equal((await ground.pool.query('SELECT count(*) AS n FROM party')).rows[0].n, 0)
  })
})

async function request(
  ground: TestGround,
  random: () => number,
  seen: { rows: number; strange: number; unexpected: unknown[] },
) {
  const scopeNo = 1 + Math.floor(random() * USERS)
  const principal: Principal = { ...SYSTEM, lo: scopeNo, hi: scopeNo }
  const ending = pickEnding(random() * 1000)
  try {
    await ground.transact(principal, async (ctx) => {
      const { rows } = await ctx.client.query<{ scope_no: number }>('SELECT scope_no FROM party')
      seen.rows += rows.length
      seen.strange += rows.filter((row) => row.scope_no !== scopeNo).length
      await ending.end(ctx)
    })
    if (ending !== ENDINGS[0]) seen.unexpected.push(`ending ${ENDINGS.indexOf(ending)} passed`)
  } catch (error) {
    if (!ending.expected(error)) seen.unexpected.push(error)
  }
}
