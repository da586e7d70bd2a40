import type { Dialect } from '../dialect.ts'
import type { Band, Characteristic, ScorecardDecision } from '../program.ts'
import { Reason } from '../reason.ts'
import type { Node } from '../tree.ts'
import { BOOLEAN } from '../type.ts'
import { isBig } from '../visit/representation.ts'
import { NO_ATTRIBUTE, OPEN_ATTRIBUTE, Veto } from './answer.ts'
import type { Slots } from './compile-table.ts'
import { type Locals, scriptOfGuard, scriptOfRow } from './javascript.ts'
import { namesOfAll } from './names.ts'
import { narrowChain } from './narrow.ts'
import { type Plain, plainTests } from './plain.ts'
import { scoredAttribute, type WeighedCharacteristic, weighCharacteristic } from './settle-scorecard.ts'

/**
 * A scorecard as JavaScript statements: least score, width of the interval and veto, each characteristic inline. Where the trace stays
 * null, one of them could not be judged so, and `settleScorecard` takes over. Empty where the scorecard has no plain path.
 */
export function compileScorecard(decision: ScorecardDecision, dialect: Dialect, locals: Locals, slots: Slots): string {
  const plains = decision.characteristics.map(({ attributes }) =>
    plainTests(
      attributes.map(({ test }) => [test]),
      dialect,
    ),
  )
  if (plains.some((plain) => plain === undefined)) return ''
  const chains = decision.characteristics.map((one, i) => characteristic(one, plains[i]!, i, dialect, locals))
  const parts = decision.characteristics.flatMap((one, i) => {
    const weighed = weighUnknown(one, plains[i]!, dialect)
    const wide = weighed !== undefined && weighed.low !== weighed.high
    return [`a${i}`, wide ? `(a${i} === ${OPEN_ATTRIBUTE} ? null : p${i})` : `p${i}`]
  })
  const sum = [decision.baseline, ...decision.characteristics.map((_, i) => `p${i}`)].join(' + ')
  const veto = `vetoed ? ${Veto.vetoed} : unsure ? ${Veto.open} : ${Veto.passed}`
  return [
    'let sure = true, vetoed = false, unsure = false, width = 0;',
    ...chains,
    `if (sure) { const low = ${sum}, high = low + width;`,
    judge(decision, slots),
    `${slots.trace} = [low, high, ${veto}, ${parts.join(', ')}]; }`,
  ].join('\n')
}

function characteristic(one: Characteristic, plain: Plain, i: number, dialect: Dialect, locals: Locals): string {
  const tests = chainTests(plain)
  const scored = tests.map((test, index) => `if (${scriptOfRow(test, locals)}) { ${score(one, index, i)} }`)
  const otherwise = one.category === '基本项' ? ' else sure = false;' : ''
  const known = `${scored.join(' else ')}${otherwise}`
  const declare = `let a${i} = ${NO_ATTRIBUTE}, p${i} = 0;`
  if (plain.guard.length === 0) return `${declare} ${known}`
  return `${declare} if (${scriptOfGuard(plain.guard, locals)}) { ${known} } else { ${unknown(one, plain, i, dialect)} }`
}

function score(one: Characteristic, index: number, i: number): string {
  const { partial } = one.attributes[index]!
  return `a${i} = ${index}; ${partial === null ? 'vetoed = true;' : `p${i} = ${partial};`}`
}

/** The attributes' tests as they read when those before did not hold. */
export function chainTests(plain: Plain): readonly (readonly Node[])[] {
  const narrowed = narrowChain(plain.tests.map(([test]) => test ?? HOLDS))
  return narrowed.map((test) => (test === HOLDS ? [] : [test]))
}

/** Stands for a test that always holds. */
const HOLDS: Node = {
  kind: 'literal',
  span: { start: 0, end: 0 },
  type: BOOLEAN,
  dialect: 'article',
  optional: false,
  value: true,
}

/** What an unknown subject scores: one thing, or an interval. */
function unknown(one: Characteristic, plain: Plain, i: number, dialect: Dialect): string {
  const weighed = weighUnknown(one, plain, dialect)
  if (weighed === undefined || weighed.low === null || weighed.high === null) return 'sure = false;'
  const { low, high, veto } = weighed
  return [
    `a${i} = ${scoredAttribute(weighed)}; p${i} = ${low};`,
    low === high ? '' : `width += ${high - low};`,
    veto === Veto.vetoed ? 'vetoed = true;' : veto === Veto.open ? 'unsure = true;' : '',
  ].join(' ')
}

/** What the characteristic may score when its one name is unknown; undefined where it reads several. */
export function weighUnknown(one: Characteristic, plain: Plain, dialect: Dialect): WeighedCharacteristic | undefined {
  const names = namesOfAll(one.attributes.map(({ test }) => test))
  const [name] = names
  if (name === undefined || names.length > 1 || plain.guard.length !== 1) return undefined
  return weighCharacteristic(one, dialect, { [name.identifier]: null })
}

/** `judgeScore` as statements. */
function judge(decision: ScorecardDecision, slots: Slots): string {
  const score = isBig(decision.score.type) ? 'BigInt(low)' : 'low'
  const answerScore = (value: string, reason: string) =>
    `if (width === 0) ${value} = ${score}; else ${reason} = ${Reason.scoreOpen};`
  if (decision.bands.length === 0) return answerScore(slots.values[0]!, slots.reasons[0]!)
  const [grade, value] = slots.values as [string, string]
  const [gradeReason, scoreReason] = slots.reasons as [string, string]
  const taker = decision.bands.find((band) => band.takesVeto)
  const vetoGrade = JSON.stringify(taker?.grade ?? null)
  const bands = decision.bands.map((band) => `if (${bandTest(band)}) ${grade} = ${JSON.stringify(band.grade)};`)
  return [
    answerScore(value, scoreReason),
    `if (vetoed) { ${grade} = ${vetoGrade}; if (${grade} === null) ${gradeReason} = ${Reason.outsideBands}; }`,
    `else { ${bands.join(' else ')}`,
    `if (unsure) { if (${grade} !== ${vetoGrade} || ${grade} === null) { ${grade} = null; ${gradeReason} = ${Reason.vetoOpen}; } }`,
    `else if (${grade} === null) ${gradeReason} = width === 0 ? ${Reason.outsideBands} : ${Reason.scoreOpen}; }`,
  ].join('\n')
}

function bandTest(band: Band): string {
  if (band.low === null && band.high === null) return String(!band.takesVeto)
  const above = band.low === null ? [] : [`low ${band.lowClosed ? '>=' : '>'} ${band.low}`]
  const below = band.high === null ? [] : [`high ${band.highClosed ? '<=' : '<'} ${band.high}`]
  return [...above, ...below].join(' && ')
}
