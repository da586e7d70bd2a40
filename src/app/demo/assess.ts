import type { Ground } from '../../platform/ground.ts'
import { SYSTEM } from '../../platform/principal.ts'
import { runTask, startTask } from '../../platform/tasks.ts'
import type { DemoBank } from './customer.ts'
import { failures } from './failures.ts'

/** The shipped documents, in the order in which the demo shows them. */
const DOCUMENTS = ['deposit-loan-tier', 'credit-assessment', 'key-account', 'sales-tier'] as const

/** How many customers each document gave which grade; 未知 counts those without one. */
export type DemoGrades = Readonly<Record<string, Readonly<Record<string, number>>>>

interface Assessed {
  readonly grades: readonly { readonly grade: string | null; readonly count: number }[]
}

/** Assesses the whole bank by the four shipped policies, as of today. */
export async function assessDemo(
  ground: Ground,
  bank: DemoBank,
  { onProgress, signal }: { onProgress?: (done: number, total: number, label: string) => void; signal?: AbortSignal },
): Promise<DemoGrades> {
  const grades: Record<string, Record<string, number>> = {}
  for (const document of DOCUMENTS) {
    const id = await startTask(ground, SYSTEM, 'rating.assess', `评定 ${document}`, { document })
    const task = await runTask(ground, id, {
      ...(signal && { cancel: signal }),
      onProgress: ({ done, total }) => onProgress?.(done, total ?? bank.size, document),
    })
    signal?.throwIfAborted()
    if (task.state !== 'done') throw failures.notAssessed({ document, reason: task.failure?.what ?? task.state })
    const counts: Record<string, number> = {}
    for (const { grade, count } of (task.result as Assessed).grades)
      counts[grade ?? '未知'] = (counts[grade ?? '未知'] ?? 0) + count
    grades[document] = counts
  }
  return grades
}
