import { readValue } from '../literal.ts'
import type { Problem } from '../problem.ts'
import { problem } from '../problem.ts'
import type { NativeDecision, Program } from '../program.ts'
import type { Type } from '../type.ts'
import type { Value } from '../value.ts'

/** One parameter as the clause's table writes it: `持股比例 | 50%`. */
export interface NativeParameter {
  readonly type: Type
  /** As a fact's 单位: 元, %, 天, 年; empty where there is none. */
  readonly unit: string
  /** Stands where the clause leaves the parameter out. Without it the parameter must be written. */
  readonly standard?: Exclude<Value, null>
}

export type NativeValues = Readonly<Record<string, Exclude<Value, null>>>

/** A decision that code makes and whose parameters stand in the clause. Total: whatever the inputs are, it answers a value or null. */
export interface NativeFunction {
  readonly name: string
  readonly parameters: Readonly<Record<string, NativeParameter>>
  /** `inputs` in the clause's order, null where unknown. Null: undecided. */
  evaluate(inputs: readonly Value[], parameters: NativeValues): Value
  /** One SQL expression of the same value, over SQL expressions of the inputs; absent where the decision runs on JavaScript only. */
  sql?(inputs: readonly string[], parameters: NativeValues): string
}

/** The natives that a process knows, by name. */
export type Natives = ReadonlyMap<string, NativeFunction>

export const NO_NATIVES: Natives = new Map()

export function natives(functions: Iterable<NativeFunction>): Natives {
  return new Map([...functions].map((native) => [native.name, native]))
}

/** The decision's parameters, read against their declared types; `problems` name what is missing, unknown or unreadable. */
function readParameters(
  decision: NativeDecision,
  native: NativeFunction,
): { readonly values: NativeValues; readonly problems: readonly Problem[] } {
  const values: Record<string, Exclude<Value, null>> = {}
  const problems: Problem[] = []
  const report = (code: string, message: string, expected?: string) =>
    problems.push(problem(decision.clause.source, { start: 0, end: 0 }, code, message, expected))
  for (const [name, { type, unit, standard }] of Object.entries(native.parameters)) {
    const text = decision.parameters[name]
    if (text === undefined) {
      if (standard === undefined) report('missing-parameter', `内置判定“${native.name}”缺少参数“${name}”`)
      else values[name] = standard
      continue
    }
    const value = readValue({ name, identifier: name, type, unit }, text)
    if (value === undefined || value === null) report('unreadable-parameter', `参数“${name}”的值“${text}”读不出来`)
    else values[name] = value
  }
  for (const name of Object.keys(decision.parameters)) {
    if (native.parameters[name] === undefined) {
      report(
        'unknown-parameter',
        `内置判定“${native.name}”没有参数“${name}”`,
        Object.keys(native.parameters).join('、'),
      )
    }
  }
  return { values, problems }
}

const read = new WeakMap<NativeDecision, { readonly native: NativeFunction; readonly values: NativeValues }>()

/** The parameters of a decision that was checked, read once. */
export function parametersOf(decision: NativeDecision, native: NativeFunction): NativeValues {
  const known = read.get(decision)
  if (known?.native === native) return known.values
  const { values } = readParameters(decision, native)
  read.set(decision, { native, values })
  return values
}

/** What keeps the native decisions of a program from running with these natives. */
export function checkNatives(program: Program, known: Natives): readonly Problem[] {
  return program.decisions.flatMap((decision) => {
    if (decision.kind !== 'native') return []
    const native = known.get(decision.native)
    if (native !== undefined) return readParameters(decision, native).problems
    const names = [...known.keys()].join('、')
    const at = { start: 0, end: 0 }
    const message = `没有名为“${decision.native}”的内置判定`
    return [problem(decision.clause.source, at, 'unknown-native', message, names === '' ? undefined : names)]
  })
}
