// A fresh clone in an empty folder of mode 700, by root and by an ordinary user: the README's commands, nothing else installed.
import assert from 'node:assert/strict'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { newcomer, repository, sh, start } from './shell.ts'

const ADDRESS = /http:\/\/[\d.]+:\d+/

/** The clone, and the servers that left a folder which their user could not enter. */
function remove(home: string): void {
  const marker = join(home, 'zhike', 'data', 'server-home')
  const folders = existsSync(marker) ? [readFileSync(marker, 'utf8').trim(), home] : [home]
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}

for (const kind of ['self', 'ordinary'] as const) {
  const skip = kind === 'ordinary' && process.getuid?.() !== 0 ? 'only root can become another user' : false
  test(`a fresh clone starts, stops and starts again (${kind})`, { skip, timeout: 300_000 }, async (t) => {
    const person = newcomer(kind)
    t.after(() => remove(person.home))
    const cloned = await sh(person, person.home, `git -c safe.directory='*' clone -q ${repository} zhike`)
    assert.equal(cloned.code, 0, cloned.output)
    const folder = join(person.home, 'zhike')
    const installed = await sh(person, folder, 'npm ci')
    assert.equal(installed.code, 0, installed.output)

    const first = start(person, folder, 'npm start')
    const [address] = await first.says(ADDRESS, 120)
    await first.says(/"code":"[0-9A-Z-]+"/, 5)
    const health = await fetch(`${address}/ready`)
    assert.equal(health.status, 200)
    first.signal('SIGINT')
    assert.equal(await first.ended, 0, first.output())

    const second = start(person, folder, 'npm start')
    await second.says(ADDRESS, 60)
    second.signal('SIGTERM')
    assert.equal(await second.ended, 0, second.output())

    const listed = await sh(person, folder, 'npm run --silent zhike -- policy list --json')
    assert.equal(listed.code, 0, listed.output)
    assert.match(listed.output, /key-account/)
    const refused = await sh(person, folder, 'npm run --silent zhike -- policy lsit')
    assert.notEqual(refused.code, 0)
    assert.match(refused.output, /policy list/)
  })
}
