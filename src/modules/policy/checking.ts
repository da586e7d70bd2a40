import {
  checkDocument,
  checkProgram,
  type PolicyDocument,
  type Problem,
  type Program,
  printDocument,
  readDocument,
  type Vocabulary,
  vocabulary,
  type Word,
} from '../../engine/index.ts'
import type { PolicyFile, PolicyFolder } from './domain.ts'
import { failures } from './failures.ts'

/** A folder read and checked: its program, or the problems that stand in the way of one. */
export interface CheckedFolder {
  readonly folder: PolicyFolder
  readonly document: PolicyDocument | undefined
  readonly program: Program | undefined
  /** Errors and warnings, in the order of the text. */
  readonly problems: readonly Problem[]
}

/** The dictionary's words about a subject; undefined for a subject that nobody registered. */
export type VocabularyOf = (subject: string) => Vocabulary | undefined

/**
 * Reads and checks folders together: a fact that one document declares is a word for all others about the same subject, in
 * whatever order they come, so those that fail are checked again as long as others bring new words.
 */
export function checkFolders(folders: readonly PolicyFolder[], vocabularyOf: VocabularyOf): CheckedFolder[] {
  const read = folders.map((folder) => ({ folder, ...readDocument(folder.files) }))
  let words = new Map<string, readonly Word[]>()
  for (;;) {
    const checked = read.map((one) => checkRead(one, vocabularyOf, words))
    const declared = declaredWords(checked)
    if (countOf(declared) === countOf(words)) return checked
    words = declared
  }
}

function checkRead(
  read: Omit<CheckedFolder, 'program'>,
  vocabularyOf: VocabularyOf,
  declared: ReadonlyMap<string, readonly Word[]>,
): CheckedFolder {
  const { document } = read
  if (!document || hasErrors(read.problems)) return { ...read, program: undefined }
  const subject = document.head.about
  const known = vocabularyOf(subject)
  if (!known) throw failures.unknownSubject({ document: document.head.id, subject })
  const all = vocabulary(subject, [...(declared.get(subject) ?? []), ...known.words.values()])
  const { program, problems } = checkDocument(document, all)
  const obstacles = program ? checkProgram(program) : []
  return {
    ...read,
    program: hasErrors(obstacles) ? undefined : program,
    problems: [...read.problems, ...problems, ...obstacles],
  }
}

/** By subject, the words that the documents declare. */
function declaredWords(checked: readonly CheckedFolder[]): Map<string, readonly Word[]> {
  const words = new Map<string, readonly Word[]>()
  for (const { program } of checked) {
    if (!program) continue
    const subject = program.head.about
    words.set(subject, [...(words.get(subject) ?? []), ...program.declarations.map(({ word }) => word)])
  }
  return words
}

function countOf(words: ReadonlyMap<string, readonly Word[]>): number {
  return [...words.values()].reduce((sum, list) => sum + list.length, 0)
}

function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === 'error')
}

/** Names of the files that are not in canonical form; the canonical text of each is beside it. */
export function uncanonical(checked: CheckedFolder): PolicyFile[] {
  if (!checked.document) return []
  const before = new Map(checked.folder.files.map(({ file, text }) => [file, text]))
  return printDocument(checked.document).filter(({ file, text }) => before.get(file) !== text)
}

export function errorsOf(checked: CheckedFolder): Problem[] {
  return checked.problems.filter(({ severity }) => severity === 'error')
}
