// A fresh clone in an empty folder of mode 700, by root and by an ordinary user: the README's commands, nothing else installed.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { newcomer, repository, sh, start } from './shell.ts'

const ADDRESS = /http:\/\/[\d.]+:\d+/

/** Where the clone's private servers are: below a folder of mode 700 their user cannot enter the data folder. */
function serversOf(folder: string): string {
  const marker = join(folder, 'data', 'server-home')
  return existsSync(marker) ? readFileSync(marker, 'utf8').trim() : join(folder, 'data')
}

function remove(home: string): void {
  for (const folder of [serversOf(join(home, 'zhike')), home]) {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** npm itself ends by the signal, so that its exit code tells nothing. */
function assertStopped(folder: string): void {
  for (const cluster of ['main', 'vault']) {
    assert.ok(existsSync(join(serversOf(folder), cluster, 'PG_VERSION')))
    assert.ok(!existsSync(join(serversOf(folder), cluster, 'postmaster.pid')), `${cluster} still runs`)
  }
}

for (const kind of ['self', 'ordinary'] as const) {
  const skip = kind === 'ordinary' && process.getuid?.() !== 0 ? 'only root can become another user' : false
  test(`a fresh clone starts, stops and starts again (${kind})`, { skip, timeout: 300_000 }, async (t) => {
    const person = newcomer(kind)
    t.after(() => remove(person.home))
    const folder = join(person.home, 'zhike')
    // Cloned by us and given away: git refuses to read a repository that belongs to somebody else.
    execFileSync('git', ['clone', '-q', repository, folder])
    execFileSync('chown', ['-R', `${person.uid}:${person.gid}`, folder])
    const installed = await sh(person, folder, 'npm ci')
    assert.equal(installed.code, 0, installed.output)

    const first = start(person, folder, 'npm start')
    const [address] = await first.says(ADDRESS, 120)
    await first.says(/"code":"[0-9A-Z-]+"/, 5)
    const health = await fetch(`${address}/ready`)
    assert.equal(health.status, 200)
    first.signal('SIGINT')
    await first.ended
    assertStopped(folder)

    const second = start(person, folder, 'npm start')
    await second.says(ADDRESS, 60)
    second.signal('SIGTERM')
    await second.ended
    assertStopped(folder)

    const listed = await sh(person, folder, 'npm run --silent zhike -- policy list --json')
    assert.equal(listed.code, 0, listed.output)
    assert.match(listed.output, /key-account/)
    const refused = await sh(person, folder, 'npm run --silent zhike -- policy lsit')
    assert.notEqual(refused.code, 0)
    assert.match(refused.output, /policy list/)
  })
}
