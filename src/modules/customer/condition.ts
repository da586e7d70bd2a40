import type { Context } from '../../platform/context.ts'
import { type Choice, chosenBy, type FactRelation, factRelation } from '../fact/index.ts'

/** Chosen customers, as SQL over their relation. */
export interface CustomerCondition {
  readonly relation: FactRelation
  /** True, false, or NULL where a fact that it needs is unknown: then the customer is not chosen. */
  readonly where: string
}

/** The choice over the facts as they are now. Throws `fact.badCondition`, `selection.absent`, `selection.twoWays`. */
export async function customerCondition(ctx: Context, choice: Choice): Promise<CustomerCondition> {
  const chosen = await chosenBy(ctx, 'customer', choice)
  const relation = await factRelation(ctx, 'customer', chosen?.identifiers ?? [], 'now')
  return { relation, where: chosen?.sql(relation) ?? 'true' }
}
