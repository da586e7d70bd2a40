import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readDocument } from '../../engine/index.ts'
import type { Ground } from '../../platform/ground.ts'
import { SYSTEM } from '../../platform/principal.ts'
import type { PolicyFile } from './domain.ts'
import { readFolders } from './folder.ts'
import { type ImportedPolicy, importPolicies } from './import-policies.ts'
import { listVersions } from './views.ts'

/** The folder of shipped documents: beside `src` in a checkout, beside `dist` in the package. */
export const SHIPPED_FOLDER = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'policies')

/**
 * Loads the shipped documents: in force where the library is empty (a first start), later as drafts, because what decides about an
 * organisation's customers changes by its own act only. A version that is there already, whatever its text, is left alone.
 */
export async function loadShippedPolicies(ground: Ground, folder = SHIPPED_FOLDER): Promise<ImportedPolicy[]> {
  const shipped = await readFolders(folder)
  return ground.transact(SYSTEM, async (ctx) => {
    const known = await listVersions(ctx)
    if (known.length === 0) return importPolicies(ctx, shipped, 'active')
    const present = new Set(known.map(({ documentId, version }) => `${documentId}/${version}`))
    const missing = shipped.filter(({ files }) => !present.has(versionKey(files)))
    return missing.length === 0 ? [] : importPolicies(ctx, missing, 'draft')
  })
}

function versionKey(files: readonly PolicyFile[]): string {
  const head = readDocument(files).document?.head
  return `${head?.id}/${head?.version}`
}
