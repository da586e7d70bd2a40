import { totalmem } from 'node:os'

/** Settings of a private server, as postgresql.conf names them. */
export type ClusterSettings = Readonly<Record<string, string>>

const MIB = 1024 ** 2

/** Both clusters: room for bulk work, and a log that holds no values of customers. */
const SHARED: ClusterSettings = {
  max_connections: '60',
  work_mem: '32MB',
  maintenance_work_mem: '256MB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  // Compiling a large policy's expressions costs more than they do.
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // An error's text, its DETAIL and its statement may quote what only the vault's keys may open ("invalid input syntax for type
  // date: …"). LOG ranks above ERROR: the server's own news is kept, errors of statements are the application's to log.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_parameter_max_length: '0',
}

export function mainSettings(memory = totalmem()): ClusterSettings {
  return {
    ...SHARED,
    shared_buffers: megabytes(memory / 8, 128, 2048),
    effective_cache_size: megabytes(memory / 2, 256, 65_536),
    max_wal_size: '4GB',
  }
}

/** The vault keeps no archive and feeds no replica: what is deleted there must not live on elsewhere. */
export function vaultSettings(memory = totalmem()): ClusterSettings {
  return {
    ...SHARED,
    shared_buffers: megabytes(memory / 16, 64, 512),
    effective_cache_size: megabytes(memory / 8, 128, 8192),
    max_wal_size: '1GB',
    wal_level: 'minimal',
    archive_mode: 'off',
    max_wal_senders: '0',
  }
}

/** As the file that postgresql.conf includes. */
export function printSettings(settings: ClusterSettings): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`)
  return `# Written at each start; put your own settings into postgresql.conf below its include line.\n${lines.join('')}`
}

function megabytes(bytes: number, least: number, most: number): string {
  return `${Math.round(Math.min(most, Math.max(least, bytes / MIB)))}MB`
}
