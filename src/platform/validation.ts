import { type ZodError, z } from 'zod'
import type { FailureDetail } from '../kernel/failure.ts'

// Every message that a schema does not bring itself is read by a person, and in Chinese.
z.config(z.locales.zhCN())

/** What zod found wrong, place by place, as the presenter shows it. */
export function detailsOf(error: Pick<ZodError, 'issues'>, root = ''): FailureDetail[] {
  return error.issues.map((issue) => ({
    where: [root, ...issue.path].filter((part) => part !== '').join('.'),
    message: issue.message,
  }))
}
