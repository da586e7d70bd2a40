import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadTwoBranches, TWO_BRANCHES } from '../../../test/factories/org.ts'
import { type TestGround, withGround } from '../../../test/harness.ts'
import type { Context } from '../../platform/context.ts'
import { SYSTEM } from '../../platform/principal.ts'
import { loadOrganisation } from './load.ts'
import { principalOfStaff, staffPrincipals } from './principals.ts'
import { assignPost, createBook, createStaff, createUnit, endPost, handOverBook } from './service.ts'
import { findStaff, listBooks, listUnits, unitRange } from './views.ts'

const inside = <T>(ground: TestGround, work: (ctx: Context) => Promise<T>) => ground.transact(SYSTEM, work)
const principal = (ground: TestGround, staff: string) => inside(ground, (ctx) => principalOfStaff(ctx, staff))

test('a loaded organisation, loaded again, changes nothing', async (t) => {
  const ground = await withGround(t)
  await loadTwoBranches(ground)
  const shot = async () =>
    (
      await ground.pool.query(
        `SELECT jsonb_agg(to_jsonb(u) ORDER BY unit_code) AS units, (SELECT jsonb_agg(to_jsonb(b) ORDER BY scope_no) FROM book b) AS books,
         (SELECT jsonb_agg(to_jsonb(s) ORDER BY staff_code) FROM staff s) AS staff, (SELECT count(*) FROM staff_post) AS posts FROM unit u`,
      )
    ).rows[0]
  const first = await shot()
  await loadTwoBranches(ground)
  assert.deepEqual(await shot(), first)
  assert.equal(first.posts, 8)
})

test('a unit, a book and a person that come later get their place', async (t) => {
  const ground = await withGround(t)
  await loadTwoBranches(ground)
  await inside(ground, (ctx) =>
    loadOrganisation(ctx, {
      units: [...TWO_BRANCHES.units, { code: 'B3', name: '向阳坡支行', kind: '支行', parent: 'Z' }],
      staff: [{ code: 'M3', name: '杜春生', posts: [{ unit: 'B3', post: 'customer_manager' }] }],
      books: [{ unit: 'B3', name: '杜春生', staff: 'M3' }],
    }),
  )
  const [root, ...branches] = await inside(ground, listUnits)
  assert.deepEqual(
    branches.map(({ code }) => code),
    ['B1', 'B2', 'B3'],
  )
  assert.ok(branches.every(({ lo, hi }) => lo > root!.lo && hi <= root!.hi))
  assert.ok(branches[2]!.lo > branches[1]!.hi)
  const { lo, hi } = await principal(ground, 'M3')
  assert.ok(lo === hi && lo > branches[2]!.lo)
})

test('trees that cannot be are refused whole', async (t) => {
  const ground = await withGround(t)
  const load = (units: { code: string; parent?: string }[]) =>
    inside(ground, (ctx) =>
      loadOrganisation(ctx, { units: units.map((unit) => ({ name: unit.code, kind: '支行', ...unit })) }),
    )
  await assert.rejects(load([{ code: 'A' }, { code: 'B' }]), { code: 'org.oneRoot' })
  await assert.rejects(
    load([
      { code: 'A', parent: 'B' },
      { code: 'B', parent: 'A' },
    ]),
    { code: 'org.oneRoot' },
  )
  await assert.rejects(load([{ code: 'R' }, { code: 'A', parent: 'B' }, { code: 'B', parent: 'A' }]), {
    code: 'org.cycle',
  })
  await assert.rejects(load([{ code: 'R' }, { code: 'A', parent: 'X' }]), { code: 'org.noUnit' })
  const chain = Array.from({ length: 30 }, (_, n) => ({ code: `U${n}`, ...(n > 0 && { parent: `U${n - 1}` }) }))
  await assert.rejects(load(chain), { code: 'org.noRoom' })
  assert.equal((await inside(ground, listUnits)).length, 0)
})

test('each reach sees its own range and no other', async (t) => {
  const ground = await withGround(t)
  const books = await loadTwoBranches(ground)
  const [root, b1, b2] = await inside(ground, listUnits)
  const [head, manager, teller, reviewer, admin] = await Promise.all(
    ['H1', 'M1', 'T1', 'R1', 'A1'].map((code) => principal(ground, code)),
  )
  const span = (one: { lo: number; hi: number } | undefined) => [one?.lo, one?.hi]
  assert.deepEqual(span(head), span(b1))
  assert.deepEqual(span(manager), [books.ofStaff('M1'), books.ofStaff('M1')])
  assert.deepEqual(span(reviewer), span(root))
  assert.ok(admin!.lo > admin!.hi)
  assert.ok(teller!.lo === b1!.lo && teller!.hi < b1!.hi && teller!.hi >= books.ofStaff('M1'))
  assert.ok(head!.hi < b2!.lo)
  assert.deepEqual(await inside(ground, (ctx) => unitRange(ctx, 'B1')), { lo: b1!.lo, hi: b1!.hi })
})

test('two posts do not add up: one at a time, the widest first', async (t) => {
  const ground = await withGround(t)
  await loadTwoBranches(ground)
  const [, b1, b2] = await inside(ground, listUnits)
  await inside(ground, (ctx) => assignPost(ctx, 'T1', 'B2', 'branch_head'))
  const { principalId } = await inside(ground, (ctx) => findStaff(ctx, 'T1'))
  const as = (capacity: string | undefined) =>
    inside(ground, (ctx) => staffPrincipals.principalOf(ctx, principalId, capacity))
  const widest = (await as(undefined))!
  assert.ok(widest.lo === b2!.lo && widest.hi === b2!.hi && widest.acts.has('rating.simulate'))
  const chosen = (await as('B1/teller'))!
  assert.ok(chosen.lo === b1!.lo && chosen.hi < b1!.hi && !chosen.acts.has('rating.simulate'))
  assert.deepEqual(
    (await inside(ground, (ctx) => staffPrincipals.capacitiesOf(ctx, principalId))).map(({ title }) => title),
    ['城关支行 · 综合柜员（本机构）', '石桥支行 · 机构负责人（辖内）'],
  )
  await inside(ground, (ctx) => endPost(ctx, 'T1', 'B2', 'branch_head'))
  assert.deepEqual((await as('B2/branch_head'))!.acts, chosen.acts)
})

test('a handed-over book is seen by its new keeper, and books that lie apart are chosen between', async (t) => {
  const ground = await withGround(t)
  const books = await loadTwoBranches(ground)
  const first = books.ofStaff('M1')
  await inside(ground, (ctx) =>
    createStaff(ctx, { code: 'M9', name: '薛静', posts: [{ unit: 'B1', post: 'customer_manager' }] }),
  )
  const between = await inside(ground, (ctx) => createBook(ctx, { unit: 'B1', name: '薛静', staff: 'M9' }))
  const last = await inside(ground, (ctx) => createBook(ctx, { unit: 'B1', name: '何晓棠二', staff: 'M1' }))
  assert.deepEqual([between, last], [first + 1, first + 2])
  const spans = async (staff: string) => {
    const { principalId } = await inside(ground, (ctx) => findStaff(ctx, staff))
    const capacities = await inside(ground, (ctx) => staffPrincipals.capacitiesOf(ctx, principalId))
    return Promise.all(
      capacities.map(async ({ id }) => {
        const { lo, hi } = (await inside(ground, (ctx) => staffPrincipals.principalOf(ctx, principalId, id)))!
        return [lo, hi]
      }),
    )
  }
  assert.deepEqual(await spans('M1'), [
    [first, first],
    [last, last],
  ])
  await inside(ground, (ctx) => handOverBook(ctx, between, 'M1'))
  assert.deepEqual(await spans('M1'), [[first, last]])
  const { lo, hi } = await principal(ground, 'M9')
  assert.ok(lo > hi)
  await assert.rejects(
    inside(ground, (ctx) => handOverBook(ctx, between, 'M2')),
    { code: 'org.postElsewhere' },
  )
})

test('what must be one of its kind is refused a second time', async (t) => {
  const ground = await withGround(t)
  await loadTwoBranches(ground)
  const refusals: [() => Promise<unknown>, string][] = [
    [
      () => inside(ground, (ctx) => createUnit(ctx, { code: 'B1', name: '又一', kind: '支行', parent: 'Z' })),
      'org.taken',
    ],
    [() => inside(ground, (ctx) => createUnit(ctx, { code: 'Z2', name: '又一', kind: '总行' })), 'org.oneRoot'],
    [() => inside(ground, (ctx) => createStaff(ctx, { code: 'H1', name: '又一', posts: [] })), 'org.taken'],
    [
      () => inside(ground, (ctx) => createStaff(ctx, { code: 'X', loginName: 'H1', name: '又一', posts: [] })),
      'org.taken',
    ],
    [() => inside(ground, (ctx) => assignPost(ctx, 'H1', 'B9', 'teller')), 'org.noUnit'],
    [() => inside(ground, (ctx) => assignPost(ctx, 'H1', 'B1', 'king')), 'org.noPost'],
    [() => inside(ground, (ctx) => handOverBook(ctx, 7, null)), 'org.noBook'],
    [() => principal(ground, 'nobody'), 'org.noStaff'],
  ]
  for (const [refused, code] of refusals) await assert.rejects(refused(), { code })
})

test('who may not manage changes nothing', async (t) => {
  const ground = await withGround(t)
  await loadTwoBranches(ground)
  const head = await principal(ground, 'H1')
  await assert.rejects(
    ground.transact(head, (ctx) => createUnit(ctx, { code: 'B9', name: '私设', kind: '支行', parent: 'B1' })),
    { code: 'platform.forbidden' },
  )
  assert.equal((await inside(ground, (ctx) => listBooks(ctx))).length, 5)
})

test('units, books and staff that are entered at the same moment get numbers of their own', async (t) => {
  const ground = await withGround(t)
  await loadTwoBranches(ground)
  const atOnce = <T>(work: (ctx: Context, n: number) => Promise<T>) =>
    Promise.all([1, 2, 3].map((n) => ground.transact(SYSTEM, (ctx) => work(ctx, n))))
  const units = await atOnce((ctx, n) => createUnit(ctx, { code: `N${n}`, name: '新支行', kind: '支行', parent: 'Z' }))
  const sorted = units.toSorted((a, b) => a.lo - b.lo)
  for (const [index, unit] of sorted.slice(1).entries()) assert.ok(unit.lo > sorted[index]!.hi)
  const books = await atOnce((ctx) => createBook(ctx, { unit: 'B1', name: '新簿' }))
  assert.equal(new Set(books).size, 3)
  const staff = { code: 'S1', name: '同时', posts: [] }
  const outcomes = await Promise.allSettled([1, 2].map(() => ground.transact(SYSTEM, (ctx) => createStaff(ctx, staff))))
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []))
  assert.deepEqual(refused, ['org.taken'])
})
