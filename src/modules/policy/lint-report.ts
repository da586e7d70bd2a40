import { FINDING_CODES, type Finding, lintDocument, lintProgram, type Program } from '../../engine/index.ts'
import { authorise, type Context } from '../../platform/context.ts'
import { checkedPolicies } from './check-report.ts'
import { errorsOf } from './checking.ts'
import type { PolicyFolder } from './domain.ts'
import { programOf } from './in-force.ts'
import { listVersions } from './views.ts'

/** What `policy lint` says of one document. */
export interface LintReport {
  /** The folder's path, or the document's id in the library. */
  readonly place: string
  /** 《大客户管理办法》第 1 版; undefined where it could not be read. */
  readonly title: string | undefined
  /** Errors of `policy check`, which come first: what cannot be read cannot be judged. */
  readonly faults: number
  readonly findings: readonly FindingView[]
}

/** A finding as plain data. */
export interface FindingView {
  readonly severity: Finding['severity']
  readonly code: Finding['code']
  /** What kind of finding it is, in Chinese. */
  readonly kind: string
  readonly clause: string
  readonly name: string
  readonly file: string
  readonly line: number
  readonly rows: readonly number[]
  readonly message: string
  /** Facts that show it, as people write them. */
  readonly example?: readonly { readonly name: string; readonly value: string }[]
  readonly close?: readonly {
    readonly file: string
    readonly line: number
    readonly row: number
    readonly column: string
    readonly from: string
    readonly to: string
  }[]
}

/** Folders as they stand on disk. Changes nothing. */
export async function lintFolders(ctx: Context, folders: readonly PolicyFolder[]): Promise<LintReport[]> {
  const checked = await checkedPolicies(ctx, folders)
  const programs = checked.flatMap(({ program }) => program ?? [])
  return checked.map((one): LintReport => {
    const { folder, document, program } = one
    const findings = program && document ? [...lintOne(program, programs), ...lintDocument(document)] : []
    return {
      place: folder.path,
      title: document && titleOf(document.head),
      faults: errorsOf(one).length,
      findings: findings.map(viewOf),
    }
  })
}

/** The newest version of a document of the library; throws `policy.noVersion` where there is none. */
export async function lintStored(ctx: Context, documentId: string): Promise<LintReport> {
  authorise(ctx, 'policy.read')
  const { program, document } = await programOf(ctx, documentId)
  const ids = new Set((await listVersions(ctx)).map((version) => version.documentId))
  ids.delete(documentId)
  const others: Program[] = []
  for (const id of ids) others.push((await programOf(ctx, id)).program)
  const findings = [...lintOne(program, others), ...lintDocument(document)]
  return { place: documentId, title: titleOf(program.head), faults: 0, findings: findings.map(viewOf) }
}

/** A fact that another document about the same subject reads is not idle. */
function lintOne(program: Program, all: readonly Program[]): readonly Finding[] {
  const others = all.filter((other) => other !== program && other.head.about === program.head.about)
  const usedElsewhere = new Set(others.flatMap(({ inputs }) => inputs.map(({ identifier }) => identifier)))
  return lintProgram(program, { usedElsewhere })
}

function titleOf({ title, version }: Program['head']): string {
  return `《${title}》第 ${version} 版`
}

function viewOf({ severity, code, clause, source, rows, message, example, close }: Finding): FindingView {
  return {
    severity,
    code,
    kind: FINDING_CODES[code],
    clause: clause.number,
    name: clause.name,
    file: source.file,
    line: source.line,
    rows,
    message,
    ...(example && { example: example.shown }),
    ...(close && { close: close.map(({ source: { file, line }, ...edit }) => ({ file, line, ...edit })) }),
  }
}
