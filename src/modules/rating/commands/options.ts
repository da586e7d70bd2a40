import { Failure, failureCatalogue } from '../../../kernel/failure.ts'
import type { TaskView } from '../../../platform/tasks.ts'
import { failures } from '../failures.ts'

/** An option that takes a value, as text; undefined where it was not given. */
export function optionText(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** A positional argument that the command cannot do without. */
export function required(value: string | undefined, title: string): string {
  if (value === undefined || value === '') throw failures.missingArgument({ title })
  return value
}

/** The failure with which a task ended, with its own code and so its own exit code. */
export function failureOf({ failure }: Pick<TaskView, 'failure'>): Failure {
  const { code, what, next } = failure!
  return new Failure(code, { kind: failureCatalogue.get(code)?.kind ?? 'defect', what, next }, {})
}
