import type { Context } from '../context.ts'
import { columnArray } from '../database/column-array.ts'
import { cancelTasksOf } from '../tasks/store.ts'

export interface NewPrincipal {
  readonly id: string
  readonly name: string
  readonly loginName: string
}

/** Staff as principals with a login and no password yet; one that exists keeps its login and takes the name. */
export async function enrolPrincipals(
  { client, now }: Pick<Context, 'client' | 'now'>,
  principals: readonly NewPrincipal[],
): Promise<void> {
  const ids = columnArray(
    'uuid',
    principals.map(({ id }) => id),
  )
  await client.query(
    `INSERT INTO zhike.principal AS p (principal_id, kind, name, created_at)
     SELECT id, 'staff', name, $3::timestamptz FROM unnest($1::uuid[], $2::text[]) AS g (id, name)
     ON CONFLICT (principal_id) DO UPDATE SET name = excluded.name WHERE p.name <> excluded.name`,
    [
      ids,
      columnArray(
        'text',
        principals.map(({ name }) => name),
      ),
      now,
    ],
  )
  await client.query(
    `INSERT INTO zhike.credential (principal_id, login_name) SELECT * FROM unnest($1::uuid[], $2::text[])
     ON CONFLICT (principal_id) DO NOTHING`,
    [
      ids,
      columnArray(
        'text',
        principals.map(({ loginName }) => loginName),
      ),
    ],
  )
}

/** With the account goes what it has started: queued tasks are cancelled, running ones stop at their next beat. */
export async function disablePrincipal(ctx: Context, id: string): Promise<void> {
  const { client, now, principal } = ctx
  await client.query(
    'UPDATE zhike.principal SET disabled_at = coalesce(disabled_at, $2), disabled_by = coalesce(disabled_by, $3) WHERE principal_id = $1',
    [id, now, principal.id],
  )
  await cancelTasksOf(ctx, id)
}
