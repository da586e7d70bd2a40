import type { Context } from '../../platform/context.ts'
import type { PolicyFile, PolicyVersion, VersionState } from './domain.ts'
import type { PolicyTables } from './tables.ts'

export interface BindingRow {
  readonly hook: string
  readonly clause: string
  readonly decision: string
}

/** Stores a new version with its texts, byte for byte, and its bindings. */
export async function insertVersion(
  ctx: Context,
  version: PolicyVersion,
  files: readonly PolicyFile[],
  bindings: readonly BindingRow[],
): Promise<void> {
  const { documentId, version: number } = version
  await tables(ctx)
    .insertInto('policy_version')
    .values({
      document_id: documentId,
      version: number,
      title: version.title,
      subject: version.subject,
      units: [...version.units],
      state: version.state,
      effective_on: version.effectiveOn,
      repealed_on: version.repealedOn,
      digest: Buffer.from(version.digest, 'hex'),
      loaded_at: ctx.now,
      loaded_by: ctx.principal.id,
    })
    .execute()
  const key = { document_id: documentId, version: number }
  await tables(ctx)
    .insertInto('policy_text')
    .values(files.map(({ file, text }) => ({ ...key, file_name: file, body: text })))
    .execute()
  if (bindings.length === 0) return
  await tables(ctx)
    .insertInto('policy_binding')
    .values(bindings.map((binding) => ({ ...key, ...binding })))
    .execute()
}

/**
 * Removes a draft so that its new text can take its place. The application role may not delete texts; the definer function deletes
 * a draft's only, so that no published text can be lost whatever the application does.
 */
export async function discardDraft(ctx: Context, documentId: string, version: number): Promise<void> {
  await ctx.client.query('SELECT discard_policy_draft($1, $2)', [documentId, version])
}

export async function setState(ctx: Context, documentId: string, version: number, state: VersionState): Promise<void> {
  await tables(ctx)
    .updateTable('policy_version')
    .set({ state })
    .where('document_id', '=', documentId)
    .where('version', '=', version)
    .execute()
}

/** Imports take turns, so that two of them cannot both find a hook free. Held until the transaction ends. */
export async function lockLibrary(ctx: Context): Promise<void> {
  await ctx.client.query(`SELECT pg_advisory_xact_lock(hashtext('zhike.policy'))`)
}

function tables(ctx: Context) {
  return ctx.db.withTables<PolicyTables>()
}
