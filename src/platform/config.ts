/** Where a setting came from. */
export type Origin = 'environment' | 'default'

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
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'
}

/** One line of `zhike config`: the variable, its meaning, its value with secrets masked, and where it came from. */
export interface Setting {
  readonly variable: string
  readonly title: string
  readonly value: string
  readonly origin: Origin
}

/** Reads and validates the environment; throws `platform.badConfig` with one detail for each bad variable. */
export declare function readConfig(environment?: NodeJS.ProcessEnv, cwd?: string): Config

/** Every setting with its origin, secrets masked. */
export declare function describeConfig(config: Config, environment?: NodeJS.ProcessEnv): Setting[]
