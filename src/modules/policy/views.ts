import type { Context } from '../../platform/context.ts'
import { type PolicyFile, type PolicyVersion, sortFiles } from './domain.ts'
import type { PolicyTables } from './tables.ts'

/** Every version of every document, or of one: documents by id, newest version first. */
export async function listVersions(ctx: Context, documentId?: string): Promise<PolicyVersion[]> {
  let query = tables(ctx)
    .selectFrom('policy_version')
    .select(['document_id', 'version', 'title', 'subject', 'units', 'state', 'effective_on', 'repealed_on', 'digest'])
  if (documentId !== undefined) query = query.where('document_id', '=', documentId)
  const rows = await query.orderBy('document_id').orderBy('version', 'desc').execute()
  return rows.map((row) => ({
    documentId: row.document_id,
    version: row.version,
    title: row.title,
    subject: row.subject,
    units: row.units,
    state: row.state,
    effectiveOn: row.effective_on,
    repealedOn: row.repealed_on,
    digest: row.digest.toString('hex'),
  }))
}

/** The texts of one version, `document.md` first; empty where there is no such version. */
export async function readTexts(ctx: Context, documentId: string, version: number): Promise<PolicyFile[]> {
  const rows = await tables(ctx)
    .selectFrom('policy_text')
    .select(['file_name', 'body'])
    .where('document_id', '=', documentId)
    .where('version', '=', version)
    .execute()
  return sortFiles(rows.map(({ file_name, body }) => ({ file: file_name, text: body })))
}

/** Where a hook is bound by versions that decide or once did, document by document. */
export async function listBindings(
  ctx: Context,
  hook: string,
): Promise<{ documentId: string; version: number; clause: string; decision: string }[]> {
  const rows = await tables(ctx)
    .selectFrom('policy_binding')
    .select(['document_id', 'version', 'clause', 'decision'])
    .where('hook', '=', hook)
    .orderBy('document_id')
    .orderBy('version', 'desc')
    .execute()
  return rows.map(({ document_id, ...row }) => ({ documentId: document_id, ...row }))
}

function tables(ctx: Context) {
  return ctx.db.withTables<PolicyTables>()
}
