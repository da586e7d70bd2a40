// Holds what style.md promises of clauses, over the shipped documents: every clause has a kind that says what becomes of it, every
// rule has a case, hooks are declared, used and bound once, texts are in canonical form, and both back ends agree on every case.
// Run: node tools/check-clauses.ts [FOLDER]. Prints each fault with its place.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ladder } from '../src/app/ladder.ts'
import type { HookDeclaration } from '../src/engine/index.ts'
import {
  type CheckedFolder,
  checkedPolicies,
  checkReports,
  type FolderReport,
  readFolders,
} from '../src/modules/policy/index.ts'
import { SYSTEM } from '../src/platform/principal.ts'
import { testGround } from '../test/harness.ts'

const root = join(import.meta.dirname, '..')

/** A note says why it has no machine effect; a rule's every decision is proved by a case. */
export function clauseFaults({ document, program, folder }: CheckedFolder): string[] {
  if (!document || !program) return []
  const place = (file: string, number: string) => `${folder.path}/${file} ${number}`
  const faults: string[] = []
  for (const { file, clauses } of document.articles) {
    for (const { kind, number, attributes } of clauses) {
      if (kind !== 'note' || attributes.some(({ key }) => key === 'because')) continue
      faults.push(`${place(file.file, number)}: a note without because`)
    }
  }
  for (const { clause, word } of program.decisions) {
    const proved = program.cases.some((one) => word.identifier in one.expected)
    if (!proved) faults.push(`${place(clause.source.file, clause.number)}: ${word.name} has no case`)
  }
  return faults
}

/** A hook that no code names is dead; one that no shipped document binds is a promise without a rule. */
export function hookFaults(
  hooks: readonly Pick<HookDeclaration, 'name'>[],
  bound: ReadonlySet<string>,
  sources: readonly string[],
): string[] {
  return hooks.flatMap(({ name }) => [
    ...(sources.some((text) => text.includes(`'${name}'`)) ? [] : [`hook ${name}: declared, and no code names it`]),
    ...(bound.has(name) ? [] : [`hook ${name}: no shipped document binds it`]),
  ])
}

async function check(path: string): Promise<{ faults: string[]; reports: readonly FolderReport[] }> {
  const folders = await readFolders(path)
  const ground = await testGround()
  try {
    const { checked, reports } = await ground.transact(SYSTEM, async (ctx) => ({
      checked: await checkedPolicies(ctx, folders),
      reports: await checkReports(ctx, folders),
    }))
    const bound = new Set(checked.flatMap(({ program }) => program?.bindings.map(({ hook }) => hook) ?? []))
    const sources = globSync('src/**/*.ts', { cwd: root }).map((file) => readFileSync(join(root, file), 'utf8'))
    const hooks = ladder.flatMap((module) => module.hooks ?? [])
    const faults = [
      ...reports.flatMap((report) => [...report.faults, ...report.warnings].map((line) => `${report.path}/${line}`)),
      ...checked.flatMap(clauseFaults),
      ...hookFaults(hooks, bound, sources),
    ]
    return { faults, reports }
  } finally {
    await ground.stop()
  }
}

if (import.meta.main) {
  const { faults, reports } = await check(process.argv[2] ?? join(root, 'policies'))
  for (const line of faults) console.error(line)
  const cases = reports.reduce((sum, report) => sum + report.cases, 0)
  console.log(`${reports.length} documents, ${cases} cases on both back ends: ${faults.length} faults`)
  process.exitCode = faults.length === 0 ? 0 : 1
}
