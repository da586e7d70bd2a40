import type { Dialect } from '../dialect.ts'
import type { Characteristic } from '../program.ts'
import { Veto } from './answer.ts'
import { chainTests, weighUnknown } from './compile-scorecard.ts'
import { packed, packedSql } from './interval.ts'
import { isAny, takesUnknown } from './names.ts'
import { type Plain, plainTests } from './plain.ts'
import { nest } from './sql-analysis.ts'
import { any, type Columns, caseOf, notNull, sql, sqlOfRow } from './sql-expression.ts'
import { isStrict } from './strict.ts'

/** One 指标 as SQL. */
export interface CharacteristicSql {
  /** What it adds to the score, an interval packed where that is open; NULL where nothing is laid down for the value. */
  readonly score: string
  /** Whether it vetoes: true, false, or NULL where that is open. */
  readonly veto: string
  /** Whether it may add an interval. */
  readonly wide: boolean
}

export function characteristicSql(one: Characteristic, dialect: Dialect, columns: Columns): CharacteristicSql {
  const plain = plainTests(
    one.attributes.map(({ test }) => [test]),
    dialect,
  )
  if (plain === undefined) return openSql(one, columns)
  if (plain.guard.length === 0) return knownSql(one, plain, dialect, columns)
  const unknown = weighUnknown(one, plain, dialect)
  if (unknown === undefined) {
    const guard = notNull(plain.guard.map((identifier) => columns.get(identifier)!))
    const [known, open] = [knownSql(one, plain, dialect, columns), openSql(one, columns)]
    return { score: caseOf([[guard, known.score]], open.score), veto: open.veto, wide: true }
  }
  const name = columns.get(plain.guard[0]!)!
  const { low, high } = unknown
  const score = low === null || high === null ? 'NULL' : packed(low, high)
  const veto = { [Veto.passed]: 'false', [Veto.vetoed]: 'true', [Veto.open]: 'NULL' }[unknown.veto]
  return { ...knownSql(one, plain, dialect, columns, { name, score, veto }), wide: low !== high }
}

/** What stands for an unknown subject, which is then the only name that the characteristic reads. */
interface UnknownSubject {
  readonly name: string
  readonly score: string
  readonly veto: string
}

/** The CASE that one would write by hand. Comparisons are NULL for an unknown subject, which then falls through to the end. */
function knownSql(
  one: Characteristic,
  plain: Plain,
  dialect: Dialect,
  columns: Columns,
  unknown?: UnknownSubject,
): CharacteristicSql {
  const conditions = chainTests(plain).map((tests) => sqlOfRow(tests, columns))
  const fallsThrough = plain.tests.every(([test]) => test !== undefined && (test.kind === 'literal' || isStrict(test)))
  const choose = (value: (partial: bigint | null) => string, none: string, instead: string | undefined) => {
    const branches = conditions.map((condition, index) => [condition, value(one.attributes[index]!.partial)] as const)
    if (unknown === undefined || instead === undefined) return caseOf(branches, none)
    const open = [`${unknown.name} IS NULL`, instead] as const
    if (!fallsThrough) return caseOf([open, ...branches], none)
    return instead === none ? caseOf(branches, none) : caseOf([...branches, open], none)
  }
  const none = one.category === '基本项' ? 'NULL' : '0'
  const scores = one.attributes.some(({ partial }) => partial !== null && partial !== 0n) || none === 'NULL'
  return {
    score: scores ? choose((partial) => String(partial ?? 0n), none, unknown?.score) : '0',
    veto: vetoSql(one, dialect, columns, () => choose((partial) => String(partial === null), 'false', unknown?.veto)),
    wide: false,
  }
}

/** Where every attribute vetoes, Kleene's `or` of the tests says it; the dialect DMN knows no open test. */
function vetoSql(one: Characteristic, dialect: Dialect, columns: Columns, otherwise: () => string): string {
  if (one.attributes.every(({ partial }) => partial !== null)) return 'false'
  if (one.attributes.some(({ partial }) => partial !== null)) return otherwise()
  const tests = any(one.attributes.map(({ test }) => sql(test, columns)))
  return dialect === 'dmn' ? `((${tests}) IS TRUE)` : tests
}

/** `weighCharacteristic` as SQL, for attributes that read several facts or may be open with all facts known. */
function openSql(one: Characteristic, columns: Columns): CharacteristicSql {
  const flags = one.attributes.flatMap(({ test }, index) =>
    test.kind === 'in' && takesUnknown(test)
      ? [{ index, sql: `(${sql(test.subject, columns)}) IS NULL AS n${index}` }]
      : [],
  )
  const cells = one.attributes.map(({ test }, index) => `${isAny(test) ? 'true' : sql(test, columns)} AS t${index}`)
  const answered = any(flags.map(({ index }) => `cell.t${index} AND cell.n${index}`))
  const earlier = (index: number) => any(one.attributes.slice(0, index).map((_, before) => `cell.t${before}`))
  const possible = one.attributes.map((_, index) => {
    const open = `cell.t${index} IS NULL AND (${answered}) IS NOT TRUE`
    return `(cell.t${index} OR (${open})) IS TRUE AND (${earlier(index)}) IS NOT TRUE AS p${index}`
  })
  const none = one.category === '基本项' ? 'false' : `(${earlier(one.attributes.length)}) IS NOT TRUE`
  const layers = [
    [...cells, ...flags.map((flag) => flag.sql)],
    [...possible, `${none} AS none`],
  ]
  const partials = [
    ...one.attributes.map(({ partial }, index) => `CASE WHEN cell.p${index} THEN ${partial ?? 0n} END`),
    'CASE WHEN cell.none THEN 0 END',
  ].join(', ')
  const vetoes = one.attributes.flatMap(({ partial }, index) => (partial === null ? [`cell.p${index}`] : []))
  const others = one.attributes.flatMap(({ partial }, index) => (partial === null ? [] : [`cell.p${index}`]))
  const veto = caseOf(
    [
      [`NOT (${any(vetoes)})`, 'false'],
      [`NOT (${any([...others, 'cell.none'])})`, 'true'],
    ],
    'NULL',
  )
  return {
    score: nest(layers, packedSql(`LEAST(${partials})`, `GREATEST(${partials})`)),
    veto: vetoes.length === 0 ? 'false' : nest(layers, veto),
    wide: true,
  }
}
