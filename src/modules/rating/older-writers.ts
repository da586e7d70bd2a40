import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from '../../platform/context.ts'

const PAUSE_MS = 20

/**
 * Waits until every transaction that was open at `instant` has ended. A writer stamps its rows with its own beginning and commits
 * later: read before that, its facts would be missed now and found by a replay. A transaction that begins later stamps later, and
 * its facts are told by that. Gives up after `atMostMs`, so that a forgotten session cannot stop all assessing; answers whether all ended.
 */
export async function awaitOlderWriters(ctx: Context, instant: Date, atMostMs: number): Promise<boolean> {
  for (const until = Date.now() + atMostMs; ; await sleep(PAUSE_MS)) {
    // The view is kept for a transaction unless it is cleared.
    await ctx.client.query('SELECT pg_stat_clear_snapshot()')
    const { rows } = await ctx.client.query<{ open: boolean }>(
      `SELECT EXISTS (SELECT FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start <= $1) AS open`,
      [instant],
    )
    if (!rows[0]!.open) return true
    if (Date.now() >= until) {
      ctx.log.warn({ instant }, 'a transaction stays open; facts that it still writes are not assessed')
      return false
    }
  }
}
