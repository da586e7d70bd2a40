import { handle } from '../../platform/http/handle.ts'
import type { ZhikeServer } from '../../platform/http/server-type.ts'
import { listFactsOperation } from './contract.ts'
import { listFacts } from './dictionary.ts'

export function factRoutes(server: ZhikeServer): void {
  handle(server, listFactsOperation, async (ctx, { query }) => {
    const facts = await listFacts(ctx, query.subject)
    return {
      facts: facts.map((fact) => ({
        ...fact,
        codes: [...fact.codes],
        freshDays: fact.freshDays ?? null,
        definedBy: fact.definedBy ?? null,
      })),
    }
  })
}
