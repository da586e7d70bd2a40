import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { makeFolder } from './server-home.ts'

test('a folder is made with all that is missing above it, and twice is once', (t) => {
  const above = mkdtempSync(join(tmpdir(), 'zhike-home-'))
  t.after(() => rmSync(above, { recursive: true }))
  const folder = join(above, 'one', 'two', 'three')
  makeFolder(folder)
  makeFolder(folder)
  assert.ok(existsSync(folder))
})

test('where the system makes no folders, the refusal comes at once', { skip: !existsSync('/proc/self') }, () => {
  assert.throws(() => makeFolder('/proc/nowhere/data'), { code: 'database.noRight' })
})
