import { fromDayNumber } from '../../kernel/local-date.ts'
import type { CompareNode, InNode, LiteralNode, NameNode, Node, Visitor } from '../tree.ts'
import { visit } from '../tree.ts'
import type { NumberType, Type } from '../type.ts'
import { expandTests, subjectUses } from './expand-tests.ts'
import { isNumeric, powerOfTen, sqlType } from './representation.ts'
import { sqlArithmetic } from './sql-arithmetic.ts'
import { sqlCall } from './sql-call.ts'

/** SQL of a node and of its parts: what the visitors of the SQL back end share. */
export interface SqlWriter {
  /** SQL of the node's own type (`sqlType`); NULL where it is unknown. */
  write(node: Node): string
  /** A number as numeric, whatever its bound. */
  numeric(node: Node): string
  /**
   * SQL over a value that is written more than once: as it is where it is a name or a constant, else computed once in a
   * sub-select and handed over by name.
   */
  once(nodes: readonly Node[], body: (parts: readonly Node[]) => string): string
}

/**
 * The expression as one total SQL expression: no input makes it raise, unknown is NULL. `names` gives the SQL of a fact or
 * decision, whose type must be `sqlType` of the node's: bigint for every number whose bound fits, else numeric. It calls the
 * functions of `0007-create-engine-functions.sql`, which must be on the search path.
 */
export function emitSql(node: Node, names: (node: NameNode) => string): string {
  return writer(names, { count: 0 }).write(node)
}

function writer(names: (node: NameNode) => string, used: { count: number }): SqlWriter {
  const self: SqlWriter = {
    write: (node) => visit(visitor, node),
    numeric(node) {
      const sql = self.write(node)
      return isNumeric(node.type) ? sql : `(${sql})::numeric`
    },
    once,
  }

  const visitor: Visitor<string> = {
    literal: literalSql,
    unknown: ({ type }) => `NULL::${sqlType(type)}`,
    name: (node) => (node.of === 'variable' ? node.identifier : names(node)),
    rescale: ({ operand, type }) => {
      const factor = powerOfTen(type.scale - (operand.type as NumberType).scale)
      return isNumeric(type) ? `(${self.numeric(operand)} * ${factor})` : `(${self.write(operand)} * ${factor})`
    },
    negate: ({ operand }) => `(- ${self.write(operand)})`,
    arithmetic: (node) => sqlArithmetic(self, node),
    compare: (node) => compareSql(self, node),
    in: inSql,
    logic: ({ operator, operands }) =>
      `(${operands.map((operand) => self.write(operand)).join(operator === 'and' ? ' AND ' : ' OR ')})`,
    not: ({ operand }) => `(NOT ${self.write(operand)})`,
    if({ condition, yes, no, type, dialect }) {
      const asked = self.write(condition)
      const [one, other] = [cast(yes, type), cast(no, type)]
      return dialect === 'dmn'
        ? `(CASE WHEN ${asked} THEN ${one} ELSE ${other} END)`
        : `(CASE ${asked} WHEN true THEN ${one} WHEN false THEN ${other} END)`
    },
    known: ({ operand }) => `(${self.write(operand)} IS NOT NULL)`,
    call: (node) => sqlCall(self, node),
    list: ({ items, type }) => `ARRAY[${items.map((item) => self.write(item)).join(', ')}]::${sqlType(type)}`,
    quantified: ({ quantifier, variable, list, condition }) =>
      self.once([list], ([members]) => {
        const held = `SELECT ${self.write(condition)} AS held FROM unnest(${self.write(members!)}) AS each_${variable}(${variable})`
        const answer = `(SELECT ${settled(quantifier === 'some')} FROM (${held}) AS tested)`
        return list.optional ? `(CASE WHEN ${self.write(members!)} IS NOT NULL THEN ${answer} END)` : answer
      }),
  }

  /** Branches of a choice must have one type. */
  function cast(part: Node, type: Type): string {
    return isNumeric(type) ? self.numeric(part) : self.write(part)
  }

  function inSql(node: InNode): string {
    if (subjectUses(node) < 2) return self.write(expandTests(node, node.subject))
    return once([node.subject], ([subject]) => self.write(expandTests(node, subject!)))
  }

  function once(nodes: readonly Node[], body: (parts: readonly Node[]) => string): string {
    const columns: string[] = []
    const parts = nodes.map((node): Node => {
      if (['name', 'literal', 'unknown', 'list'].includes(node.kind)) return node
      const identifier = `once${++used.count}`
      columns.push(`${self.write(node)} AS ${identifier}`)
      return { ...node, kind: 'name', name: identifier, identifier, of: 'variable' } as NameNode
    })
    if (columns.length === 0) return body(parts)
    return `(SELECT ${body(parts)} FROM (SELECT ${columns.join(', ')} OFFSET 0) AS o${used.count})`
  }

  return self
}

/** Kleene's `or` (`decides` true) or `and` over the column `held`. */
export function settled(decides: boolean): string {
  const deciding = decides ? 'held' : 'NOT held'
  return `CASE WHEN count(*) FILTER (WHERE ${deciding}) > 0 THEN ${decides} WHEN count(held) < count(*) THEN NULL ELSE ${!decides} END`
}

function literalSql({ value, type }: LiteralNode): string {
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'::text`
  if (type.kind === 'date') return `'${fromDayNumber(Number(value))}'::date`
  return `'${String(value)}'::${sqlType(type)}`
}

function compareSql(write: SqlWriter, { operator, left, right, dialect }: CompareNode): string {
  const wide = isNumeric(left.type) !== isNumeric(right.type)
  const one = wide ? write.numeric(left) : write.write(left)
  const other = wide ? write.numeric(right) : write.write(right)
  if (operator === '=' || operator === '!=') {
    const sure = !left.optional && !right.optional
    if (dialect === 'article' || sure) return `(${one} ${operator === '=' ? '=' : '<>'} ${other})`
    return `(${one} IS ${operator === '=' ? 'NOT ' : ''}DISTINCT FROM ${other})`
  }
  const byCodePoint = left.type.kind === 'text' || left.type.kind === 'code' ? ' COLLATE "C"' : ''
  return `(${one} ${operator} ${other}${byCodePoint})`
}
