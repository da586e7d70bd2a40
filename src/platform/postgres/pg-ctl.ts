import { spawn, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chownSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Binaries, binary } from './binaries.ts'
import type { ServerPlace } from './connection.ts'
import { failures } from './failures.ts'
import { folderFailure } from './folder-failure.ts'
import { disownPidFile, findPostmaster } from './postmaster.ts'
import { makeFolder, type ServerHome } from './server-home.ts'
import { identityOf } from './server-user.ts'

const START_SECONDS = 300
const SOCKET_PORT = 5432
/** sun_path holds 104 bytes on macOS, 108 on Linux; the file's own name takes 14. */
const LONGEST_SOCKET_FOLDER = 88
const OWN_SETTINGS = 'zhike.conf'

/** Whether the folder holds a cluster of this version or nothing; anything else is a failure. */
export function clusterState(folder: string, major: number): 'present' | 'none' {
  const version = join(folder, 'PG_VERSION')
  if (existsSync(version)) {
    const found = readFileSync(version, 'utf8').trim()
    if (found !== String(major)) throw failures.clusterVersion({ folder, found, expected: major })
    return 'present'
  }
  if (existsSync(folder) && readdirSync(folder).length > 0) throw failures.notACluster({ folder })
  return 'none'
}

/** Makes a cluster beside and moves it into place, so that a kill in the middle leaves none. */
export async function createCluster(home: ServerHome, folder: string, password: string): Promise<void> {
  const draft = `${folder}.new`
  const passwordFile = `${folder}.password`
  rmSync(draft, { recursive: true, force: true })
  makeFolder(draft, home.user)
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (home.user) chownSync(passwordFile, home.user.uid, home.user.gid)
  try {
    const { code, output } = await run(home, 'initdb', [
      ...['--pgdata', draft, '--username', 'postgres', '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
      // Order by byte everywhere; classes of characters by Unicode, so that pg_trgm sees 汉字 as letters.
      ...['--encoding', 'UTF8', '--locale', 'C', '--lc-ctype', 'C.UTF-8', ...builtinLocale(home.binaries)],
      ...['--data-checksums', '--no-instructions'],
    ])
    if (code !== 0) throw startFailure(folder, output)
    appendFileSync(join(draft, 'postgresql.conf'), `\ninclude_if_exists = '${OWN_SETTINGS}'\n`)
    rmSync(folder, { recursive: true, force: true })
    renameSync(draft, folder)
  } finally {
    rmSync(passwordFile, { force: true })
    rmSync(draft, { recursive: true, force: true })
  }
}

/** Starts the server, detached from this process, or finds it running; answers where it listens. */
export async function startCluster(home: ServerHome, folder: string, settings: string): Promise<ServerPlace> {
  const sockets = process.platform !== 'win32' && Buffer.byteLength(folder) <= LONGEST_SOCKET_FOLDER
  for (let attempt = 1; !findPostmaster(folder); attempt++) {
    const listen = sockets
      ? { listen_addresses: '', unix_socket_directories: folder, port: SOCKET_PORT }
      : { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: await freePort(lastPort(folder)) }
    const lines = Object.entries(listen).map(([name, value]) => `${name} = '${value}'\n`)
    writeFileSync(join(folder, OWN_SETTINGS), settings + lines.join(''))
    disownPidFile(folder)
    const log = join(folder, 'server.log')
    const before = existsSync(log) ? statSync(log).size : 0
    const { code, output } = await run(home, 'pg_ctl', [
      'start',
      '-D',
      folder,
      '-w',
      '-t',
      String(START_SECONDS),
      '-l',
      log,
    ])
    if (code === 0) break
    const reason = existsSync(log) ? readFileSync(log).subarray(before).toString() : output
    // Another program took the port, or the children of a killed server still hold its memory: both pass.
    if (attempt >= 5 || !/Address already in use|could not bind|still in use|already exists/.test(reason))
      throw startFailure(folder, reason)
    await sleep(attempt * 500)
  }
  return waitUntilReady(folder)
}

export async function stopCluster(home: ServerHome, folder: string): Promise<void> {
  if (!findPostmaster(folder)) return
  const { code, output } = await run(home, 'pg_ctl', stopArguments(folder))
  if (code !== 0 && findPostmaster(folder)) throw startFailure(folder, output)
}

export function stopClusterSync(home: ServerHome, folder: string): void {
  if (!findPostmaster(folder)) return
  spawnSync(binary(home.binaries, 'pg_ctl'), stopArguments(folder), {
    ...identityOf(home.user),
    cwd: '/',
    stdio: 'ignore',
  })
}

/** `fast` ends open sessions and writes a checkpoint, so that the next start has nothing to recover. */
function stopArguments(folder: string): string[] {
  return ['stop', '-D', folder, '-m', 'fast', '-w', '-t', '120']
}

async function waitUntilReady(folder: string): Promise<ServerPlace> {
  for (const until = Date.now() + START_SECONDS * 1000; Date.now() < until; ) {
    const server = findPostmaster(folder)
    if (!server) break
    if (server.ready) return { host: server.socketFolder || '127.0.0.1', port: server.port }
    await sleep(50)
  }
  throw startFailure(folder, 'the server did not become ready')
}

/** PostgreSQL 17 and later bring the same character classes on every system; before, the system's C.UTF-8 is used. */
function builtinLocale({ major }: Binaries): string[] {
  return major >= 17 ? ['--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'] : []
}

/** The port of the last start, where there was one: pools that lead there find the server again. */
function lastPort(folder: string): number {
  const file = join(folder, OWN_SETTINGS)
  const port = existsSync(file) ? /^port = '(\d+)'$/m.exec(readFileSync(file, 'utf8'))?.[1] : undefined
  return Number(port ?? 0)
}

async function freePort(wanted: number): Promise<number> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.on('error', (error) => (wanted === 0 ? reject(error) : resolve(freePort(0))))
    server.listen(wanted, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

function run(
  home: ServerHome,
  name: 'initdb' | 'pg_ctl',
  parameters: string[],
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(binary(home.binaries, name), parameters, {
      ...identityOf(home.user),
      // A folder that every user can be in, and a language that startFailure reads.
      cwd: process.platform === 'win32' ? undefined : '/',
      env: { ...process.env, LC_ALL: 'C', LC_MESSAGES: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    })
    let output = ''
    child.stdout.on('data', (part) => (output += part))
    child.stderr.on('data', (part) => (output += part))
    child.on('error', reject)
    child.on('exit', (code) => resolve({ code: code ?? 1, output }))
  })
}

function startFailure(folder: string, output: string): Error {
  if (/No space left on device|Disk quota exceeded/i.test(output)) return failures.diskFull()
  const told = output.split('\n').filter((line) => /FATAL|PANIC|ERROR|error|could not|denied|invalid/.test(line))
  const reason = (told.length > 0 ? told : output.trim().split('\n')).slice(-3).join(' ').trim()
  if (/Permission denied/i.test(reason)) return folderFailure(folder, 'EACCES', new Error(reason))
  return failures.startFailed({ folder, reason })
}
