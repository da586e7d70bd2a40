import { showScore } from '../article/scores.ts'
import { takesUnknown } from '../decision/names.ts'
import { contains } from '../decision/settle-scorecard.ts'
import type { Band, Characteristic, ScorecardDecision } from '../program.ts'
import type { Facts, Value } from '../value.ts'
import { axisOf, partOf, sampleOf } from './axis.ts'
import { describeExample } from './describe.ts'
import type { Example, Finding } from './finding.ts'
import { rulesetOfCharacteristic } from './ruleset.ts'
import { type Space, spaceOf } from './space.ts'
import type { Trials } from './trials.ts'

/** Scores that are followed at most; a scorecard of whole points has some hundred. */
const MOST_SCORES = 20_000

/**
 * Grades that no score reaches. Every score that some combination of 分档 gives is counted; where two 指标 depend on each other that may
 * be more than there are, so that a grade which is reported is surely never given.
 */
export function lintGrades(decision: ScorecardDecision, trials: Trials): readonly Finding[] {
  if (decision.bands.length === 0) return []
  const groups = groupsOf(decision)
  const clause = { number: decision.clause.number, name: decision.clause.name }
  const scores = scoresOf(Number(decision.baseline), groups)
  if (!scores) {
    const message = '可能的得分太多，没有查每个等级够不够得到'
    return [{ severity: 'note', code: 'too-large', clause, source: decision.clause.source, rows: [], message }]
  }
  const vetoed = groups.some((options) => options.some(({ veto }) => veto))
  const isReached = (band: Band) =>
    (band.takesVeto && vetoed) || [...scores.keys()].some((score) => contains(band, score))
  const reached = new Set(decision.bands.filter(isReached).map(({ grade }) => grade))
  return decision.bands.flatMap((band, index): Finding[] => {
    if (reached.has(band.grade)) return []
    const near = nearest(band.low ?? band.high, scores)
    const example = near && exampleOf(decision, near, trials)
    const most = example ? `；最接近的是 ${showScoreOf(decision, near.score)} 分，如${describeExample(example)}` : ''
    const message = `没有一种情况得到等级“${band.grade}”（${band.cell}）${most}`
    const at = { clause, source: band.source, rows: [index + 1], message }
    return [{ severity: 'error', code: 'grade-unreachable', ...at, ...(example ? { example } : {}) }]
  })
}

function showScoreOf({ score: { type } }: ScorecardDecision, score: number): string {
  return showScore(BigInt(score), type.kind === 'number' ? type.scale : 0)
}

/** One way in which a subject may turn out: what its 指标 add together, and a fact that has it so. */
interface Option {
  readonly points: number
  readonly veto: boolean
  readonly fact: readonly [identifier: string, value: Value] | undefined
}

/** By subject, for 指标 over the same subject turn out together. */
function groupsOf(decision: ScorecardDecision): readonly (readonly Option[])[] {
  const read = decision.characteristics.map((characteristic, index) => {
    const space = spaceOf(rulesetOfCharacteristic(decision, index))
    return { characteristic, space, key: space.axes[0]?.key }
  })
  const exact = read.filter(({ space }) => space.axes.length === 1 && space.rows.every((row) => row.exact))
  const loose = read.filter((one) => !exact.includes(one)).map(({ characteristic }) => everyOption(characteristic))
  const keys = [...new Set(exact.map(({ key }) => key!))]
  return [...loose, ...keys.map((key) => optionsOf(exact.filter((one) => one.key === key)))]
}

function optionsOf(group: readonly { characteristic: Characteristic; space: Space }[]): readonly Option[] {
  const axes = group.map(({ space }) => space.axes[0]!)
  const { key, text, subject } = axes[0]!
  const joint = axisOf(
    key,
    text,
    subject,
    axes.flatMap(({ cuts }) => cuts),
  )!
  const ways = joint.parts.map((part): Option[] => {
    const value = sampleOf(joint, part)
    const fact = subject.kind === 'name' && subject.of === 'fact' ? ([subject.identifier, value] as const) : undefined
    return group.reduce<Option[]>(
      (sums, { characteristic, space }) => {
        const partials = partialsAt(characteristic, space, value)
        return sums.flatMap((sum) => partials.map((partial) => added(sum, partial)))
      },
      [{ points: 0, veto: false, fact }],
    )
  })
  // An unknown that leaves the score open gives an interval, and with it only a grade that takes the known scores within too.
  const sure = ways.filter((options) => options.length === 1)
  return distinct((sure.length > 0 ? sure : ways).flat())
}

function added({ points, veto, fact }: Option, partial: bigint | null): Option {
  return { points: points + Number(partial ?? 0n), veto: veto || partial === null, fact }
}

/**
 * What a 指标 may score for a value, null for a veto: one thing, or, where an unknown leaves it open and no 未知 分档 answers, several.
 */
function partialsAt({ category, attributes }: Characteristic, { axes, rows }: Space, value: Value): (bigint | null)[] {
  const bit = 1n << BigInt(partOf(axes[0]!, value))
  const first = rows.findIndex(({ holds }) => holds[0]! & bit)
  const answered = attributes.some(({ test }, at) => value === null && rows[at]!.holds[0]! & bit && takesUnknown(test))
  if (answered) return [attributes[first]!.partial]
  const may = attributes.filter((_, at) => rows[at]!.mayHold[0]! & bit && (first === -1 || at <= first))
  const none = first === -1 && category !== '基本项'
  return [...may.map(({ partial }) => partial), ...(none ? [0n] : [])]
}

/** Of a 指标 whose cells are not seen through: any of its 分档, or none. */
function everyOption({ category, attributes }: Characteristic): readonly Option[] {
  const options = attributes.map(({ partial }) => ({
    points: Number(partial ?? 0n),
    veto: partial === null,
    fact: undefined,
  }))
  return category === '基本项' ? options : [...options, { points: 0, veto: false, fact: undefined }]
}

function distinct(options: readonly Option[]): readonly Option[] {
  return [...new Map(options.toReversed().map((option) => [`${option.points}/${option.veto}`, option])).values()]
}

interface Way {
  readonly score: number
  readonly option: Option | undefined
  readonly before: Way | undefined
}

/** Every score without a veto, with one way to it; undefined where there are too many. */
function scoresOf(baseline: number, groups: readonly (readonly Option[])[]): ReadonlyMap<number, Way> | undefined {
  let scores = new Map<number, Way>([[baseline, { score: baseline, option: undefined, before: undefined }]])
  for (const options of groups) {
    const next = new Map<number, Way>()
    for (const before of scores.values()) {
      for (const option of options) {
        const score = before.score + option.points
        if (!option.veto && !next.has(score)) next.set(score, { score, option, before })
      }
    }
    if (next.size > MOST_SCORES) return undefined
    scores = next
  }
  return scores
}

function nearest(to: bigint | null, scores: ReadonlyMap<number, Way>): Way | undefined {
  if (to === null) return undefined
  const distance = ({ score }: Way) => Math.abs(score - Number(to))
  return [...scores.values()].toSorted((a, b) => distance(a) - distance(b))[0]
}

/** The facts of a way, where the program, run on them, does come to its score. */
function exampleOf(decision: ScorecardDecision, way: Way, trials: Trials): Example | undefined {
  const facts: Record<string, Value> = {}
  for (let at: Way | undefined = way; at; at = at.before)
    if (at.option?.fact) facts[at.option.fact[0]] = at.option.fact[1]
  const { outcome } = trials.run(facts as Facts)
  const score = outcome.values[decision.score.identifier]
  return score !== null && Number(score) === way.score ? trials.exampleOf(facts) : undefined
}
