import type { Choice } from '../../fact/index.ts'
import { failures } from '../failures.ts'

/** An option that takes a value, as text; undefined where it was not given. */
export function optionText(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** Whom a command is about. */
export const CHOICE_OPTIONS = { where: { type: 'string' }, selection: { type: 'string' } } as const

export function choiceOf(values: Record<string, string | boolean | undefined>): Choice {
  const where = optionText(values.where)
  const selection = optionText(values.selection)
  return { ...(where !== undefined && { where }), ...(selection !== undefined && { selection }) }
}

/** An option that this use of the command cannot do without. */
export function required(value: string | undefined, title: string, command: string): string {
  if (value === undefined || value === '') throw failures.missingArgument({ title, command })
  return value
}
