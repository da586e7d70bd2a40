import type { Context } from '../context.ts'

export interface Credential {
  readonly principalId: string
  readonly loginName: string
  readonly passwordHash: string | null
}

interface CredentialRow {
  principal_id: string
  login_name: string
  password_hash: string | null
}

const SELECT = `SELECT c.principal_id, c.login_name, c.password_hash FROM zhike.credential c
  JOIN zhike.principal p USING (principal_id) WHERE p.disabled_at IS NULL`

/** Of an account that is not disabled. */
export async function credentialByLogin({ client }: Context, loginName: string): Promise<Credential | undefined> {
  const { rows } = await client.query<CredentialRow>(`${SELECT} AND c.login_name = $1`, [loginName.trim()])
  return rows[0] && credentialOf(rows[0])
}

export async function credentialOfPrincipal({ client }: Context, id: string): Promise<Credential | undefined> {
  const { rows } = await client.query<CredentialRow>(`${SELECT} AND c.principal_id = $1`, [id])
  return rows[0] && credentialOf(rows[0])
}

export async function savePassword({ client, now }: Context, principalId: string, hash: string): Promise<void> {
  await client.query('UPDATE zhike.credential SET password_hash = $2, changed_at = $3 WHERE principal_id = $1', [
    principalId,
    hash,
    now,
  ])
}

function credentialOf({ principal_id, login_name, password_hash }: CredentialRow): Credential {
  return { principalId: principal_id, loginName: login_name, passwordHash: password_hash }
}
