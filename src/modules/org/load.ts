import { authorise, type Context } from '../../platform/context.ts'
import { type LoadedBooks, type NewUnit, type OrganisationTree, OWN_BOOK } from './domain.ts'
import { failures } from './failures.ts'
import { type BookSpan, INSTITUTION, numberTree, ownSpan, type TreeNode } from './numbering.ts'
import { createUnit, definePost } from './service.ts'
import { insertHeldPosts, saveStaff } from './staff-store.ts'
import { type BookRow, holdOrganisation, insertBooks, insertUnits, renameUnits } from './store.ts'
import { listBooks, listUnits } from './views.ts'

/**
 * Enters a whole organisation, set-based. Loading it again changes nothing; units, staff and books that are new are added, names
 * are taken over, and numbers that are given stay.
 * @throws org.oneRoot, org.cycle, org.noRoom, org.noRole
 */
export async function loadOrganisation(ctx: Context, tree: OrganisationTree): Promise<LoadedBooks> {
  authorise(ctx, 'org.manage')
  await holdOrganisation(ctx)
  await loadUnits(ctx, tree.units)
  for (const post of tree.posts ?? []) await definePost(ctx, post)
  const staff = tree.staff ?? []
  await saveStaff(
    ctx,
    staff.map(({ code, name, loginName = code }) => ({ code, name, loginName })),
  )
  await insertHeldPosts(
    ctx,
    staff.flatMap(({ code, posts }) =>
      posts.map(({ unit, post, since = ctx.today }) => ({ staff: code, unit, post, since })),
    ),
  )
  const books = await loadBooks(ctx, tree)
  await ctx.audit.record({
    act: 'org.load',
    detail: { units: tree.units.length, staff: staff.length, books: books.length },
  })
  return booksOf(books)
}

async function loadUnits(ctx: Context, units: readonly NewUnit[]): Promise<void> {
  const known = new Set((await listUnits(ctx)).map(({ code }) => code))
  if (known.size === 0) {
    const spans = numberUnits(units)
    await insertUnits(
      ctx,
      units.map((unit) => ({ ...unit, ...spans.get(unit.code)! })),
    )
    return
  }
  await renameUnits(ctx, units)
  for (const unit of topDown(units)) if (!known.has(unit.code)) await createUnit(ctx, unit)
}

function numberUnits(units: readonly NewUnit[]): Map<string, BookSpan> {
  const roots = units.filter(({ parent }) => parent === undefined)
  if (roots.length !== 1) throw failures.oneRoot({ codes: roots.map(({ code }) => code).join('、') || '无' })
  const node = ({ code }: NewUnit): TreeNode => ({
    code,
    children: units.filter(({ parent }) => parent === code).map(node),
  })
  const given = new Set(units.map(({ code }) => code))
  const orphan = topDown(units).find(({ parent }) => parent !== undefined && !given.has(parent))
  if (orphan) throw failures.noUnit({ code: orphan.parent! })
  const spans = numberTree(node(roots[0]!), INSTITUTION)
  if (!spans) throw failures.noRoom({ code: roots[0]!.code })
  return spans
}

/** Each unit after the one above it. @throws org.cycle where that cannot be */
function topDown(units: readonly NewUnit[]): NewUnit[] {
  const given = new Set(units.map(({ code }) => code))
  const placed = new Set<string>()
  const order: NewUnit[] = []
  let left = [...units]
  while (left.length > 0) {
    const ready = left.filter(({ parent }) => parent === undefined || placed.has(parent) || !given.has(parent))
    if (ready.length === 0) throw failures.cycle({ codes: left.map(({ code }) => code).join('、') })
    for (const unit of ready) placed.add(unit.code)
    order.push(...ready)
    left = left.filter(({ code }) => !placed.has(code))
  }
  return order
}

/** A unit's own book, which it always has, then those named; a book is known again by its unit and name. */
async function loadBooks(ctx: Context, { units, books = [] }: OrganisationTree): Promise<BookRow[]> {
  const spans = new Map((await listUnits(ctx)).map((unit) => [unit.code, ownSpan(unit)]))
  const there = await listBooks(ctx)
  const wanted = [...units.map(({ code }) => ({ unit: code, name: OWN_BOOK, staff: undefined })), ...books]
  const known = new Set(there.map(({ unit, name }) => `${unit}\n${name}`))
  const last = new Map<string, number>()
  for (const { unit, scopeNo } of there) last.set(unit, Math.max(last.get(unit) ?? 0, scopeNo))
  const fresh = wanted
    .filter(({ unit, name }) => !known.has(`${unit}\n${name}`))
    .map(({ unit, name, staff }) => {
      const span = spans.get(unit)
      if (!span) throw failures.noUnit({ code: unit })
      const scopeNo = (last.get(unit) ?? span.lo - 1) + 1
      if (scopeNo > span.hi) throw failures.noRoom({ code: unit })
      last.set(unit, scopeNo)
      return { scopeNo, unit, name, staff: staff ?? null }
    })
  await insertBooks(ctx, fresh)
  return [...there, ...fresh]
}

function booksOf(books: readonly BookRow[]): LoadedBooks {
  const sorted = books.toSorted((a, b) => a.scopeNo - b.scopeNo)
  const find = (code: string, test: (book: BookRow) => boolean) => {
    const book = sorted.find(test)
    if (!book) throw failures.noBook({ code })
    return book.scopeNo
  }
  return {
    ofStaff: (code) => find(code, ({ staff }) => staff === code),
    ofUnit: (code) => find(code, ({ unit, staff }) => unit === code && staff === null),
  }
}
