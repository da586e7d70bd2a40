import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import type { Logger } from 'pino'
import { failures } from '../failures.ts'
import { decrypt, encrypt } from './cipher.ts'
import { type Kek, readKek } from './kek.ts'

const CONTEXT = 'vault secret\0index'

/**
 * Opens the vault's own index secret with the key-encryption key; in a new vault makes both. A wrong key shows here, before
 * anything is served.
 */
export async function openIndexSecret(pool: pg.Pool, file: string, log: Logger): Promise<{ kek: Kek; secret: Buffer }> {
  const before = await readRow(pool)
  const kek = readKek(file, before === undefined, log)
  if (!before) {
    const wrapped = encrypt(kek.wrapping, randomBytes(32), CONTEXT)
    await pool.query(
      `INSERT INTO vault.secret (name, kek_id, wrapped, created_at) VALUES ('index', $1, $2, now()) ON CONFLICT DO NOTHING`,
      [kek.id, wrapped],
    )
  }
  const row = before ?? (await readRow(pool))!
  if (row.kek_id !== kek.id) throw failures.kekWrong({ file, expected: row.kek_id, found: kek.id })
  const secret = decrypt(kek.wrapping, row.wrapped, CONTEXT)
  if (!secret) throw failures.sealBroken({ table: 'vault.secret' })
  return { kek, secret }
}

async function readRow(pool: pg.Pool): Promise<{ kek_id: string; wrapped: Buffer } | undefined> {
  const { rows } = await pool.query<{ kek_id: string; wrapped: Buffer }>(
    `SELECT kek_id, wrapped FROM vault.secret WHERE name = 'index'`,
  )
  return rows[0]
}
