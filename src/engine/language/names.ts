import { characterAt, isWordPart } from './characters.ts'

/** Finds the longest of a set of names that stands at a place of a text and ends there at the end of a word. */
export interface NameFinder {
  at(text: string, offset: number): string | undefined
}

export function nameFinder(names: Iterable<string>): NameFinder {
  const byStart = new Map<string, string[]>()
  for (const name of names) {
    const start = characterAt(name, 0)
    const others = byStart.get(start)
    if (others === undefined) byStart.set(start, [name])
    else others.push(name)
  }
  return {
    at(text, offset) {
      let longest: string | undefined
      for (const name of byStart.get(characterAt(text, offset)) ?? []) {
        if (name.length <= (longest?.length ?? 0) || !text.startsWith(name, offset)) continue
        if (endsWord(name, characterAt(text, offset + name.length))) longest = name
      }
      return longest
    },
  }
}

function endsWord(name: string, next: string): boolean {
  const last = [...name].at(-1) ?? ''
  return next === '' || !isWordPart(last) || !isWordPart(next)
}

/** The known word that differs least from a mistyped one, where it differs by less than half of it. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  let best: string | undefined
  let least = Math.max(2, Math.ceil([...word].length / 2) + 1)
  for (const candidate of known) {
    const distance = distanceBetween([...word], [...candidate])
    if (distance < least) {
      least = distance
      best = candidate
    }
  }
  return best
}

/** Levenshtein's distance by code points. */
function distanceBetween(one: readonly string[], other: readonly string[]): number {
  let row = other.map((_, index) => index + 1)
  row.unshift(0)
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++) {
      const replaced = row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[other.length]!
}
