import type { Dialect } from '../../src/engine/dialect.ts'
import { parseExpression } from '../../src/engine/language/parse.ts'
import type { Scope } from '../../src/engine/language/scope.ts'
import { showDecimal } from '../../src/engine/literal.ts'
import { showProblem } from '../../src/engine/problem.ts'
import { source } from '../../src/engine/source.ts'
import type { Node } from '../../src/engine/tree.ts'
import { BOOLEAN, DATE, FACT_BOUND, MONEY, number, RATIO, SAFE_BOUND, TEXT, type Type } from '../../src/engine/type.ts'
import type { Facts, Value } from '../../src/engine/value.ts'
import { evaluate } from '../../src/engine/visit/evaluate.ts'
import { sqlType } from '../../src/engine/visit/representation.ts'
import type { Word } from '../../src/engine/vocabulary.ts'
import { fromDayNumber, type LocalDate, toDayNumber } from '../../src/kernel/local-date.ts'

/** One fact of every type, for tests of the language. */
export const standardWords: readonly Word[] = [
  word('年用量', 'annual_use', MONEY),
  word('年用量增长率', 'growth', RATIO),
  word('授信额度', 'credit_limit', MONEY),
  word('资产负债率', 'debt_ratio', RATIO),
  word('得分', 'score', number('', 0, FACT_BOUND)),
  word('小数', 'fraction', number('', 3, FACT_BOUND)),
  word('逾期次数', 'overdue_times', number('次', 0, FACT_BOUND)),
  word('户数', 'households', number('户', 0, FACT_BOUND)),
  word('逾期天数', 'overdue_days', number('day', 0, FACT_BOUND)),
  word('合作年限', 'cooperation', number('month', 0, FACT_BOUND)),
  word('名称', 'title', TEXT),
  word('别名', 'alias', TEXT),
  word('信誉', 'reputation', { kind: 'code', codes: ['好', '较好', '一般', '差'] }),
  word('失信', 'dishonest', BOOLEAN),
  word('特殊', 'special', BOOLEAN),
  word('成立日', 'founded', DATE),
  word('评定日', 'assessed', DATE),
  word('产品', 'products', { kind: 'list', of: TEXT }),
  word('金额列', 'amounts', { kind: 'list', of: MONEY }),
]

function word(name: string, identifier: string, type: Type): Word {
  return { name, identifier, type, unit: '' }
}

export function standardScope(dialect: Dialect): Scope {
  return { dialect, words: new Map(standardWords.map((one) => [one.name, one])), decisions: new Set() }
}

/** The checked tree of `text`, or an error that shows the problem. */
export function expression(text: string, scope: Scope): Node {
  const { node, problems } = parseExpression(source(text), scope)
  if (node === undefined) throw new Error(`${text}: ${problems.map(showProblem).join('；')}`)
  return node
}

/** `年用量=50万元; 失信=是` as facts by identifier, each value an article's expression brought to the fact's own scale. */
export function readFacts(text: string): Facts {
  const scope = standardScope('article')
  const entries = text.split(';').filter((part) => part.trim() !== '')
  return Object.fromEntries(
    entries.map((entry) => {
      const [name = '', value = ''] = entry.trim().split(/=(.*)/s)
      const { identifier, type } = scope.words.get(name)!
      const node = expression(value, scope)
      return [identifier, atType(evaluate(node, {}), node.type, type)]
    }),
  )
}

function atType(value: Value, from: Type, to: Type): Value {
  if (Array.isArray(value) && from.kind === 'list' && to.kind === 'list')
    return value.map((item) => atType(item, from.of, to.of))
  if (from.kind !== 'number' || to.kind !== 'number' || value === null) return value
  const scaled = BigInt(value as number | bigint) * 10n ** BigInt(to.scale - from.scale)
  return to.bound <= SAFE_BOUND ? Number(scaled) : scaled
}

/** A value of a type as SQL. */
export function sqlValue(type: Type, value: Value): string {
  if (value === null || value === undefined) return `NULL::${sqlType(type)}`
  if (type.kind === 'date') return `'${fromDayNumber(Number(value))}'::date`
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'::text`
  if (typeof value === 'object' && type.kind === 'list')
    return `ARRAY[${value.map((item) => sqlValue(type.of, item)).join(', ')}]::${sqlType(type)}`
  return `'${String(value)}'::${sqlType(type)}`
}

/** One text per value, whatever carries it, so that both back ends can be compared: a number by its digits without scale. */
export function canonical(type: Type, value: Value): string {
  if (value === null) return 'null'
  if (type.kind === 'number') {
    const carried = typeof value === (type.bound <= SAFE_BOUND ? 'number' : 'bigint') && !Object.is(value, -0)
    return carried
      ? showDecimal(BigInt(value as number | bigint), type.scale)
      : `wrongly carried as ${typeof value} ${String(value)}`
  }
  return type.kind === 'date' ? fromDayNumber(Number(value)) : JSON.stringify(value)
}

/** The same for what PostgreSQL gives as text. */
export function canonicalSql(type: Type, text: string | null): string {
  if (text === null) return 'null'
  if (type.kind === 'number')
    return /^-?\d+$/.test(text) ? showDecimal(BigInt(text), type.scale) : `no integer: ${text}`
  if (type.kind === 'date') return fromDayNumber(toDayNumber(text as LocalDate))
  return type.kind === 'boolean' ? text : JSON.stringify(text)
}
