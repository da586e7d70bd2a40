import { authorise, type Context } from '../../platform/context.ts'
import { findCustomer, maskCustomer, type StoredCustomer } from '../customer/index.ts'
import { programOf } from '../policy/index.ts'
import type { ResultView } from './contract.ts'
import { type Assessment, parseResultId, resultIdOf } from './domain.ts'
import { failures } from './failures.ts'
import { judgeNow } from './service.ts'
import { type JudgedSheet, judge } from './sheet.ts'
import { findResult, resultHistory, resultsInForce } from './views.ts'

/** A result with what led to it, made again from the facts as recorded then and the version of then. */
export interface ExplainedResult extends Pick<JudgedSheet, 'sheet' | 'origins'> {
  readonly result: ResultView
  /** The document's title, without 《》. */
  readonly title: string
  /** The customer's name, masked. */
  readonly customer: string
  /** Whether what was made again is what was stored. */
  readonly agrees: boolean
}

/** The results in force of a customer, each explained; of one document where it is named. Throws `rating.neverAssessed`, `rating.notAssessed`. */
export async function explainCustomer(ctx: Context, wanted: string, documentId?: string): Promise<ExplainedResult[]> {
  authorise(ctx, 'rating.read')
  const customer = await findCustomer(ctx, wanted)
  const results = await resultsInForce(ctx, customer.partyId, documentId)
  if (results.length === 0) {
    if (documentId === undefined) throw failures.neverAssessed({ customer: customer.record.customerNo })
    await programOf(ctx, documentId)
    throw failures.notAssessed({ customer: customer.record.customerNo, document: documentId })
  }
  const explained: ExplainedResult[] = []
  for (const result of results) explained.push(await explainResult(ctx, customer, result))
  return explained
}

/** What an assessment today would say and why; nothing is written. */
export async function explainTrial(
  ctx: Context,
  wanted: string,
  documentId: string,
  asOf?: string,
): Promise<ExplainedResult> {
  authorise(ctx, 'rating.read')
  const customer = await findCustomer(ctx, wanted)
  return explainResult(ctx, customer, await judgeNow(ctx, documentId, customer.partyId, asOf))
}

/** An old result made again, by its number (run:customer). Throws `rating.badResultId`, `rating.resultNotFound`. */
export async function replayResult(ctx: Context, resultId: string): Promise<ExplainedResult> {
  authorise(ctx, 'rating.read')
  const wanted = parseResultId(resultId)
  if (!wanted) throw failures.badResultId({ result: resultId })
  const customer = await findCustomer(ctx, wanted.customer)
  const result = await findResult(ctx, customer.partyId, wanted.runId)
  if (!result) throw failures.resultNotFound({ result: resultId })
  return explainResult(ctx, customer, result)
}

/** Every result that a customer has had, newest first. */
export async function listResults(ctx: Context, wanted: string, documentId?: string): Promise<ResultView[]> {
  authorise(ctx, 'rating.read')
  const customer = await findCustomer(ctx, wanted)
  const results = await resultHistory(ctx, customer.partyId, documentId)
  return results.map((result) => resultView(customer, result))
}

async function explainResult(ctx: Context, customer: StoredCustomer, result: Assessment): Promise<ExplainedResult> {
  const loaded = await programOf(ctx, result.documentId, result.version)
  const judged = await judge(ctx, loaded, result.partyId, result)
  if (!judged) throw failures.resultNotFound({ result: resultIdOf(result.runId, customer.record.customerNo) })
  const { judgement, sheet, origins } = judged
  const agrees =
    judgement.grade === result.grade &&
    judgement.reason === result.reason &&
    judgement.score === result.score &&
    judgement.scoreLow === result.scoreLow &&
    judgement.scoreHigh === result.scoreHigh
  return {
    result: resultView(customer, result),
    title: loaded.version.title,
    customer: maskCustomer(customer.record).name,
    agrees,
    sheet,
    origins,
  }
}

export function resultView({ record }: Pick<StoredCustomer, 'record'>, result: Assessment): ResultView {
  const { customerNo } = record
  return {
    id: resultIdOf(result.runId, customerNo),
    customerNo,
    document: result.documentId,
    version: result.version,
    runId: result.runId,
    grade: result.grade,
    score: result.score,
    scoreLow: result.scoreLow,
    scoreHigh: result.scoreHigh,
    reason: result.reason,
    asOf: result.asOf,
    factsAt: result.factsAt.toISOString(),
  }
}
