import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { smallPolicy } from '../test/factories/policy.ts'
import { withGround } from '../test/harness.ts'
import '../src/modules/rating/index.ts'
import { checkedPolicies, checkReports, type PolicyFolder } from '../src/modules/policy/index.ts'
import { SYSTEM } from '../src/platform/principal.ts'
import { clauseFaults, hookFaults } from './check-clauses.ts'
import { placesThatName } from './clause.ts'

function edited(change: (text: string) => string): PolicyFolder {
  const folder = smallPolicy()
  return { ...folder, files: folder.files.map(({ file, text }) => ({ file, text: change(text) })) }
}

describe('clauses', () => {
  it('pass when sound; a wrong case, an odd form and a rule without a case are named with their place', async (t) => {
    const ground = await withGround(t)
    const check = (folder: PolicyFolder) =>
      ground.transact(SYSTEM, async (ctx) => {
        const [report] = await checkReports(ctx, [folder])
        return [...report!.faults, ...(await checkedPolicies(ctx, [folder])).flatMap(clauseFaults)]
      })
    // Its case columns are not aligned, and nothing else is wrong with it.
    assert.deepEqual(
      (await check(smallPolicy())).filter((line) => !line.includes('规范写法')),
      [],
    )
    const wrong = await check(edited((text) => text.replace('10万元 | 中', '10万元 | 高')))
    assert.ok(
      wrong.some((line) => /^001\.md:\d+:1 用例不成立：分层 得/.test(line)),
      wrong.join('\n'),
    )
    const bare = await check(edited((text) => text.replace(/~~~cases[\s\S]*~~~\n/, '')))
    assert.ok(
      bare.some((line) => /分层 has no case/.test(line)),
      bare.join('\n'),
    )
    const odd = await check(edited((text) => text.replace('| < 10万元 |', '|   < 10万元 |')))
    assert.ok(
      odd.some((line) => /^001\.md 不是规范写法/.test(line)),
      odd.join('\n'),
    )
  })

  it('hooks are named by code and bound by a document', () => {
    const hooks = [{ name: 'rating.credit.grade' }, { name: 'rating.nothing' }]
    const faults = hookFaults(hooks, new Set(['rating.credit.grade']), [`hook('rating.credit.grade', {`])
    assert.deepEqual(faults, [
      'hook rating.nothing: declared, and no code names it',
      'hook rating.nothing: no shipped document binds it',
    ])
    assert.deepEqual(
      placesThatName('rating.credit.grade').map((place) => place.replace(/:\d+$/, '')),
      ['src/modules/rating/hooks.ts'],
    )
  })
})
