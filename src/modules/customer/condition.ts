import { emitSql, parseExpression, showProblem, source } from '../../engine/index.ts'
import type { Context } from '../../platform/context.ts'
import { type FactRelation, factRelation, factVocabulary, type Moment } from '../fact/index.ts'
import { failures } from './failures.ts'

/** A condition in the policy language over a customer's facts, as SQL over its relation. */
export interface CustomerCondition {
  readonly relation: FactRelation
  /** True, false, or NULL where a fact that it needs is unknown: then the customer is not chosen. */
  readonly where: string
}

/** Compiles `存款余额 >= 50万元 and 客户类型 = "企业"`; `customer.badCondition` says what is wrong and where. Undefined: everybody. */
export async function compileCondition(
  ctx: Pick<Context, 'db'>,
  text: string | undefined,
  moment: Moment = 'now',
): Promise<CustomerCondition> {
  if (text === undefined || text.trim() === '') {
    return { relation: await factRelation(ctx, 'customer', [], moment), where: 'true' }
  }
  const { words } = await factVocabulary(ctx, 'customer')
  const { node, problems } = parseExpression(source(text, '条件'), { dialect: 'article', words, decisions: new Set() })
  if (node === undefined || node.type.kind !== 'boolean') {
    const details =
      node === undefined
        ? problems.map((problem) => ({ where: '条件', message: showProblem(problem) }))
        : [{ where: '条件', message: '条件的结果应为是或否' }]
    throw failures.badCondition({}, { details })
  }
  const names = new Set<string>()
  emitSql(node, ({ identifier }) => {
    names.add(identifier)
    return identifier
  })
  const relation = await factRelation(ctx, 'customer', [...names], moment)
  return { relation, where: emitSql(node, ({ identifier }) => relation.column.get(identifier)!) }
}
