import type { Dialect } from '../dialect.ts'
import type { Band, Characteristic, ScorecardDecision } from '../program.ts'
import { Reason } from '../reason.ts'
import { Veto } from './answer.ts'
import { weighUnknown } from './compile-scorecard.ts'
import { isAny, takesUnknown } from './names.ts'
import { type Plain, plainTests } from './plain.ts'
import { nest } from './sql-analysis.ts'
import { all, any, type Columns, caseOf, notNull, sql, sqlType } from './sql-expression.ts'
import type { AnswerNames, DecisionStages } from './sql-table.ts'
import { quoteText, stageColumn } from './stages.ts'

/** Columns of a scorecard beside its answers: the interval that the score lies in, and the veto (NULL: open). */
export interface ScorecardColumns {
  readonly low: string
  readonly high: string
  readonly veto: string
}

/**
 * A scorecard as SQL, in three stages. First the least score and the veto: a sum of one CASE per characteristic, as one would write
 * by hand. Then the greatest score, which is the least one unless an unknown leaves an interval. Then grade and score.
 */
export function scorecardSql(
  decision: ScorecardDecision,
  dialect: Dialect,
  columns: Columns,
  names: AnswerNames,
  extra: ScorecardColumns,
): DecisionStages {
  const parts = decision.characteristics.map((one) => characteristicSql(one, dialect, columns))
  const wide = parts.filter((part) => part.width !== '')
  const vetoes = parts.filter((part) => part.veto !== 'false').map((part) => part.veto)
  const [low, high, veto] = [extra.low, extra.high, extra.veto].map(stageColumn) as [string, string, string]
  const sure = all([...new Set(wide.flatMap((part) => part.sure))])
  const widest = [low, ...wide.map((part) => part.width)].join(' + ')
  const first = [
    {
      name: extra.low,
      sql: [
        `CAST(${decision.baseline} AS bigint)`,
        ...parts.map((part) => part.low).filter((part) => part !== '0'),
      ].join('\n    + '),
    },
    { name: extra.veto, sql: any(vetoes) },
  ]
  const second = [{ name: extra.high, sql: wide.length === 0 ? low : caseOf([[sure, low]], widest) }]
  const score = caseOf([[`${low} = ${high}`, `CAST(${low} AS ${sqlType(decision.score.type)})`]], 'NULL')
  const scoreReason = smallint(
    caseOf(
      [
        [`${low} = ${high}`, String(Reason.known)],
        [`${low} IS NULL`, String(Reason.noRow)],
      ],
      String(Reason.scoreOpen),
    ),
  )
  if (decision.bands.length === 0) {
    return {
      stages: [first, second, [{ name: names.values[0]!, sql: score }]],
      reasons: [{ name: names.reasons[0]!, sql: scoreReason }],
    }
  }
  const grade = gradeSql(decision, low, high, veto, vetoes.length > 0)
  const gradeReason = gradeReasonSql(stageColumn(names.values[0]!), low, high, veto)
  return {
    stages: [
      first,
      second,
      [
        { name: names.values[0]!, sql: grade },
        { name: names.values[1]!, sql: score },
      ],
    ],
    reasons: [
      { name: names.reasons[0]!, sql: gradeReason },
      { name: names.reasons[1]!, sql: scoreReason },
    ],
  }
}

function smallint(expression: string): string {
  return `CAST(${expression} AS smallint)`
}

/** `judgeScore` as SQL. A band holds the score where the least lies above its low end and the greatest below its high end. */
function gradeSql(decision: ScorecardDecision, low: string, high: string, veto: string, mayVeto: boolean): string {
  const bands = decision.bands.map((band) => [bandSql(band, low, high), quoteText(band.grade)] as const)
  const graded = caseOf(bands, 'NULL')
  if (!mayVeto) return `CAST(${graded} AS text)`
  const vetoed = decision.bands.find((band) => band.takesVeto)
  const vetoGrade = vetoed === undefined ? 'NULL' : quoteText(vetoed.grade)
  const open = vetoed === undefined ? 'NULL' : caseOf([[`(${graded}) = ${vetoGrade}`, vetoGrade]], 'NULL')
  return `CAST(${caseOf([[veto, vetoGrade], [`${veto} IS NULL`, open], ...bands], 'NULL')} AS text)`
}

function bandSql(band: Band, low: string, high: string): string {
  if (band.low === null && band.high === null) return band.takesVeto ? 'false' : `${low} IS NOT NULL`
  const above = band.low === null ? [] : [`${low} ${band.lowClosed ? '>=' : '>'} ${band.low}`]
  const below = band.high === null ? [] : [`${high} ${band.highClosed ? '<=' : '<'} ${band.high}`]
  return [...above, ...below].join(' AND ')
}

function gradeReasonSql(grade: string, low: string, high: string, veto: string): string {
  return smallint(
    caseOf(
      [
        [`${grade} IS NOT NULL`, String(Reason.known)],
        [veto, String(Reason.outsideBands)],
        [`${low} IS NULL`, String(Reason.noRow)],
        [`${veto} IS NULL`, String(Reason.vetoOpen)],
        [`${low} = ${high}`, String(Reason.outsideBands)],
      ],
      String(Reason.scoreOpen),
    ),
  )
}

interface CharacteristicSql {
  readonly low: string
  /** How much more it may score; empty where never more. */
  readonly width: string
  /** Conditions under which the width is nothing. */
  readonly sure: readonly string[]
  /** Whether it vetoes: true, false, or NULL where that is open. */
  readonly veto: string
}

function characteristicSql(one: Characteristic, dialect: Dialect, columns: Columns): CharacteristicSql {
  const plain = plainTests(
    one.attributes.map(({ test }) => [test]),
    dialect,
  )
  if (plain === undefined) return openCharacteristic(one, columns, undefined)
  if (plain.guard.length === 0) return plainCharacteristic(one, plain, columns, [])
  const unknown = weighUnknown(one, plain, dialect)
  if (unknown === undefined) return openCharacteristic(one, columns, plain)
  const name = columns.get(plain.guard[0]!)!
  const low = unknown.low === null ? 'NULL' : String(unknown.low)
  const veto = { [Veto.passed]: 'false', [Veto.vetoed]: 'true', [Veto.open]: 'NULL' }[unknown.veto]
  const certain = plainCharacteristic(one, plain, columns, [[`${name} IS NULL`, low]], [[`${name} IS NULL`, veto]])
  const width = (unknown.high ?? 0) - (unknown.low ?? 0)
  if (width === 0) return certain
  return { ...certain, width: caseOf([[`${name} IS NULL`, String(width)]], '0'), sure: [`${name} IS NOT NULL`] }
}

type Branches = readonly (readonly [condition: string, value: string])[]

/** The CASE of attributes that are never open; `unknown` says what an unknown subject scores. */
function plainCharacteristic(
  one: Characteristic,
  plain: Plain,
  columns: Columns,
  unknown: Branches,
  unknownVeto: Branches = [],
): CharacteristicSql {
  const conditions = plain.tests.map((tests) => (tests.length === 0 ? 'true' : sql(tests[0]!, columns)))
  const choose = (value: (partial: bigint | null) => string, none: string, first: Branches) =>
    caseOf(
      [...first, ...conditions.map((condition, index) => [condition, value(one.attributes[index]!.partial)] as const)],
      none,
    )
  const scores = one.attributes.some(({ partial }) => partial !== null && partial !== 0n) || one.category === '基本项'
  const vetoes = one.attributes.some(({ partial }) => partial === null)
  return {
    low: scores ? choose((partial) => String(partial ?? 0n), one.category === '基本项' ? 'NULL' : '0', unknown) : '0',
    width: '',
    sure: [],
    veto: vetoes ? choose((partial) => String(partial === null), 'false', unknownVeto) : 'false',
  }
}

/** `weighCharacteristic` as SQL, for attributes that read several facts or may be open with all facts known. */
function openCharacteristic(one: Characteristic, columns: Columns, plain: Plain | undefined): CharacteristicSql {
  const cells = one.attributes.map(({ test }, index) => `${isAny(test) ? 'true' : sql(test, columns)} AS t${index}`)
  const flags = one.attributes.flatMap(({ test }, index) =>
    test.kind === 'in' && takesUnknown(test)
      ? [{ index, sql: `(${sql(test.subject, columns)}) IS NULL AS n${index}` }]
      : [],
  )
  const answered = any(flags.map(({ index }) => `cell.t${index} AND cell.n${index}`))
  const earlier = (index: number) => one.attributes.slice(0, index).map((_, before) => `cell.t${before}`)
  const none = one.category === '基本项' ? 'false' : `(${any(earlier(one.attributes.length))}) IS NOT TRUE`
  const possible = one.attributes.map((_, index) => {
    const open = `cell.t${index} IS NULL${flags.length === 0 ? '' : ` AND (${answered}) IS NOT TRUE`}`
    return `(cell.t${index} OR (${open})) IS TRUE AND (${any(earlier(index))}) IS NOT TRUE`
  })
  const layers = [
    [...cells, ...flags.map((flag) => flag.sql)],
    [...possible.map((condition, index) => `${condition} AS p${index}`), `${none} AS none`],
  ]
  const partials = [
    ...one.attributes.map(({ partial }, index) => `CASE WHEN cell.p${index} THEN ${partial ?? 0n} END`),
    'CASE WHEN cell.none THEN 0 END',
  ].join(', ')
  const vetoes = one.attributes.flatMap(({ partial }, index) => (partial === null ? [`cell.p${index}`] : []))
  const others = one.attributes.flatMap(({ partial }, index) => (partial === null ? [] : [`cell.p${index}`]))
  const vetoed = caseOf(
    [
      [`NOT (${any(vetoes)})`, 'false'],
      [`NOT (${any([...others, 'cell.none'])})`, 'true'],
    ],
    'NULL',
  )
  const width = nest(layers, `GREATEST(${partials}) - LEAST(${partials})`)
  const low = nest(layers, `LEAST(${partials})`)
  const veto = vetoes.length === 0 ? 'false' : nest(layers, vetoed)
  if (plain === undefined) return { low, width, sure: ['false'], veto }
  const guard = notNull(plain.guard.map((identifier) => columns.get(identifier)!))
  const certain = plainCharacteristic(one, plain, columns, [])
  return {
    low: caseOf([[guard, certain.low]], low),
    width: caseOf([[guard, '0']], width),
    sure: [guard],
    veto: vetoes.length === 0 ? 'false' : caseOf([[guard, certain.veto]], veto),
  }
}
