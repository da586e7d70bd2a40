import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkBindings, type HookDeclaration, type HookResult, hook } from './hook.ts'
import type { Decision, DocumentHead, Program } from './program.ts'
import { source } from './source.ts'
import { MONEY, type Type } from './type.ts'

function grade(result: HookResult = 'code', required = false): HookDeclaration {
  return hook('rating.grade', { subject: 'customer', title: '信用等级', inputs: [], result, required })
}

function program(
  head: Partial<DocumentHead>,
  binds = ['rating.grade'],
  type: Type = { kind: 'code', codes: ['A'] },
): Program {
  const clause = { number: '第四条', name: '等级', source: source('## 第四条', `${head.id}.md`), binds, covers: [] }
  const decision = {
    kind: 'native',
    clause,
    word: { name: '等级', identifier: 'd_4_1', type, unit: '' },
  } as unknown as Decision
  return {
    head: {
      id: 'one',
      title: '办法',
      about: 'customer',
      units: [],
      dialect: 'article',
      version: 1,
      effective: '2026-01-01',
      basis: [],
      covers: [],
      ...head,
    },
    declarations: [],
    decisions: [decision],
    result: decision,
    inputs: [],
    bindings: binds.map((name) => ({ hook: name, clause, decision: '等级' })),
    cases: [],
  }
}

function codes(programs: readonly Program[], hooks = [grade()]): string[] {
  return checkBindings(programs, hooks, (unit, other) => other.startsWith(unit)).map(({ code }) => code)
}

test('a hook bound once is in order; unknown, mistyped, foreign or unbound ones are not', () => {
  assert.deepEqual(codes([program({})]), [])
  assert.deepEqual(codes([program({}, ['rating.garde'])]), ['hook-unknown'])
  assert.deepEqual(codes([program({}, ['rating.grade'], MONEY)]), ['hook-result'])
  assert.deepEqual(codes([program({}, ['rating.grade'], MONEY)], [grade('money')]), [])
  assert.deepEqual(codes([program({}, ['rating.grade'], MONEY)], [grade('ratio')]), ['hook-result'])
  assert.deepEqual(codes([program({})], [grade('text')]), [])
  assert.deepEqual(codes([program({ about: 'staff' })]), ['hook-subject'])
  assert.deepEqual(codes([program({}, [])], [grade('code', true)]), ['hook-unbound'])
  assert.deepEqual(codes([program({}, [])]), [])
})

test('two documents may bind one hook only for other units or other times', () => {
  const one = program({})
  assert.deepEqual(codes([one, program({ id: 'two' })]), ['hook-twice'])
  assert.deepEqual(codes([program({ units: ['3201'] }), program({ id: 'two', units: ['3202'] })]), [])
  assert.deepEqual(codes([program({ units: ['32'] }), program({ id: 'two', units: ['3202'] })]), ['hook-twice'])
  assert.deepEqual(codes([program({ repealed: '2026-07-01' }), program({ id: 'two', effective: '2026-07-01' })]), [])
  assert.deepEqual(codes([program({ repealed: '2026-07-02' }), program({ id: 'two', effective: '2026-07-01' })]), [
    'hook-twice',
  ])
  assert.deepEqual(codes([program({}, ['rating.grade', 'rating.grade'])]), ['hook-twice'])
})

test('a later version of a document takes its place, for all of its units only', () => {
  const later = program({ version: 2, effective: '2026-06-01' }, [])
  const other = program({ id: 'two', effective: '2026-06-01' })
  assert.deepEqual(codes([program({}), program({ version: 2, effective: '2026-06-01' })]), [])
  assert.deepEqual(codes([program({}), later, other]), [])
  const partial = program({ version: 2, effective: '2026-06-01', units: ['32'] }, [])
  assert.deepEqual(codes([program({}), partial, other]), ['hook-twice'])
})

test('the message names the clause that holds the hook', () => {
  const [found] = checkBindings([program({ title: '甲办法' }), program({ id: 'two' })], [grade()])
  assert.match(found!.message, /已由《甲办法》第四条挂接/)
  assert.equal(found!.position.file, 'two.md')
})

test('a hook is named module first', () => {
  assert.throws(() => hook('grade', grade()))
})
