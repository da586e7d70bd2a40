import type { ParseArgsOptionsConfig } from 'node:util'
import type { Ground } from './ground.ts'
import type { Principal } from './principal.ts'

/** One verb of the command line. Its name may have two words: `policy check`. */
export interface Command {
  readonly name: string
  /** One line of Chinese for the list of commands. */
  readonly summary: string
  /** What follows the name, `客户号 [--json]`, then any further explanation on the next lines. */
  readonly usage: string
  readonly options: ParseArgsOptionsConfig
  /** How many words may follow the name: at least, and at most. Left out: none. */
  readonly positionals?: readonly [least: number, most: number]
  /** Resolves to the exit code; a thrown failure gives the code of its kind. */
  run(io: CommandIo, input: CommandInput): Promise<number>
}

export interface CommandInput {
  readonly positionals: string[]
  readonly values: Record<string, string | boolean | undefined>
}

/** How a command speaks: text for a person at a terminal, one JSON object a line for a program. */
export interface CommandIo {
  readonly ground: Ground
  /** Who acts: the local operator (SYSTEM) or the staff member named by `--as`. */
  readonly principal: Principal
  /** True with `--json`, and where the output is piped: then `print` and the bar are silent and `emit` speaks. */
  readonly json: boolean
  /** Aborted by Ctrl-C; a command that can stop half-way looks at it. */
  readonly signal: AbortSignal
  print(line: string): void
  emit(event: Record<string, unknown>): void
  progress(done: number, total: number | undefined, label: string): void
}
