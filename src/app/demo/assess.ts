import type { LocalDate } from '../../kernel/local-date.ts'
import { listVersions } from '../../modules/policy/index.ts'
import type { Ground } from '../../platform/ground.ts'
import { SYSTEM } from '../../platform/principal.ts'
import { runTask, startTask } from '../../platform/tasks.ts'
import { type DemoBank, hasPast } from './customer.ts'
import { failures } from './failures.ts'
import { quartersBefore } from './quarters.ts'

const CREDIT = 'credit-assessment'
/** The shipped documents, in the order in which the demo shows them. */
const DOCUMENTS = ['deposit-loan-tier', CREDIT, 'key-account', 'sales-tier'] as const
/** Whom a past quarter is told of: those who borrowed then. */
const BORROWERS = 'is known(逾期天数)'

/** How many customers each document gave which grade; 未知 counts those without one. */
export type DemoGrades = Readonly<Record<string, Readonly<Record<string, number>>>>

export interface Watch {
  readonly onProgress?: (done: number, total: number, label: string) => void
  readonly signal?: AbortSignal
}

/** Assesses borrowers as of each quarter-end of the past, then everybody by the shipped policies in force as of today. */
export async function assessDemo(ground: Ground, bank: DemoBank, watch: Watch): Promise<DemoGrades> {
  const active = await activeDocuments(ground)
  for (const asOf of hasPast(bank) && active.has(CREDIT) ? quartersBefore(bank) : []) {
    await assess(ground, bank, { document: CREDIT, where: BORROWERS, asOf }, watch)
  }
  const grades: Record<string, Record<string, number>> = {}
  for (const document of DOCUMENTS) {
    if (active.has(document)) grades[document] = await assess(ground, bank, { document }, watch)
  }
  return grades
}

/** Into a library that is in use the shipped documents come as drafts, and a draft decides about nobody. */
async function activeDocuments(ground: Ground): Promise<ReadonlySet<string>> {
  const versions = await ground.transact(SYSTEM, (ctx) => listVersions(ctx), { readOnly: true })
  return new Set(versions.filter(({ state }) => state === 'active').map(({ documentId }) => documentId))
}

interface Run {
  readonly document: string
  readonly where?: string
  readonly asOf?: LocalDate
}

async function assess(ground: Ground, bank: DemoBank, run: Run, watch: Watch): Promise<Record<string, number>> {
  const { document, asOf } = run
  const id = await startTask(ground, SYSTEM, 'rating.assess', `评定 ${document}${asOf ? ` ${asOf}` : ''}`, run)
  const task = await runTask(ground, id, {
    ...(watch.signal && { cancel: watch.signal }),
    onProgress: ({ done, total }) => watch.onProgress?.(done, total ?? bank.size, document),
  })
  watch.signal?.throwIfAborted()
  if (task.state !== 'done') throw failures.notAssessed({ document, reason: task.failure?.what ?? task.state })
  const counts: Record<string, number> = {}
  const { grades } = task.result as { grades: readonly { grade: string | null; count: number }[] }
  for (const { grade, count } of grades) counts[grade ?? '未知'] = (counts[grade ?? '未知'] ?? 0) + count
  return counts
}
