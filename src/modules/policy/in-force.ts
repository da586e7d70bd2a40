import type { Context } from '../../platform/context.ts'
import { WHOLE_RANGE } from '../../platform/principal.ts'
import { unitRange } from '../org/index.ts'
import {
  type BookRange,
  decidesOn,
  type PlacedVersion,
  type PolicyVersion,
  type Segment,
  segmentsOf,
} from './domain.ts'
import { failures } from './failures.ts'
import { type LoadedProgram, loadProgram } from './programs.ts'
import { listBindings, listVersions } from './views.ts'

/**
 * The program that decides on `date` for the unit, or for the whole institution where no unit is named: the latest effective version
 * whose units cover it. Throws `policy.notFound`, or `policy.noVersion` naming the dates there are.
 */
export async function programInForce(
  ctx: Context,
  documentId: string,
  date: string,
  unitCode?: string,
): Promise<LoadedProgram> {
  const range = unitCode === undefined ? WHOLE_RANGE : await unitRange(ctx, unitCode)
  const versions = await knownVersions(ctx, documentId)
  const version = await coveringVersion(ctx, versions, date, range)
  if (!version) throw noVersion(documentId, date, versions)
  return loadProgram(ctx, version)
}

/** The program that decides on `date` for the party whose book is `scopeNo`; throws as `programInForce`. */
export async function programForBook(
  ctx: Context,
  documentId: string,
  date: string,
  scopeNo: number,
): Promise<LoadedProgram> {
  const versions = await knownVersions(ctx, documentId)
  const version = await coveringVersion(ctx, versions, date, { lo: scopeNo, hi: scopeNo })
  if (!version) throw noVersion(documentId, date, versions)
  return loadProgram(ctx, version)
}

/** Which version decides on `date` for which books of `range`; throws where none does for any of them. */
export async function versionsInForce(
  ctx: Context,
  documentId: string,
  date: string,
  range: BookRange,
): Promise<Segment[]> {
  const versions = await knownVersions(ctx, documentId)
  const segments = await segmentsAmong(ctx, versions, date, range)
  if (segments.length === 0) throw noVersion(documentId, date, versions)
  return segments
}

/** A version by its number, whatever its state or date: for replay, trial and display. The newest one without a number. */
export async function programOf(ctx: Context, documentId: string, version?: number): Promise<LoadedProgram> {
  const versions = await knownVersions(ctx, documentId)
  const wanted = version === undefined ? versions[0] : versions.find((one) => one.version === version)
  if (!wanted) {
    const known = versions.map((one) => one.version).join('、')
    throw failures.versionNotFound({ document: documentId, version: version ?? 0, versions: known })
  }
  return loadProgram(ctx, wanted)
}

/** The program that binds `hook` on `date` for the unit, and which decision of it; undefined where nothing does (未规定). */
export async function hookInForce(
  ctx: Context,
  hook: string,
  date: string,
  unitCode?: string,
): Promise<{ readonly loaded: LoadedProgram; readonly clause: string; readonly decision: string } | undefined> {
  const bindings = await listBindings(ctx, hook)
  const range = unitCode === undefined ? WHOLE_RANGE : await unitRange(ctx, unitCode)
  for (const documentId of new Set(bindings.map((binding) => binding.documentId))) {
    const versions = await listVersions(ctx, documentId)
    const version = await coveringVersion(ctx, versions, date, range)
    const bound = bindings.find((one) => one.documentId === documentId && one.version === version?.version)
    if (!version || !bound) continue
    const loaded = await loadProgram(ctx, version)
    return { loaded, clause: bound.clause, decision: bound.decision }
  }
  return undefined
}

/** The versions with the books of their units; a unit that is not in the organisation is the organisation's failure. */
async function placeVersions(ctx: Context, versions: readonly PolicyVersion[]): Promise<PlacedVersion[]> {
  const placed: PlacedVersion[] = []
  for (const version of versions) {
    const ranges: BookRange[] = version.units.length === 0 ? [WHOLE_RANGE] : []
    for (const unit of version.units) ranges.push(await unitRange(ctx, unit))
    placed.push({ version, ranges })
  }
  return placed
}

/** The latest effective version that holds for every book of `range`; one of a unit below is not asked. */
async function coveringVersion(
  ctx: Context,
  versions: readonly PolicyVersion[],
  date: string,
  range: BookRange,
): Promise<PolicyVersion | undefined> {
  const deciding = await placeVersions(
    ctx,
    versions.filter((version) => decidesOn(version, date)),
  )
  const covering = deciding.filter(({ ranges }) => ranges.some(({ lo, hi }) => lo <= range.lo && range.hi <= hi))
  const [segment] = segmentsOf(covering, range)
  return covering.find(({ version }) => version.version === segment?.version)?.version
}

/** Whether the books of one unit hold all those of another. Throws `org.noUnit` where one of `units` is not in the organisation. */
export async function unitCovers(
  ctx: Context,
  units: readonly string[],
): Promise<(unit: string, other: string) => boolean> {
  const ranges = new Map<string, BookRange>()
  for (const unit of units) ranges.set(unit, await unitRange(ctx, unit))
  return (unit, other) => {
    const [outer, inner] = [ranges.get(unit)!, ranges.get(other)!]
    return outer.lo <= inner.lo && inner.hi <= outer.hi
  }
}

async function segmentsAmong(
  ctx: Context,
  versions: readonly PolicyVersion[],
  date: string,
  range: BookRange,
): Promise<Segment[]> {
  const deciding = versions.filter((version) => decidesOn(version, date))
  return segmentsOf(await placeVersions(ctx, deciding), range)
}

async function knownVersions(ctx: Context, documentId: string): Promise<PolicyVersion[]> {
  const versions = await listVersions(ctx, documentId)
  if (versions.length === 0) throw failures.notFound({ document: documentId })
  return versions
}

function noVersion(documentId: string, date: string, versions: readonly PolicyVersion[]): Error {
  return failures.noVersion({ document: documentId, date, versions: versions.map(showVersion).join('；') })
}

const STATES = { draft: '起草', active: '施行', repealed: '废止' } as const

/** 第 1 版（施行，自 2026-01-01 起，至 2026-12-31 废止，机构 B01）. */
export function showVersion(version: PolicyVersion): string {
  const until = version.repealedOn === null ? '' : `，${version.repealedOn} 废止`
  const units = version.units.length === 0 ? '' : `，机构 ${version.units.join('、')}`
  return `第 ${version.version} 版（${STATES[version.state]}，${version.effectiveOn} 施行${until}${units}）`
}
