import { auditCommands } from './audit-command.ts'
import type { AnyCommand } from './command-line/catalogue.ts'
import { configCommand } from './config-command.ts'
import { demoCommands } from './demo/index.ts'
import { ladder } from './ladder.ts'
import { serveCommand } from './serve-command.ts'

/** Every verb of the command line: the application's own, then each module's. */
export const commands: readonly AnyCommand[] = [
  serveCommand,
  configCommand,
  ...ladder.flatMap((module) => module.commands ?? []),
  ...auditCommands,
  ...demoCommands,
]
