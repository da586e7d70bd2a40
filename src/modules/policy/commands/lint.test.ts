import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { zhike } from '../../../../test/command.ts'
import { smallPolicy } from '../../../../test/factories/policy.ts'
import { withGround } from '../../../../test/harness.ts'
import { SYSTEM } from '../../../platform/principal.ts'
import { importPolicies } from '../import-policies.ts'
import { lintFolders } from '../lint-report.ts'

suite('zhike policy lint', () => {
  test('no shipped policy has an error, and the known default for other industries is said', async (t) => {
    const ground = await withGround(t)
    const events = await zhike(ground, 'policy', 'lint', 'policies')
    const found = events.filter(({ event }) => event === 'finding')
    assert.deepEqual(
      found.map(({ severity, code, clause }) => `${severity} ${code} ${clause}`),
      ['note gap 第四条第一款', 'warning gap 第四条第二款'],
    )
    assert.deepEqual(events.at(-1), { event: 'done', documents: 4, errors: 0, warnings: 1, notes: 1, faults: 0 })
  })

  test('a document of the library is read by its id, a hole in a folder is reported with the cell that closes it', async (t) => {
    const ground = await withGround(t)
    await zhike(ground, 'policy', 'list')
    const folder = smallPolicy()
    await ground.transact(SYSTEM, (ctx) => importPolicies(ctx, [folder]))
    const events = await zhike(ground, 'policy', 'lint', 'small-tier')
    assert.equal(events.at(-1)!.errors, 0)
    const broken = folder.files.map(({ file, text }) => ({ file, text: text.replace('[10万元..', '[20万元..') }))
    const [report] = await ground.transact(SYSTEM, (ctx) => lintFolders(ctx, [{ ...folder, files: broken }]))
    const place = { file: '001.md', line: 9, row: 3, column: '存款余额' }
    assert.deepEqual(
      report!.findings.map(({ severity, code, kind, example, close }) => ({ severity, code, kind, example, close })),
      [
        {
          severity: 'error',
          code: 'gap',
          kind: '没有一行管到的情况',
          example: [{ name: '存款余额', value: '10万元' }],
          close: [{ ...place, from: '< 10万元', to: '< 20万元' }],
        },
      ],
    )
  })

  test('what cannot be read is not judged, and a name that is no document is refused', async (t) => {
    const ground = await withGround(t)
    await zhike(ground, 'policy', 'list')
    const folder = smallPolicy()
    const files = folder.files.map(({ file, text }) => ({ file, text: text.replace('>= 100万元', '>= 100') }))
    const [report] = await ground.transact(SYSTEM, (ctx) => lintFolders(ctx, [{ ...folder, files }]))
    assert.equal(report!.faults, 1)
    assert.deepEqual(report!.findings, [])
    await assert.rejects(zhike(ground, 'policy', 'lint', 'no-such-policy'), /no-such-policy/)
  })
})
