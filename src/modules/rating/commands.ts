import type { Command } from '../../platform/command.ts'
import { assessCommand, simulateCommand } from './commands/assess.ts'
import { explainCommand, replayCommand } from './commands/explain.ts'

export const ratingCommands: readonly Command[] = [assessCommand, simulateCommand, explainCommand, replayCommand]
