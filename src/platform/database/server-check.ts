import type pg from 'pg'
import { failures } from '../postgres/failures.ts'

const OLDEST = 15
const NEWEST = 18
/** Each of these off means that an answered act can be lost. @source PostgreSQL, 28.1 Reliability */
const SAFEGUARDS = ['fsync', 'full_page_writes', 'synchronous_commit']

export interface ServerCheck {
  /** 主库 or 密钥库, for the message. */
  readonly which: string
  /** False only for a server that holds nothing but tests. */
  readonly durable: boolean
}

/** Refuses a server of another version or encoding, or one that may lose what it has answered. */
export async function checkServer(client: pg.ClientBase, { which, durable }: ServerCheck): Promise<void> {
  const { rows } = await client.query<Record<string, string>>(
    `SELECT current_setting('server_version_num') AS version, current_setting('server_encoding') AS encoding,
            ${SAFEGUARDS.map((name) => `current_setting('${name}') AS ${name}`).join(', ')}`,
  )
  const settings = rows[0]!
  const major = Math.floor(Number(settings.version) / 10_000)
  if (major < OLDEST || major > NEWEST) throw failures.serverVersion({ which, found: major })
  if (settings.encoding !== 'UTF8') throw failures.encoding({ which, found: settings.encoding ?? '' })
  const off = SAFEGUARDS.filter((name) => settings[name] === 'off')
  if (durable && off.length > 0) throw failures.unsafeServer({ which, settings: off.join('、') })
}
