import type { Context } from '../../platform/context.ts'
import { compileCondition, type FactRelation, factRelation, factVocabulary } from '../fact/index.ts'

/** A condition in the policy language over a customer's facts, as SQL over its relation. */
export interface CustomerCondition {
  readonly relation: FactRelation
  /** True, false, or NULL where a fact that it needs is unknown: then the customer is not chosen. */
  readonly where: string
}

/** `存款余额 >= 50万元 and 客户类型 = "企业"` over the facts as they are now; left out, it is everybody. Throws `fact.badCondition`. */
export async function customerCondition(
  ctx: Pick<Context, 'db'>,
  text: string | undefined,
): Promise<CustomerCondition> {
  if (text === undefined || text.trim() === '') {
    return { relation: await factRelation(ctx, 'customer', [], 'now'), where: 'true' }
  }
  const { identifiers, sql } = compileCondition(text, await factVocabulary(ctx, 'customer'))
  const relation = await factRelation(ctx, 'customer', identifiers, 'now')
  return { relation, where: sql((identifier) => relation.column.get(identifier)!) }
}
