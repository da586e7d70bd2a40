import { handle } from '../../platform/http/handle.ts'
import type { ZhikeServer } from '../../platform/http/server-type.ts'
import { listPoliciesOperation, policyTextOperation, showPolicyOperation } from './contract.ts'
import { listPolicies, readPolicyText, showPolicy } from './service.ts'

export function policyRoutes(server: ZhikeServer): void {
  handle(server, listPoliciesOperation, async (ctx) => ({ versions: await listPolicies(ctx) }))
  handle(server, showPolicyOperation, (ctx, { params, query }) => showPolicy(ctx, params.document, query.version))
  handle(server, policyTextOperation, async (ctx, { params, query }) => ({
    files: await readPolicyText(ctx, params.document, query.version),
  }))
}
