import type { ColumnType } from 'kysely'
import type { VersionState } from './domain.ts'

/** The tables of migration 0004 as kysely sees them. */
export type PolicyTables = {
  policy_version: {
    document_id: string
    version: number
    title: string
    subject: string
    units: string[]
    state: VersionState
    effective_on: string
    repealed_on: string | null
    digest: Buffer
    loaded_at: ColumnType<Date, Date, never>
    loaded_by: string
  }
  policy_text: { document_id: string; version: number; file_name: string; body: string }
  policy_binding: { document_id: string; version: number; hook: string; clause: string; decision: string }
}
