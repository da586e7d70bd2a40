import {
  checkBindings,
  compileProgram,
  fromSql,
  type Program,
  sameValue,
  showProblem,
  showValue,
  sqlCases,
} from '../../engine/index.ts'
import { authorise, type Context } from '../../platform/context.ts'
import { failedCases, placeOf } from './cases.ts'
import { type CheckedFolder, checkFolders, errorsOf, uncanonical } from './checking.ts'
import type { PolicyFolder } from './domain.ts'
import { declaredHooks } from './hooks.ts'
import { vocabularies } from './words.ts'

/** What `policy check` says of one folder. */
export interface FolderReport {
  readonly path: string
  /** 《大客户管理办法》第 1 版; undefined where the head could not be read. */
  readonly title: string | undefined
  /** What must be mended before the document can be loaded, one line each: file:line:column and the message. */
  readonly faults: readonly string[]
  readonly warnings: readonly string[]
  /** How many cases ran. */
  readonly cases: number
}

/**
 * Reads and checks folders as an import would, and more: canonical form, and every case on JavaScript and on PostgreSQL. Changes
 * nothing.
 */
export async function checkReports(ctx: Context, folders: readonly PolicyFolder[]): Promise<FolderReport[]> {
  const checked = await checkedPolicies(ctx, folders)
  const reports: FolderReport[] = []
  for (const one of checked) reports.push(await reportOf(ctx, one, checked))
  return reports
}

/** Folders read and checked against the dictionary and one another. */
export async function checkedPolicies(ctx: Context, folders: readonly PolicyFolder[]): Promise<CheckedFolder[]> {
  authorise(ctx, 'policy.read')
  return checkFolders(folders, await vocabularies(ctx))
}

async function reportOf(ctx: Context, checked: CheckedFolder, all: readonly CheckedFolder[]): Promise<FolderReport> {
  const { program, document, folder } = checked
  const head = document?.head
  const warnings = checked.problems.filter(({ severity }) => severity === 'warning').map(showProblem)
  const faults = errorsOf(checked).map(showProblem)
  for (const { file } of uncanonical(checked)) faults.push(`${file} 不是规范写法，可用 zhike policy fmt --write 整理`)
  if (program) {
    faults.push(
      ...bindingFaults(program, all),
      ...failedCases(program).map(({ where, message }) => `${where} ${message}`),
      ...(await sqlFaults(ctx, program)),
    )
  }
  return {
    path: folder.path,
    title: head && `《${head.title}》第 ${head.version} 版`,
    faults,
    warnings,
    cases: program?.cases.length ?? 0,
  }
}

/** Faults of this document's own bindings among all the folders; a hook that nobody binds is a matter of the library. */
function bindingFaults(program: Program, all: readonly CheckedFolder[]): string[] {
  const others = all.flatMap((one) => (one.program && one.program !== program ? [one.program] : []))
  const before = new Set(checkBindings(others, declaredHooks()).map(showProblem))
  return checkBindings([...others, program], declaredHooks())
    .filter(({ code }) => code !== 'hook-unbound')
    .map(showProblem)
    .filter((line) => !before.has(line))
}

/** Cases on which PostgreSQL says something else than JavaScript. */
async function sqlFaults(ctx: Context, program: Program): Promise<string[]> {
  const cases = sqlCases(program)
  if (!cases) return []
  const compiled = compileProgram(program)
  const { rows } = await ctx.client.query<Record<string, unknown>>(cases.text)
  return program.cases.flatMap((one, number) => {
    const outcome = compiled.assess(one.given)
    return cases.answers.flatMap(({ answer: { word }, value, reason }) => {
      const found = fromSql(word.type, rows[number]![value])
      const expected = outcome.values[word.identifier]!
      const same = found === null || expected === null ? found === expected : sameValue(found, expected)
      if (same && rows[number]![reason] === outcome.reasons[word.identifier]) return []
      return [
        `${placeOf(one)} 两种引擎不一致：${word.name} 在数据库中得${showValue(word, found)}，应为${showValue(word, expected)}`,
      ]
    })
  })
}
