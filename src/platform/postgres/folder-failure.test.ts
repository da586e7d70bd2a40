import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Failure } from '../../kernel/failure.ts'
import { folderFailure } from './folder-failure.ts'
import { makeFolder } from './server-home.ts'

test('a folder that cannot be made is told with its path and the reason, in Chinese', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'zhike-folder-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'file')
  writeFileSync(file, '')
  assert.throws(
    () => makeFolder(join(file, 'below', 'data')),
    (error) => {
      assert.ok(error instanceof Failure)
      assert.equal(error.message, `不能读写 ${join(file, 'below', 'data')}。`)
      assert.equal(error.why, '路径中有一段是文件，不是目录。')
      return error.code === 'database.noRight'
    },
  )
})

test('a full disk is told as such, and a rare error by its number', () => {
  assert.equal(folderFailure('/data', 'EDQUOT', undefined).code, 'database.diskFull')
  assert.equal(folderFailure('/data', 'EXDEV', undefined).why, '操作系统报告的错误是 EXDEV。')
})
