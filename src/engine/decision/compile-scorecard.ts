import type { Dialect } from '../dialect.ts'
import type { Band, Characteristic, ScorecardDecision } from '../program.ts'
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
 * A scorecard's plain path as JavaScript statements: every characteristic is decided, so that the score is one number. What is not
 * is left to `settleScorecard`. Empty where the scorecard has no plain path.
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
  const parts = decision.characteristics.flatMap((_, i) => [`a${i}`, `p${i}`])
  const sum = [decision.baseline, ...decision.characteristics.map((_, i) => `p${i}`)].join(' + ')
  return [
    'let sure = true, vetoed = false;',
    ...chains,
    `if (sure) { const sum = ${sum};`,
    grade(decision, slots),
    `${slots.trace} = [sum, sum, vetoed ? ${Veto.vetoed} : ${Veto.passed}, ${parts.join(', ')}]; }`,
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

/** What an unknown subject scores, where that is one thing. */
function unknown(one: Characteristic, plain: Plain, i: number, dialect: Dialect): string {
  const weighed = weighUnknown(one, plain, dialect)
  if (weighed === undefined) return 'sure = false;'
  const attribute = scoredAttribute(weighed)
  if (attribute === OPEN_ATTRIBUTE || (attribute === NO_ATTRIBUTE && !weighed.none)) return 'sure = false;'
  return attribute === NO_ATTRIBUTE ? '' : score(one, attribute, i)
}

/** What the characteristic may score when its one name is unknown; undefined where it reads several. */
export function weighUnknown(one: Characteristic, plain: Plain, dialect: Dialect): WeighedCharacteristic | undefined {
  const names = namesOfAll(one.attributes.map(({ test }) => test))
  const [name] = names
  if (name === undefined || names.length > 1 || plain.guard.length !== 1) return undefined
  return weighCharacteristic(one, dialect, { [name.identifier]: null })
}

function grade(decision: ScorecardDecision, slots: Slots): string {
  const score = isBig(decision.score.type) ? 'BigInt(sum)' : 'sum'
  if (decision.bands.length === 0) return `${slots.values[0]} = ${score};`
  const [gradeSlot, scoreSlot] = slots.values
  const vetoed = decision.bands.find((band) => band.takesVeto)
  const veto = `if (vetoed) { ${vetoed === undefined ? '' : `${gradeSlot} = ${JSON.stringify(vetoed.grade)};`} }`
  const bands = decision.bands.map(
    (band) => `else if (${bandTest(band)}) ${gradeSlot} = ${JSON.stringify(band.grade)};`,
  )
  return [`${scoreSlot} = ${score};`, veto, ...bands].join('\n')
}

function bandTest(band: Band): string {
  if (band.low === null && band.high === null) return String(!band.takesVeto)
  const above = band.low === null ? [] : [`sum ${band.lowClosed ? '>=' : '>'} ${band.low}`]
  const below = band.high === null ? [] : [`sum ${band.highClosed ? '<=' : '<'} ${band.high}`]
  return [...above, ...below].join(' && ')
}
