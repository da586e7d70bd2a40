import { characterAt, isWordStart, wordEnd } from '../language/characters.ts'
import { type NameFinder, nameFinder } from '../language/names.ts'
import type { Draft, Report } from './draft.ts'

export interface Ordered {
  readonly ordered: readonly Draft[]
  /** The decisions whose words a draft reads. */
  usesOf(draft: Draft): readonly Draft[]
}

/**
 * The drafts, each after those whose words it uses; else in the order of the text. A cycle is an error that names its path, and
 * the decisions on it are left out.
 */
export function inOrder(drafts: readonly Draft[], names: Iterable<string>, report: Report): Ordered {
  const makers = new Map(drafts.flatMap((draft) => draft.makes.map(({ name }) => [name, draft] as const)))
  const finder = nameFinder(new Set([...names, ...makers.keys()]))
  const uses = new Map(drafts.map((draft) => [draft, usesIn(draft, finder, makers)]))
  const usesOf = (draft: Draft) => uses.get(draft) ?? []
  const ordered: Draft[] = []
  const done = new Set<Draft>()
  const path: Draft[] = []
  const place = (draft: Draft) => {
    if (done.has(draft)) return
    if (path.includes(draft)) {
      const round = [...path.slice(path.indexOf(draft)), draft].map((each) => each.makes[0]!.name)
      report.clause(draft.head, 'cycle', `判定绕成了圈：${round.join(' → ')}`)
      for (const each of path.slice(path.indexOf(draft))) done.add(each)
      return
    }
    path.push(draft)
    for (const used of usesOf(draft)) place(used)
    path.pop()
    if (!done.has(draft)) ordered.push(draft)
    done.add(draft)
  }
  for (const draft of drafts) place(draft)
  return { ordered, usesOf }
}

function usesIn(draft: Draft, finder: NameFinder, makers: ReadonlyMap<string, Draft>): readonly Draft[] {
  const used = draft.reads.flatMap((cell) => namesIn(cell.text, finder)).map((name) => makers.get(name))
  return [...new Set(used.filter((each) => each !== undefined))]
}

const STRING = /"(?:[^"\\]|\\.)*"|“[^”]*”/uy

/** The known names in an expression, outside its strings: the longest at each place, as the lexer reads them. */
export function namesIn(text: string, finder: NameFinder): string[] {
  const found: string[] = []
  let at = 0
  while (at < text.length) {
    STRING.lastIndex = at
    const string = STRING.exec(text)?.[0]
    const character = characterAt(text, at)
    const name = string === undefined ? finder.at(text, at) : undefined
    if (name !== undefined) found.push(name)
    if (string !== undefined) at += string.length
    else if (name !== undefined) at += name.length
    else at = isWordStart(character) ? wordEnd(text, at) : at + character.length
  }
  return found
}
