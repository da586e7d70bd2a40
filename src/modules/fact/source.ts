import type { FactDefinition } from './domain.ts'

/** A column of a module's own table as a fact: industry of `customer`. */
export interface SourceWord extends Pick<FactDefinition, 'identifier' | 'name' | 'type' | 'unit' | 'codes'> {
  /** Its SQL expression over the source's table, which has the alias `subject`. */
  readonly sql: string
}

/** The table of a subject: one row per party, its own columns that policies may use, and its twin of replaced rows. */
export interface FactSource {
  readonly subject: string
  /** With columns party_id, scope_no, source, recorded_at. */
  readonly table: string
  /** The rows as they were before each change, with the same columns and key (party_id, recorded_at). */
  readonly historyTable: string
  /** The table's columns that `words` read. */
  readonly columns: readonly string[]
  readonly words: readonly SourceWord[]
}

const sources = new Map<string, FactSource>()

/** Registers a subject at composition; once, by the module that owns the table. */
export function registerFactSource(source: FactSource): void {
  sources.set(source.subject, source)
}

export function factSource(subject: string): FactSource | undefined {
  return sources.get(subject)
}

export function factSubjects(): string[] {
  return [...sources.keys()]
}
