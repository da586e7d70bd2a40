import { type CustomerDraft, saveCustomers } from '../../src/modules/customer/index.ts'
import { importPolicies, type PolicyFolder } from '../../src/modules/policy/index.ts'
import type { RunReport } from '../../src/modules/rating/index.ts'
import '../../src/modules/rating/index.ts'
import type { LocalDate } from '../../src/kernel/local-date.ts'
import type { Ground } from '../../src/platform/ground.ts'
import { type Principal, SYSTEM } from '../../src/platform/principal.ts'
import { runTask, startTask } from '../../src/platform/tasks.ts'

export interface GivenCustomer {
  readonly no: string
  readonly scopeNo: number
  /** In fen; undefined: unknown. */
  readonly deposit?: number
  readonly asOf?: string
}

/** Companies with a deposit balance, in order; their party ids. Saving one again changes it. */
export async function saveDepositors(ground: Ground, given: readonly GivenCustomer[]): Promise<string[]> {
  const drafts = given.map(({ no, scopeNo, deposit, asOf = '2026-10-31' }): CustomerDraft => {
    const values = { deposit_balance: deposit ?? null }
    const facts = [{ family: 'fact_customer_position', source: '每日供数', asOf: asOf as LocalDate, values }]
    return { customerNo: no, kind: 'company', name: `${no}号商行`, scopeNo, facts }
  })
  const { verdicts } = await ground.transact(SYSTEM, (ctx) => saveCustomers(ctx, drafts, 'upsert'))
  return verdicts.map((verdict) => {
    if (verdict.outcome === 'rejected') throw new Error(JSON.stringify(verdict.problems))
    return verdict.partyId
  })
}

export function enact(ground: Ground, ...folders: PolicyFolder[]) {
  return ground.transact(SYSTEM, (ctx) => importPolicies(ctx, folders))
}

/** A run as the command line does it: to its end, here. */
export async function assessAll(
  ground: Ground,
  document: string,
  options: { principal?: Principal; where?: string; asOf?: string } = {},
): Promise<RunReport> {
  const { principal = SYSTEM, ...rest } = options
  const id = await startTask(ground, principal, 'rating.assess', '评定', { document, ...rest })
  const task = await runTask(ground, id)
  if (task.state !== 'done') throw new Error(`${task.failure?.code} ${task.failure?.what}`)
  return task.result as RunReport
}
