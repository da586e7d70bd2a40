import type { Node } from '../tree.ts'
import { BIGINT_BOUND, type Type } from '../type.ts'
import { emitSql } from '../visit/sql.ts'

/** The SQL of each fact and answer, by identifier, where an expression stands. */
export type Columns = ReadonlyMap<string, string>

export function sql(node: Node, columns: Columns): string {
  return emitSql(node, (name) => columns.get(name.identifier) ?? 'NULL')
}

/** A node as a column: with the type that a later stage may rely on, for a bare 15 would be an int4 and overflow there. */
export function sqlOfType(node: Node, type: Type, columns: Columns): string {
  return `CAST(${sql(node, columns)} AS ${sqlType(type)})`
}

/** The PostgreSQL type that holds a run-time value of this type. */
export function sqlType(type: Type): string {
  switch (type.kind) {
    case 'number':
      return type.bound > BIGINT_BOUND ? 'numeric' : 'bigint'
    case 'text':
    case 'code':
    case 'nothing':
      return 'text'
    case 'boolean':
      return 'boolean'
    case 'date':
      return 'date'
    case 'list':
      return `${sqlType(type.of)}[]`
  }
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
