import { readValue } from '../literal.ts'
import type { TableDecision } from '../program.ts'
import { elementType } from './answer.ts'
import { namesOf } from './names.ts'
import { outputsOf, valueIn } from './nodes.ts'

const orders = new WeakMap<TableDecision, readonly number[]>()

/**
 * The rows in the order in which the hit policy looks at them: as written, or for P and O by the priority of their outputs, the
 * first output before the second, equals as written. A value that the list of priorities leaves out comes last.
 */
export function rowOrder(decision: TableDecision): readonly number[] {
  const known = orders.get(decision)
  if (known !== undefined) return known
  const written = decision.rows.map((_, index) => index)
  const order = decision.hit === 'P' || decision.hit === 'O' ? sortByPriority(decision, written) : written
  orders.set(decision, order)
  return order
}

/** Rows of a P or O table whose output is no constant: their priority would not be known before the facts are. */
export function rowsWithoutPriority(decision: TableDecision): readonly number[] {
  if (decision.hit !== 'P' && decision.hit !== 'O') return []
  return decision.rows.flatMap((row, index) => (row.outputs.some((node) => namesOf(node).length > 0) ? [index] : []))
}

function sortByPriority(decision: TableDecision, rows: readonly number[]): readonly number[] {
  const outputs = outputsOf(decision)
  const priorities = decision.outputs.map(({ word, priorities }) => {
    const element = { ...word, type: elementType(word.type) }
    return priorities.map((text) => readValue(element, text, { bare: true }))
  })
  const ranks = outputs.map((row) =>
    row.map((node, k) => {
      const at = priorities[k]!.indexOf(valueIn(node, {}))
      return at === -1 ? priorities[k]!.length : at
    }),
  )
  return rows.toSorted((a, b) => {
    const differing = ranks[a]!.findIndex((rank, k) => rank !== ranks[b]![k])
    return differing === -1 ? a - b : ranks[a]![differing]! - ranks[b]![differing]!
  })
}
