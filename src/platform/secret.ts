import { randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
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

/**
 * Whole or not at all: written beside, on the disk before anything is sealed with it, and linked into place; where another
 * process was first, its secret holds.
 */
function writeSecret(file: string, secret: string): string {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${secret}\n`, { mode: 0o600, flush: true })
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
  flushFolder(dirname(file))
  return readFileSync(file, 'utf8').trim()
}

/** A new name is on the disk once its folder is; Windows opens no folders and keeps its names by itself. */
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
