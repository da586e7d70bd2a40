import { createHash } from 'node:crypto'
import {
  type CompiledProgram,
  checkDocument,
  compileProgram,
  type Decision,
  type PolicyDocument,
  type Program,
  problemDetail,
  readDocument,
  type Vocabulary,
} from '../../engine/index.ts'
import type { ClauseRef } from '../../kernel/clause-ref.ts'
import type { Context } from '../../platform/context.ts'
import { factVocabulary } from '../fact/index.ts'
import type { PolicyFile, PolicyVersion } from './domain.ts'
import { failures } from './failures.ts'
import { readTexts } from './views.ts'

/** One version ready to decide: its texts as stored, its checked program, and the program compiled for one party at a time. */
export interface LoadedProgram {
  readonly version: PolicyVersion
  readonly files: readonly PolicyFile[]
  readonly document: PolicyDocument
  readonly program: Program
  readonly compiled: CompiledProgram
}

/** The checked tree is a cache of the text: this many versions are kept, the least recently asked goes first. */
const KEPT = 200
const kept = new Map<string, LoadedProgram>()

/**
 * The program of a stored version. It is read and checked once for the same text and the same dictionary, in whatever database.
 * Throws `policy.invalid` where the text no longer passes (a dictionary that lost a fact: restored from somewhere else).
 */
export async function loadProgram(ctx: Context, version: PolicyVersion): Promise<LoadedProgram> {
  const words = await factVocabulary(ctx, version.subject)
  const key = `${version.digest} ${digestOfWords(words)}`
  const known = kept.get(key)
  const loaded = known
    ? { ...known, version }
    : build(version, await readTexts(ctx, version.documentId, version.version), words)
  kept.delete(key)
  kept.set(key, loaded)
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT) break
    kept.delete(oldest)
  }
  return loaded
}

/** Where a decision of the program comes from, for refusals, sheets and audit. */
export function clauseOf(loaded: Pick<LoadedProgram, 'version'>, clauseNumber: string): ClauseRef {
  const { documentId, title, version } = loaded.version
  return { document: documentId, title, version, clause: clauseNumber }
}

/** The decision whose value an assessment records; throws `policy.noResult` where the document names none. */
export function resultDecision({ program, version }: Pick<LoadedProgram, 'program' | 'version'>): Decision {
  if (!program.result) throw failures.noResult({ document: version.documentId })
  return program.result
}

function build(version: PolicyVersion, files: readonly PolicyFile[], words: Vocabulary): LoadedProgram {
  const { document, problems } = readDocument(files)
  const checked = document ? checkDocument(document, words) : undefined
  if (!document || !checked?.program) {
    const all = [...problems, ...(checked?.problems ?? [])].filter(({ severity }) => severity === 'error')
    throw failures.invalid({ document: version.documentId, count: all.length }, { details: all.map(problemDetail) })
  }
  return { version, files, document, program: checked.program, compiled: compileProgram(checked.program) }
}

function digestOfWords({ words }: Vocabulary): string {
  const bounded = (_: string, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)
  return createHash('sha256')
    .update(JSON.stringify([...words.values()], bounded))
    .digest('hex')
}
