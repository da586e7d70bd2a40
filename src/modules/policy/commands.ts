import type { Command } from '../../platform/command.ts'
import { checkCommand, formatCommand } from './commands/check.ts'
import { importCommand, listCommand, showCommand, sqlCommand } from './commands/library.ts'
import { lintCommand } from './commands/lint.ts'

export const policyCommands: readonly Command[] = [
  importCommand,
  checkCommand,
  lintCommand,
  formatCommand,
  listCommand,
  showCommand,
  sqlCommand,
]
