import type { Dialect } from '../dialect.ts'
import type { Band, Characteristic, ScorecardDecision } from '../program.ts'
import { Reason } from '../reason.ts'
import { NO_ATTRIBUTE, OPEN_ATTRIBUTE, Veto } from './answer.ts'
import { takesUnknown } from './names.ts'
import { type Environment, holds, valueIn } from './nodes.ts'

/** What one 指标 may score under given facts. */
export interface WeighedCharacteristic {
  /** The attributes that may be the first to hold, in order; one where it is certain. */
  readonly possible: readonly number[]
  /** Whether it may be that none holds and that this scores nothing. */
  readonly none: boolean
  /** The least and the most that it may add to the score; null where nothing is laid down for the value. */
  readonly low: number | null
  readonly high: number | null
  readonly veto: Veto
}

export interface SettledScorecard {
  readonly characteristics: readonly WeighedCharacteristic[]
  readonly low: number | null
  readonly high: number | null
  readonly veto: Veto
  readonly score: number | null
  readonly scoreReason: Reason
  readonly grade: string | null
  readonly gradeReason: Reason
}

/** A scorecard's answer under given facts: the meaning that both back ends are held to. */
export function settleScorecard(
  decision: ScorecardDecision,
  dialect: Dialect,
  environment: Environment,
): SettledScorecard {
  const characteristics = decision.characteristics.map((one) => weighCharacteristic(one, dialect, environment))
  const low = total(
    decision,
    characteristics.map((one) => one.low),
  )
  const high = total(
    decision,
    characteristics.map((one) => one.high),
  )
  const veto = vetoOf(characteristics.map((one) => one.veto))
  return { characteristics, low, high, veto, ...judgeScore(decision, low, high, veto) }
}

/**
 * What a characteristic may score. The first attribute that holds scores; an open one before it may. A 未知 attribute that holds
 * answers for the unknown: attributes that are open beside it do not hold. Where none holds, a 基本项 is not laid down for the
 * value, and every other category scores nothing.
 */
export function weighCharacteristic(
  { category, attributes }: Characteristic,
  dialect: Dialect,
  environment: Environment,
): WeighedCharacteristic {
  const states = attributes.map(({ test }) =>
    dialect === 'dmn' ? holds(test, environment) === true : holds(test, environment),
  )
  const answered = attributes.some(
    ({ test }, index) =>
      states[index] === true && test.kind === 'in' && takesUnknown(test) && valueIn(test.subject, environment) === null,
  )
  const first = states.indexOf(true)
  const reach = first === -1 ? states.length : first
  const open = answered ? [] : states.flatMap((state, index) => (state === null && index < reach ? [index] : []))
  const possible = first === -1 ? open : [...open, first]
  const none = first === -1 && category !== '基本项'
  const partials = possible.map((index) => Number(attributes[index]!.partial ?? 0n))
  if (none) partials.push(0)
  const vetoes = possible.filter((index) => attributes[index]!.partial === null).length
  return {
    possible,
    none,
    low: partials.length === 0 ? null : Math.min(...partials),
    high: partials.length === 0 ? null : Math.max(...partials),
    veto: vetoes === 0 ? Veto.passed : vetoes === possible.length && !none ? Veto.vetoed : Veto.open,
  }
}

/** The attribute that scored, for the trace: `NO_ATTRIBUTE`, `OPEN_ATTRIBUTE` where it is not certain which. */
export function scoredAttribute({ possible, none }: WeighedCharacteristic): number {
  if (possible.length === 0) return NO_ATTRIBUTE
  return possible.length === 1 && !none ? possible[0]! : OPEN_ATTRIBUTE
}

function total(decision: ScorecardDecision, parts: readonly (number | null)[]): number | null {
  return parts.reduce<number | null>(
    (sum, part) => (sum === null || part === null ? null : sum + part),
    Number(decision.baseline),
  )
}

function vetoOf(vetoes: readonly Veto[]): Veto {
  if (vetoes.includes(Veto.vetoed)) return Veto.vetoed
  return vetoes.includes(Veto.open) ? Veto.open : Veto.passed
}

type Judgement = Pick<SettledScorecard, 'score' | 'scoreReason' | 'grade' | 'gradeReason'>

/**
 * Grade and reasons out of score and veto. A veto that holds decides, whatever the score. Then, the first that applies: no
 * attribute of a 基本项 (`noRow`), a veto that is open (`vetoOpen`, unless score and veto lead to one grade), a score outside
 * every band (`outsideBands`), a score that may lie in several (`scoreOpen`).
 */
export function judgeScore(
  decision: ScorecardDecision,
  low: number | null,
  high: number | null,
  veto: Veto,
): Judgement {
  const certain = low !== null && low === high
  const score = certain ? low : null
  const scoreReason = certain ? Reason.known : low === null ? Reason.noRow : Reason.scoreOpen
  const judge = (grade: string | null, reason: Reason): Judgement => ({
    score,
    scoreReason,
    grade,
    gradeReason: grade === null ? reason : Reason.known,
  })
  const vetoGrade = decision.bands.find((band) => band.takesVeto)?.grade ?? null
  if (veto === Veto.vetoed) return judge(vetoGrade, Reason.outsideBands)
  if (low === null || high === null) return judge(null, Reason.noRow)
  const grade = decision.bands.find((band) => contains(band, low) && contains(band, high))?.grade ?? null
  if (veto === Veto.open) return judge(grade === vetoGrade ? grade : null, Reason.vetoOpen)
  return judge(grade, certain ? Reason.outsideBands : Reason.scoreOpen)
}

/** Whether the score lies in the band. A band without any score (只有否决) has neither bound and takes none. */
export function contains(band: Band, score: number): boolean {
  if (band.low === null && band.high === null) return !band.takesVeto
  const above = band.low === null || (band.lowClosed ? score >= Number(band.low) : score > Number(band.low))
  const below = band.high === null || (band.highClosed ? score <= Number(band.high) : score < Number(band.high))
  return above && below
}
