import type { Node } from '../tree.ts'
import type { Type } from '../type.ts'
import { sqlType } from '../visit/representation.ts'
import { emitSql } from '../visit/sql.ts'

/** The SQL of each fact and answer, by identifier, where an expression stands. */
export type Columns = ReadonlyMap<string, string>

export function sql(node: Node, columns: Columns): string {
  return emitSql(node, (name) => columns.get(name.identifier) ?? 'NULL')
}

/** A node as a column of this type, on which a later stage may rely: a bigint where a numeric is declared would overflow there. */
export function sqlOfType(node: Node, type: Type, columns: Columns): string {
  const written = sql(node, columns)
  return sqlType(node.type) === sqlType(type) ? written : `CAST(${written} AS ${sqlType(type)})`
}

/** All tests of a row hold; under WHEN, where an open test counts as no match. */
export function sqlOfRow(tests: readonly Node[], columns: Columns): string {
  return all(tests.map((test) => sql(test, columns)))
}

export function all(conditions: readonly string[]): string {
  return conditions.length === 0 ? 'true' : conditions.map((condition) => `(${condition})`).join(' AND ')
}

export function any(conditions: readonly string[]): string {
  return conditions.length === 0 ? 'false' : conditions.map((condition) => `(${condition})`).join(' OR ')
}

export function notNull(expressions: readonly string[]): string {
  return all(expressions.map((expression) => `${expression} IS NOT NULL`))
}

/** CASE with its branches; `otherwise` without a branch. */
export function caseOf(branches: readonly (readonly [condition: string, value: string])[], otherwise: string): string {
  if (branches.length === 0) return otherwise
  return `CASE ${branches.map(([condition, value]) => `WHEN ${condition} THEN ${value}`).join(' ')} ELSE ${otherwise} END`
}

export { sqlType }
