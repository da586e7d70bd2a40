// The published package: packed, installed in an empty folder, started by whatever Node the machine has.
import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { test } from 'node:test'
import { newcomer, repository, sh } from './shell.ts'

test('the tarball runs from an empty folder', async (t) => {
  const person = newcomer('self')
  t.after(() => rmSync(person.home, { recursive: true, force: true, maxRetries: 5 }))
  const packed = await sh(person, repository, `npm pack --pack-destination ${person.home}`)
  assert.equal(packed.code, 0, packed.output)
  const installed = await sh(person, person.home, `sh -c 'npm init -y && npm install ./zhike-*.tgz'`)
  assert.equal(installed.code, 0, installed.output)
  const versions = await sh(person, person.home, 'node --version')
  const config = await sh(person, person.home, 'npx zhike config')
  assert.equal(config.code, 0, `under ${versions.output}: ${config.output}`)
  assert.match(config.output, /ZHIKE_DATA_DIR/)
  const loaded = await sh(person, person.home, 'npx zhike policy list')
  assert.equal(loaded.code, 0, loaded.output)
})
