import {
  emitSql,
  type Node,
  parseExpression,
  type Scope,
  showProblem,
  source,
  type Vocabulary,
} from '../../engine/index.ts'
import type { PartyCondition } from '../policy/index.ts'
import { failures } from './failures.ts'

/**
 * A selection's FEEL condition over the facts of a subject, compiled to SQL. A party for which it is unknown is not selected.
 * Throws `rating.badCondition` with the place of each mistake.
 */
export function compileCondition(text: string, { words }: Vocabulary): PartyCondition {
  const scope: Scope = { dialect: 'article', words, decisions: new Set() }
  const { node, problems } = parseExpression(source(text, '条件'), scope)
  if (!node) throw badCondition(text, problems.map(showProblem))
  if (node.type.kind !== 'boolean') throw badCondition(text, ['条件:1:1 它的结果不是“是”或“否”，此处应为一个条件'])
  return { identifiers: identifiersOf(node), sql: (column) => emitSql(node, ({ identifier }) => column(identifier)) }
}

function badCondition(condition: string, messages: readonly string[]): Error {
  return failures.badCondition(
    { condition, problem: messages.join('；') },
    { details: messages.map((message) => ({ where: '条件', message })) },
  )
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
