import { join, resolve } from 'node:path'
import { z } from 'zod'
import { failures } from './failures.ts'
import { parsePostgresUrl } from './postgres/connection.ts'

/** Where a setting came from. */
export type Origin = 'environment' | 'default'

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'

/** A process's configuration, validated as a whole before anything starts. */
export interface Config {
  /** Owner login of an external main database; undefined: the private server in `dataDir`. */
  readonly databaseUrl: string | undefined
  /** Owner login of an external vault; undefined: the private server in `dataDir`. */
  readonly vaultUrl: string | undefined
  /** Absolute. */
  readonly dataDir: string
  readonly host: string
  readonly port: number
  /** IANA zone in which business dates are counted. */
  readonly zone: string
  /** File of the key-encryption key; absolute. */
  readonly kekFile: string
  readonly logLevel: LogLevel
}

/** One line of `zhike config`: the variable, its meaning, its value with secrets masked, and where it came from. */
export interface Setting {
  readonly variable: string
  readonly title: string
  readonly value: string
  readonly origin: Origin
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
const OWN_SERVER = '（自带数据库）'

const postgresUrl = z
  .string()
  .refine(
    (text) => parsePostgresUrl(text) !== undefined,
    '应为 postgresql://用户:口令@主机:端口/数据库 形式的地址，且须写明用户和数据库',
  )

/** Each variable's rule, with the message that a person sees; an empty value counts as none. */
const RULES = {
  DATABASE_URL: postgresUrl.optional(),
  ZHIKE_VAULT_URL: postgresUrl.optional(),
  ZHIKE_DATA_DIR: z
    .string()
    .refine((path) => !path.includes('\0'), '应为一个目录路径')
    .optional(),
  PORT: z
    .string()
    .regex(/^\d+$/, '应为 0 至 65535 的整数')
    .transform(Number)
    .refine((port) => port <= 65_535, '应为 0 至 65535 的整数')
    .optional(),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, '应为主机名或 IP 地址')
    .optional(),
  ZHIKE_ZONE: z.string().refine(isZone, '应为 IANA 时区名称，例如 Asia/Shanghai').optional(),
  ZHIKE_KEK_FILE: z
    .string()
    .refine((path) => !path.includes('\0'), '应为一个文件路径')
    .optional(),
  ZHIKE_LOG: z.enum(LOG_LEVELS, `应为 ${LOG_LEVELS.join('、')} 之一`).optional(),
}

const schema = z.object(RULES)

const TITLES: Readonly<Record<keyof typeof RULES, string>> = {
  DATABASE_URL: '主库地址',
  ZHIKE_VAULT_URL: '密钥库地址',
  ZHIKE_DATA_DIR: '数据目录',
  PORT: '网页服务端口',
  HOST: '网页服务监听地址',
  ZHIKE_ZONE: '业务日期所用时区',
  ZHIKE_KEK_FILE: '主密钥文件',
  ZHIKE_LOG: '日志级别',
}

/** Reads and validates the environment; throws `platform.badConfig` with one detail for each bad variable. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env, cwd = process.cwd()): Config {
  const names = Object.keys(RULES) as (keyof typeof RULES)[]
  const given = Object.fromEntries(names.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])))
  const parsed = schema.safeParse(given)
  const details = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => ({ where: String(path[0]), message }))
  if (given.DATABASE_URL && given.DATABASE_URL === given.ZHIKE_VAULT_URL) {
    details.push({ where: 'ZHIKE_VAULT_URL', message: '密钥库不能与主库是同一个数据库：销毁客户资料依靠两者分开备份' })
  }
  if (details.length > 0 || !parsed.success) throw failures.badConfig({}, { details })
  const values = parsed.data
  const dataDir = resolve(cwd, values.ZHIKE_DATA_DIR ?? 'data')
  return {
    databaseUrl: values.DATABASE_URL,
    vaultUrl: values.ZHIKE_VAULT_URL,
    dataDir,
    host: values.HOST ?? '127.0.0.1',
    port: values.PORT ?? 8080,
    zone: values.ZHIKE_ZONE ?? 'Asia/Shanghai',
    kekFile: values.ZHIKE_KEK_FILE ? resolve(cwd, values.ZHIKE_KEK_FILE) : join(dataDir, 'secrets', 'kek'),
    logLevel: values.ZHIKE_LOG ?? 'warn',
  }
}

/** Every setting with its origin, secrets masked. */
export function describeConfig(config: Config, environment: NodeJS.ProcessEnv = process.env): Setting[] {
  const shown: Record<keyof typeof RULES, string> = {
    DATABASE_URL: config.databaseUrl ? maskUrl(config.databaseUrl) : OWN_SERVER,
    ZHIKE_VAULT_URL: config.vaultUrl ? maskUrl(config.vaultUrl) : OWN_SERVER,
    ZHIKE_DATA_DIR: config.dataDir,
    PORT: String(config.port),
    HOST: config.host,
    ZHIKE_ZONE: config.zone,
    ZHIKE_KEK_FILE: config.kekFile,
    ZHIKE_LOG: config.logLevel,
  }
  return (Object.keys(shown) as (keyof typeof RULES)[]).map((variable) => ({
    variable,
    title: TITLES[variable],
    value: shown[variable],
    origin: environment[variable] ? 'environment' : 'default',
  }))
}

/** The address without what only the database should know: the password, in the authority or among the parameters. */
function maskUrl(url: string): string {
  const masked = parsePostgresUrl(url)!
  if (masked.password) masked.password = '******'
  for (const name of ['password', 'sslpassword', 'sslkey'])
    if (masked.searchParams.has(name)) masked.searchParams.set(name, '******')
  return masked.href
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}
