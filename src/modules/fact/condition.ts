import { emitSql, type Node, parseExpression, problemDetail, source, type Vocabulary } from '../../engine/index.ts'
import type { FailureDetail } from '../../kernel/failure.ts'
import { failures } from './failures.ts'
import type { FactRelation } from './relation.ts'

/** A condition over the facts of one subject. Its SQL is NULL where a fact that it needs is unknown: then the party is not chosen. */
export interface FactCondition {
  /** Of the facts that it reads. */
  readonly identifiers: readonly string[]
  /** Over a relation that has these facts. */
  sql(relation: Pick<FactRelation, 'column' | 'partyId'>): string
}

/** Where a mistake is: 条件:1:5. */
const FILE = '条件'

/**
 * Compiles a selection in the policy language, `存款余额 >= 50万元 and 客户类型 = "企业"`. Throws `fact.badCondition` with the place of
 * each mistake.
 */
export function compileCondition(text: string, { words }: Vocabulary): FactCondition {
  const { node, problems } = parseExpression(source(text, FILE), { dialect: 'article', words, decisions: new Set() })
  if (!node) throw badCondition(text, problems.map(problemDetail))
  if (node.type.kind !== 'boolean') {
    throw badCondition(text, [{ where: `${FILE}:1:1`, message: '条件的结果应为“是”或“否”' }])
  }
  return {
    identifiers: identifiersOf(node),
    sql: ({ column }) => emitSql(node, ({ identifier }) => column.get(identifier)!),
  }
}

function badCondition(condition: string, details: readonly FailureDetail[]): Error {
  return failures.badCondition({ condition }, { details })
}

/** The facts that the condition reads: found by letting the SQL ask for them. */
function identifiersOf(node: Node): string[] {
  const asked = new Set<string>()
  emitSql(node, ({ identifier }) => {
    asked.add(identifier)
    return 'NULL'
  })
  return [...asked]
}
