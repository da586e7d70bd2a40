import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Where a process keeps its secrets: `data/secrets/NAME`, readable by its own user only. */
export function secretFile(dataDir: string, name: string): string {
  return join(dataDir, 'secrets', name)
}

/** The secret, 256 bits as 64 hexadecimal digits; made at the first call, by whichever process comes first. */
export function makeSecret(file: string): string {
  return readSecret(file) ?? writeSecret(file, randomBytes(32).toString('hex'))
}

/** The secret, or undefined where the file does not exist. */
export function readSecret(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined
}

/** Whole or not at all: written beside and linked into place; where another process was first, its secret holds. */
function writeSecret(file: string, secret: string): string {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${secret}\n`, { mode: 0o600 })
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
  return readFileSync(file, 'utf8').trim()
}
