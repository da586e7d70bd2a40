import { checkBindings, type Program, problemDetail } from '../../engine/index.ts'
import type { Failure } from '../../kernel/failure.ts'
import { authorise, type Context } from '../../platform/context.ts'
import { failedCases } from './cases.ts'
import { type CheckedFolder, checkFolders, errorsOf } from './checking.ts'
import { digestOf, type PolicyFile, type PolicyFolder, type PolicyVersion } from './domain.ts'
import { failures } from './failures.ts'
import { declaredHooks } from './hooks.ts'
import { unitCovers } from './in-force.ts'
import { loadProgram } from './programs.ts'
import { discardDraft, insertVersion, lockLibrary, setState } from './store.ts'
import { listVersions, readTexts } from './views.ts'
import { addDeclaredFacts, vocabularies } from './words.ts'

export type ImportOutcome = 'added' | 'unchanged' | 'replaced' | 'published'

export interface ImportedPolicy {
  readonly documentId: string
  readonly version: number
  readonly title: string
  readonly state: 'draft' | 'active'
  /** `replaced`: a draft got a new text; `published`: a draft of the same text is now in force. */
  readonly outcome: ImportOutcome
  /** Names of the facts that are new in the dictionary. */
  readonly facts: readonly string[]
}

/**
 * Loads folders as versions, all or none: texts byte for byte, the facts that they declare, and their bindings, which are checked
 * over every document. What comes into force must agree with its own cases; a draft need not yet. The same text again is no change; another text under a published version is `policy.textDiffers`. Throws
 * `policy.invalid` with one detail for each error of the text, `policy.casesFail`, and `policy.bindings`.
 */
export async function importPolicies(
  ctx: Context,
  folders: readonly PolicyFolder[],
  state: 'draft' | 'active' = 'active',
): Promise<ImportedPolicy[]> {
  authorise(ctx, 'policy.import')
  await lockLibrary(ctx)
  const programs = programsOf(checkFolders(folders, await vocabularies(ctx)))
  if (state === 'active') for (const program of programs.keys()) requireCases(program)
  const imported: ImportedPolicy[] = []
  for (const [program, folder] of programs) imported.push(await importOne(ctx, program, folder.files, state))
  if (imported.some(({ outcome }) => outcome !== 'unchanged')) await requireBindings(ctx, [...programs.keys()])
  return imported
}

async function importOne(
  ctx: Context,
  program: Program,
  files: readonly PolicyFile[],
  state: 'draft' | 'active',
): Promise<ImportedPolicy> {
  const version = versionOf(program, files, state)
  const facts = await addDeclaredFacts(ctx, program)
  const outcome = await storeVersion(ctx, version, files, program)
  const { documentId, version: number, title, digest } = version
  if (outcome !== 'unchanged') {
    const detail = { document: documentId, version: number, digest, state, outcome, facts }
    await ctx.audit.record({ act: 'policy.import', clause: `${documentId}/${number}`, detail })
  }
  return { documentId, version: number, title, state, outcome, facts }
}

async function storeVersion(
  ctx: Context,
  version: PolicyVersion,
  files: readonly PolicyFile[],
  program: Program,
): Promise<ImportOutcome> {
  const known = (await listVersions(ctx, version.documentId)).find((one) => one.version === version.version)
  if (known?.digest === version.digest) {
    if (known.state !== 'draft' || version.state === 'draft') return 'unchanged'
    await setState(ctx, version.documentId, version.version, 'active')
    return 'published'
  }
  if (known && known.state !== 'draft') throw await textDiffers(ctx, version, files)
  if (known) await discardDraft(ctx, version.documentId, version.version)
  const bindings = program.bindings.map(({ hook, clause, decision }) => ({ hook, clause: clause.number, decision }))
  await insertVersion(ctx, version, files, bindings)
  return known ? 'replaced' : 'added'
}

async function textDiffers(ctx: Context, version: PolicyVersion, files: readonly PolicyFile[]): Promise<Failure> {
  const stored = new Map((await readTexts(ctx, version.documentId, version.version)).map((one) => [one.file, one.text]))
  const given = new Map(files.map((one) => [one.file, one.text]))
  const names = [...new Set([...stored.keys(), ...given.keys()])].filter((name) => stored.get(name) !== given.get(name))
  return failures.textDiffers({ document: version.documentId, version: version.version, files: names.join('、') })
}

/** Every hook bound at most once for each date and unit, and the required ones bound, over what is in force and what comes. */
async function requireBindings(ctx: Context, coming: readonly Program[]): Promise<void> {
  const arriving = new Set(coming.map(({ head }) => `${head.id}/${head.version}`))
  const programs = [...coming]
  for (const version of await listVersions(ctx)) {
    if (version.state !== 'active' || arriving.has(`${version.documentId}/${version.version}`)) continue
    programs.push((await loadProgram(ctx, version)).program)
  }
  const covers = await unitCovers(
    ctx,
    programs.flatMap(({ head }) => head.units),
  )
  const problems = checkBindings(programs, declaredHooks(), covers).filter(({ severity }) => severity === 'error')
  if (problems.length === 0) return
  const details = problems.map(problemDetail)
  throw failures.bindings({ count: problems.length }, { details })
}

function programsOf(checked: readonly CheckedFolder[]): Map<Program, PolicyFolder> {
  const programs = new Map<Program, PolicyFolder>()
  const seen = new Set<string>()
  for (const one of checked) {
    if (!one.program || errorsOf(one).length > 0) throw invalid(one)
    const { id, version } = one.program.head
    if (seen.has(`${id}/${version}`)) throw failures.sameVersion({ document: id, version })
    seen.add(`${id}/${version}`)
    programs.set(one.program, one.folder)
  }
  return programs
}

function requireCases(program: Program): void {
  const details = failedCases(program)
  if (details.length === 0) return
  const { id: document, version } = program.head
  throw failures.casesFail({ document, version, count: details.length }, { details })
}

function invalid(checked: CheckedFolder): Failure {
  const errors = errorsOf(checked)
  const document = checked.document?.head.id ?? checked.folder.path
  const details = errors.map(problemDetail)
  return failures.invalid({ document, count: errors.length }, { details })
}

function versionOf({ head }: Program, files: readonly PolicyFile[], state: 'draft' | 'active'): PolicyVersion {
  return {
    documentId: head.id,
    version: head.version,
    title: head.title,
    subject: head.about,
    units: head.units,
    state,
    effectiveOn: head.effective,
    repealedOn: head.repealed ?? null,
    digest: digestOf(files),
  }
}
