import type { Type } from './type.ts'

/** A word that a rule may use: a fact of the subject, or the name of another decision. */
export interface Word {
  /** As a rule writes it: 年用量. */
  readonly name: string
  /** As code, columns and files write it: annual_use. */
  readonly identifier: string
  readonly type: Type
  /** As declared, for reading and writing values: 元, %, 天, 年… Empty where there is none. */
  readonly unit: string
  readonly source?: string
  readonly freshDays?: number
}

/** All words of one subject, by name. */
export interface Vocabulary {
  readonly subject: string
  readonly words: ReadonlyMap<string, Word>
}

export function vocabulary(subject: string, words: Iterable<Word>): Vocabulary {
  return { subject, words: new Map([...words].map((word) => [word.name, word])) }
}
