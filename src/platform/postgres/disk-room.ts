import { existsSync, readFileSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { failures } from './failures.ts'

/** Room for one more chunk of any task, its WAL and the next checkpoint. */
const RESERVE_BYTES = 128 * 1024 ** 2

/**
 * Refuses to go on where the disk of the private servers is nearly full. PostgreSQL that cannot write its WAL stops with PANIC, and with
 * it every other user's work; a task that ends a chunk earlier costs only itself. An external server's disk is its administrator's.
 * @throws database.diskFull
 */
export async function ensureRoom({ databaseUrl, dataDir }: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<void> {
  if (databaseUrl !== undefined) return
  const { bavail, bsize } = await statfs(serverFolder(dataDir))
  if (bavail * bsize < RESERVE_BYTES) throw failures.diskFull()
}

/** The data folder, or where its `server-home` says that the servers went. */
function serverFolder(dataDir: string): string {
  const marker = join(dataDir, 'server-home')
  return existsSync(marker) ? readFileSync(marker, 'utf8').trim() : dataDir
}
