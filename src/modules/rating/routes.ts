import { handle } from '../../platform/http/handle.ts'
import type { ZhikeServer } from '../../platform/http/server-type.ts'
import { queueTask } from '../../platform/tasks.ts'
import { findCustomer } from '../customer/index.ts'
import {
  assessOneOperation,
  explainOperation,
  resultHistoryOperation,
  simulateOperation,
  startRunOperation,
} from './contract.ts'
import { listResults, replayResult, resultView } from './explain.ts'
import { assessOne, simulate } from './service.ts'

export function ratingRoutes(server: ZhikeServer): void {
  handle(server, assessOneOperation, async (ctx, { params, body }) => {
    const customer = await findCustomer(ctx, params.customer)
    const { outcome, result } = await assessOne(ctx, body.document, customer.partyId, body.asOf)
    return { outcome, result: resultView(customer, result) }
  })
  handle(server, startRunOperation, async (ctx, { body }) => ({
    taskId: await queueTask(ctx, { kind: 'rating.assess', title: `评定 ${body.document}`, input: body }),
  }))
  handle(server, simulateOperation, (ctx, { body }) => simulate(ctx, body))
  handle(server, resultHistoryOperation, async (ctx, { params, query }) => ({
    results: await listResults(ctx, params.customer, query.document),
  }))
  handle(server, explainOperation, (ctx, { params }) => replayResult(ctx, params.result))
}
