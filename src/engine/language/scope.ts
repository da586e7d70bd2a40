import type { Dialect } from '../dialect.ts'
import type { Problem } from '../problem.ts'
import type { Node } from '../tree.ts'
import type { Word } from '../vocabulary.ts'

/** What an expression may speak of. Names drive the lexer: the longest name that stands at a place is read there. */
export interface Scope {
  readonly dialect: Dialect
  /** By name, facts and decisions alike. */
  readonly words: ReadonlyMap<string, Word>
  /** Those of `words` that are decisions. */
  readonly decisions: ReadonlySet<string>
}

/** `node` is undefined exactly where a problem is an error. */
export interface Parsed {
  readonly node: Node | undefined
  readonly problems: readonly Problem[]
}
