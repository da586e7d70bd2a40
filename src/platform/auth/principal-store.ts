import type { Context } from '../context.ts'

export async function disablePrincipal({ client, now, principal }: Context, id: string): Promise<void> {
  await client.query(
    'UPDATE zhike.principal SET disabled_at = coalesce(disabled_at, $2), disabled_by = coalesce(disabled_by, $3) WHERE principal_id = $1',
    [id, now, principal.id],
  )
}
