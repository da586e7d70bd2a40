import type { Outcome } from '../decision/answer.ts'
import { compileProgram } from '../decision/compile.ts'
import { environmentOf } from '../decision/missing.ts'
import type { Natives } from '../decision/native.ts'
import { type Environment, holds, valueIn } from '../decision/nodes.ts'
import { showValue } from '../literal.ts'
import type { Program } from '../program.ts'
import type { Type } from '../type.ts'
import type { Facts, Value } from '../value.ts'
import { isBig } from '../visit/representation.ts'
import { type Axis, allParts, knownParts, partOf, sampleOf } from './axis.ts'
import { type Box, type Budget, partsOf, runsOf } from './box.ts'
import { type FactParts, factPartsOf, factsBehind } from './fact-parts.ts'
import type { Example } from './finding.ts'
import type { Ruleset } from './ruleset.ts'
import type { Space } from './space.ts'

/** What a trial of facts showed. */
export interface Trial {
  readonly facts: Facts
  readonly outcome: Outcome
  readonly environment: Environment
}

export type Search =
  | { readonly kind: 'found'; readonly example: Example; readonly trial: Trial }
  /** Every combination of parts was tried: there are no such facts. */
  | { readonly kind: 'none' }
  /** Not found, and not all tried. */
  | { readonly kind: 'unsure' }

export interface SearchPlace {
  readonly ruleset: Ruleset
  readonly space: Space
  readonly box: Box
  readonly steps: Budget
}

/** Runs the compiled program on facts that are to show a finding: nothing is reported that it did not show. */
export interface Trials {
  readonly program: Program
  /** Facts in the box for which the program's outcome is as `shows` asks. */
  search(where: SearchPlace, shows: (trial: Trial) => boolean): Search
  run(facts: Facts): Trial
  exampleOf(facts: Facts): Example
}

/** Facts tried for one finding at most; some microseconds each. */
const ATTEMPTS = 3000
const STEPS_OF_A_TRIAL = 20

export function trialsOf(program: Program, natives: Natives): Trials {
  const compiled = compileProgram(program, natives)
  const factParts = factPartsOf(program)

  function run(facts: Facts): Trial {
    const outcome = compiled.assess(facts)
    return { facts, outcome, environment: environmentOf(program, facts, outcome) }
  }

  function search({ ruleset, space, box, steps }: SearchPlace, shows: (trial: Trial) => boolean): Search {
    const choices = choicesOf(program, factParts, ruleset, space, box)
    const computed = space.axes.flatMap((axis, at) => (isFact(axis) ? [] : [{ axis, set: box[at]! }]))
    const { combinations, complete } = combine(choices.map(({ values }) => values))
    for (const values of combinations) {
      steps.take(STEPS_OF_A_TRIAL)
      const facts = Object.fromEntries(choices.map(({ identifier }, at) => [identifier, values[at]!]))
      const trial = run(facts)
      const inside = computed.every(({ axis, set }) => isWithin(axis, set, trial.environment))
      if (inside && shows(trial)) return { kind: 'found', example: exampleOf(facts), trial }
    }
    return complete && choices.every(({ exact }) => exact) ? { kind: 'none' } : { kind: 'unsure' }
  }

  function exampleOf(facts: Facts): Example {
    const given = program.inputs.filter(({ identifier }) => (facts[identifier] ?? null) !== null)
    return {
      facts: Object.fromEntries(given.map(({ identifier }) => [identifier, facts[identifier]!])),
      shown: given.map((word) => ({ name: word.name, value: showValue(word, facts[word.identifier]!) })),
    }
  }

  return { program, run, search, exampleOf }
}

/** Whether all cells of a row hold in a trial. */
export function rowHolds({ rows }: Ruleset, index: number, { environment }: Trial): boolean {
  return rows[index]!.tests.every((test) => holds(test, environment) === true)
}

function isFact({ subject }: Axis): boolean {
  return subject.kind === 'name' && subject.of === 'fact'
}

function isWithin(axis: Axis, set: bigint, environment: Environment): boolean {
  const part = partOf(axis, valueIn(axis.subject, environment))
  return part !== -1 && ((set >> BigInt(part)) & 1n) === 1n
}

interface Choice {
  readonly identifier: string
  readonly values: readonly Value[]
  /** Whether these values stand for all that the box allows. */
  readonly exact: boolean
}

/**
 * What to try for each fact behind the ruleset. A column that is a fact is taken from the box, first the roundest of each run of
 * parts; where the box leaves it free it is first left unknown, so that examples name only what matters. All others take every part.
 */
function choicesOf(
  program: Program,
  factParts: ReadonlyMap<string, FactParts>,
  { columns, rows }: Ruleset,
  { axes, rows: boxes }: Space,
  box: Box,
): readonly Choice[] {
  const computed = axes.filter((axis) => !isFact(axis)).map(({ subject }) => subject)
  const opaque = boxes.some(({ exact }) => !exact) ? rows.flatMap(({ tests }) => tests) : []
  const indirect = factsBehind(program, [...computed, ...opaque])
  const aims = axes.flatMap((axis, at) => (isFact(axis) ? [] : aimsOf(axis, box[at]!)))
  const all = factsBehind(program, [...columns.map(({ subject }) => subject), ...opaque])
  return [...all].map((identifier): Choice => {
    const at = axes.findIndex((axis) => isFact(axis) && axis.key === identifier)
    const parts = factParts.get(identifier)
    const everywhere = parts ? [...parts.samples, ...(parts.exact ? [] : aimedAt(parts.type, aims))] : [null]
    if (at === -1) return { identifier, values: everywhere, exact: parts?.exact ?? false }
    const axis = axes[at]!
    const set = box[at]!
    const free = set === allParts(axis) || set === knownParts(axis)
    const inside = everywhere.filter((value) => ((set >> BigInt(partOf(axis, value))) & 1n) === 1n)
    const direct = samplesIn(axis, set)
    const values = [...(free ? [null] : []), ...direct, ...(indirect.has(identifier) ? inside : [])]
    return {
      identifier,
      values: [...new Set(values)],
      exact: !indirect.has(identifier) || (parts?.exact ?? false),
    }
  })
}

/** A number that a computed column is to come to, × 10^-scale. */
interface Aim {
  readonly number: bigint
  readonly scale: number
}

function aimsOf(axis: Axis, set: bigint): readonly Aim[] {
  const { type } = axis.subject
  if (type.kind !== 'number') return []
  return samplesIn(axis, set).flatMap((value) =>
    value === null ? [] : [{ number: BigInt(value as number | bigint), scale: type.scale }],
  )
}

/** What often makes a sum, a difference or a quotient come to an aim: the aim itself, none, and one. */
function aimedAt(type: Type, aims: readonly Aim[]): readonly Value[] {
  if (type.kind !== 'number' || aims.length === 0) return []
  const one = 10n ** BigInt(type.scale)
  const scaled = aims.map(({ number, scale }) => (number * one) / 10n ** BigInt(scale))
  const fitting = [0n, one, ...scaled].filter((number) => number <= type.bound && -number <= type.bound)
  return fitting.map((number) => (isBig(type) ? number : Number(number)))
}

function samplesIn(axis: Axis, set: bigint): Value[] {
  const wanted = axis.ordered ? runsOf(set) : [set]
  const firsts = wanted.map((run) => {
    const parts = partsOf(run).map((part) => axis.parts[part]!)
    const [first, last] = [parts[0]!, parts.filter(({ kind }) => kind === 'interval').at(-1)]
    const whole = first.kind === 'interval' && last?.kind === 'interval' ? { ...first, high: last.high } : first
    return sampleOf(axis, whole)
  })
  return [...firsts, ...partsOf(set).map((part) => sampleOf(axis, axis.parts[part]!))]
}

/** All combinations, the last list fastest, or `ATTEMPTS` of them spread evenly but irregularly where there are more. */
function combine(lists: readonly (readonly Value[])[]): { combinations: Iterable<Value[]>; complete: boolean } {
  const total = lists.reduce((product, list) => product * list.length, 1)
  const complete = total <= ATTEMPTS
  return { combinations: complete ? each() : some(), complete }

  function* each(): Iterable<Value[]> {
    for (let number = 0; number < total; number++) yield pick(number)
  }

  function pick(number: number): Value[] {
    let rest = number
    return lists
      .toReversed()
      .map((list) => {
        const value = list[rest % list.length]!
        rest = Math.floor(rest / list.length)
        return value
      })
      .toReversed()
  }

  function* some(): Iterable<Value[]> {
    // The same choices at every run: a finding is not to come and go.
    let state = 1
    const roll = (sides: number) => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0
      return (state >>> 8) % sides
    }
    yield lists.map((list) => list[0]!)
    for (let attempt = 1; attempt < ATTEMPTS; attempt++) yield lists.map((list) => list[roll(list.length)]!)
  }
}
