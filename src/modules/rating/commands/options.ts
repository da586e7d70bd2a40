import { failures } from '../failures.ts'

/** An option that takes a value, as text; undefined where it was not given. */
export function optionText(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** An option that this use of the command cannot do without. */
export function required(value: string | undefined, title: string, command: string): string {
  if (value === undefined || value === '') throw failures.missingArgument({ title, command })
  return value
}
