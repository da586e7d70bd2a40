import type { PrincipalSource } from '../auth/principals.ts'
import type { Session } from '../auth/session.ts'
import type { Ground } from '../ground.ts'
import { type Principal, SYSTEM } from '../principal.ts'

const REMEMBERED_MS = 1_000
const MOST = 10_000

export interface RememberedPrincipals extends PrincipalSource {
  /** What the session's holder may do and see, as of at most a second ago. */
  remembered(ground: Ground, session: Session): Promise<Principal | undefined>
}

/** Posts and books change a few times a day and are asked for hundreds of times a second. */
export function rememberPrincipals(source: PrincipalSource): RememberedPrincipals {
  const known = new Map<string, { readonly until: number; readonly principal: Promise<Principal | undefined> }>()
  return {
    ...source,
    remembered(ground, { principalId, capacity }) {
      const key = `${principalId} ${capacity ?? ''}`
      const now = performance.now()
      const entry = known.get(key)
      if (entry && entry.until > now) return entry.principal
      if (known.size >= MOST) known.clear()
      const principal = ground.transact(SYSTEM, (ctx) => source.principalOf(ctx, principalId, capacity))
      known.set(key, { until: now + REMEMBERED_MS, principal })
      principal.catch(() => known.delete(key))
      return principal
    },
  }
}
