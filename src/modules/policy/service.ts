import { authorise, type Context } from '../../platform/context.ts'
import { clauseViews } from './clause-view.ts'
import type { ClauseView } from './contract.ts'
import type { PolicyFile, PolicyVersion } from './domain.ts'
import { programOf } from './in-force.ts'
import { listVersions } from './views.ts'

/** Every version of every document. */
export async function listPolicies(ctx: Context): Promise<PolicyVersion[]> {
  authorise(ctx, 'policy.read')
  return listVersions(ctx)
}

/** A version clause by clause, the newest without a number: what is written, and what the engine makes of it. */
export async function showPolicy(
  ctx: Context,
  documentId: string,
  version?: number,
): Promise<{ version: PolicyVersion; preamble: string; clauses: ClauseView[] }> {
  authorise(ctx, 'policy.read')
  const loaded = await programOf(ctx, documentId, version)
  return { version: loaded.version, preamble: loaded.document.preamble.join('\n\n'), clauses: clauseViews(loaded) }
}

/** The texts of a version, byte for byte. */
export async function readPolicyText(
  ctx: Context,
  documentId: string,
  version?: number,
): Promise<readonly PolicyFile[]> {
  authorise(ctx, 'policy.read')
  return (await programOf(ctx, documentId, version)).files
}
