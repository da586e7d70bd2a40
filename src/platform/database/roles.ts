import type pg from 'pg'
import { failures } from '../postgres/failures.ts'
import { makeSecret } from '../secret.ts'

/** A role of the database server that the product needs. */
export interface RoleSpec {
  readonly name: string
  /** File of the password of a role that logs in; without one the role only owns or holds grants. */
  readonly passwordFile?: string
}

const DUPLICATE_OBJECT = '42710'
const INSUFFICIENT_PRIVILEGE = '42501'

export interface RolesRequest {
  /** 主库 or 密钥库, for the message. */
  readonly which: string
  readonly roles: readonly RoleSpec[]
  /** The role that migrates, which must be able to give functions to the roles without login. */
  readonly owner: string
}

/**
 * Makes the roles that are missing. A role that exists is left as it is: it may be in use by another installation.
 * Where the login may not create roles, the failure carries the statements for the database administrator.
 */
export async function ensureRoles(client: pg.ClientBase, { which, roles, owner }: RolesRequest): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT rolname AS name FROM pg_roles WHERE rolname = ANY ($1)',
    [roles.map(({ name }) => name)],
  )
  const present = new Set(rows.map(({ name }) => name))
  const missing = roles.filter(({ name }) => !present.has(name))
  const groups = roles.filter(({ passwordFile }) => passwordFile === undefined).map(({ name }) => name)
  try {
    for (const role of missing) {
      const password = role.passwordFile && client.escapeLiteral(makeSecret(role.passwordFile))
      await create(client, `${createText(role)}${password ? ` PASSWORD ${password}` : ''}`)
    }
    for (const group of await unheld(client, groups, owner)) await client.query(grantText(group, owner))
  } catch (cause) {
    if ((cause as { code?: string }).code !== INSUFFICIENT_PRIVILEGE) throw cause
    const file = roles.find(({ passwordFile }) => passwordFile)?.passwordFile ?? ''
    const statements = [
      ...missing.map((role) => `${createText(role)}${role.passwordFile ? " PASSWORD '……'" : ''};`),
      ...groups.map((group) => `${grantText(group, owner)};`),
    ].join('\n')
    const names = missing.map(({ name }) => name).join('、') || '成员关系'
    throw failures.rolesMissing({ which, roles: names, file, statements }, { cause })
  }
}

/** NOINHERIT: the owner may hand functions to a group, and does not fall under the group's row policies. */
function createText({ name, passwordFile }: RoleSpec): string {
  return `CREATE ROLE ${name} ${passwordFile ? 'LOGIN' : 'NOLOGIN'} NOINHERIT NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE`
}

function grantText(group: string, owner: string): string {
  return `GRANT ${group} TO "${owner.replaceAll('"', '""')}"`
}

/** Groups to which the owner could not hand a function; from version 16 on, having made a role is not enough. A superuser always can. */
async function unheld(client: pg.ClientBase, groups: readonly string[], owner: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT name FROM unnest($1::text[]) AS name
     WHERE NOT pg_has_role($2, name, CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END)`,
    [groups, owner],
  )
  return rows.map(({ name }) => name)
}

/** Two servers that share a cluster may start at the same moment. */
async function create(client: pg.ClientBase, text: string): Promise<void> {
  try {
    await client.query(text)
  } catch (error) {
    if ((error as { code?: string }).code !== DUPLICATE_OBJECT) throw error
  }
}
