import type { Command } from '../../platform/command.ts'
import { checkCommand, formatCommand } from './commands/check.ts'
import { importCommand, listCommand, showCommand, sqlCommand } from './commands/library.ts'

export const policyCommands: readonly Command[] = [
  importCommand,
  checkCommand,
  formatCommand,
  listCommand,
  showCommand,
  sqlCommand,
]
