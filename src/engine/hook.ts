import { typeName } from './language/type-name.ts'
import { type Problem, problem } from './problem.ts'
import type { Binding, Program } from './program.ts'
import { source } from './source.ts'
import type { Type } from './type.ts'

/** What a hook's answer must be: a kind of type, or for numbers what they measure. */
export type HookResult = Exclude<Type['kind'], 'nothing'> | 'money' | 'ratio'

/** A decision that code asks policies for. Code names hooks, never clauses: `binds:` in a heading says which clause answers. */
export interface HookDeclaration {
  /** Module first: `rating.credit.grade`. */
  readonly name: string
  /** What is decided, as screens and messages say it: 信用等级. */
  readonly title: string
  /** The subject that the answering document must be about. */
  readonly subject: string
  /** Names of what the asker supplies beside the subject's own facts. */
  readonly inputs: readonly string[]
  readonly result: HookResult
  /** Unbound, its act is refused as 未规定, and no publishing succeeds. */
  readonly required: boolean
}

export function hook(name: string, declaration: Omit<HookDeclaration, 'name'>): HookDeclaration {
  if (!/^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$/.test(name)) throw new Error(`hook name ${name} is not module.thing`)
  return Object.freeze({ name, ...declaration })
}

/** Whether `unit` is `other` or has it below itself; without the organisation's tree, only the former. */
export type UnitCovers = (unit: string, other: string) => boolean

/**
 * What keeps these programs from answering these hooks: a hook that nobody declares or whose answer has another type or subject, one
 * bound by two clauses for the same unit on the same day, a required one that no clause binds. A later version of a document takes
 * over from the earlier ones on its effective date, and two documents must divide the units or the time.
 */
export function checkBindings(
  programs: readonly Program[],
  hooks: readonly HookDeclaration[],
  covers: UnitCovers = (unit, other) => unit === other,
): Problem[] {
  const declared = new Map(hooks.map((each) => [each.name, each]))
  const bound = programs.flatMap((program) => program.bindings.map((binding) => ({ program, binding })))
  return [
    ...bound.flatMap(({ program, binding }) => checkBinding(program, binding, declared)),
    ...checkTwice(programs, bound, covers),
    ...hooks
      .filter(({ name, required }) => required && !bound.some(({ binding }) => binding.hook === name))
      .map(unbound),
  ]
}

interface Bound {
  readonly program: Program
  readonly binding: Binding
}

function checkBinding(program: Program, binding: Binding, declared: ReadonlyMap<string, HookDeclaration>): Problem[] {
  const wanted = declared.get(binding.hook)
  if (!wanted)
    return [refuse(binding, 'hook-unknown', `没有名为“${binding.hook}”的挂接点`, [...declared.keys()].join('、'))]
  if (wanted.subject !== program.head.about) {
    const message = `挂接点“${binding.hook}”（${wanted.title}）说的是“${wanted.subject}”`
    return [refuse(binding, 'hook-subject', message, `about: ${wanted.subject}`)]
  }
  const type = program.decisions.find(({ word }) => word.name === binding.decision)?.word.type
  if (type === undefined || gives(type, wanted.result)) return []
  const message = `挂接点“${binding.hook}”（${wanted.title}）要${titleOf(wanted.result)}，“${binding.decision}”是${typeName(type)}`
  return [refuse(binding, 'hook-result', message, titleOf(wanted.result))]
}

function gives(type: Type, result: HookResult): boolean {
  if (type.kind === 'number') return result === 'number' || result === type.dimension
  return type.kind === result || (result === 'text' && type.kind === 'code')
}

function titleOf(result: HookResult): string {
  const titles: Readonly<Record<HookResult, string>> = {
    number: '数',
    money: '金额',
    ratio: '比率',
    text: '文本',
    code: '代码',
    boolean: '是否',
    date: '日期',
    list: '列表',
  }
  return titles[result]
}

function checkTwice(programs: readonly Program[], bound: readonly Bound[], covers: UnitCovers): Problem[] {
  return bound.flatMap((one, index) => {
    const twin = bound.slice(0, index).find((other) => collide(one, other, programs, covers))
    if (!twin) return []
    const { clause } = twin.binding
    const where = one.program === twin.program ? clause.number : `《${twin.program.head.title}》${clause.number}`
    const message = `挂接点“${one.binding.hook}”在同一日期、同一机构已由${where}挂接，只能由一个条款挂接`
    return [refuse(one.binding, 'hook-twice', message)]
  })
}

function collide(one: Bound, other: Bound, programs: readonly Program[], covers: UnitCovers): boolean {
  if (one.binding.hook !== other.binding.hook) return false
  if (one.program === other.program) return true
  const [head, twin] = [one.program.head, other.program.head]
  // Versions of one document never speak at once: the latest in force for a unit does.
  if (head.id === twin.id) return false
  const unitsMeet = meet(head.units, twin.units, covers)
  return (
    unitsMeet &&
    head.effective < endOf(other.program, programs, covers) &&
    twin.effective < endOf(one.program, programs, covers)
  )
}

function meet(units: readonly string[], others: readonly string[], covers: UnitCovers): boolean {
  if (units.length === 0 || others.length === 0) return true
  return units.some((unit) => others.some((other) => covers(unit, other) || covers(other, unit)))
}

/** The first day on which the version no longer speaks: repealed, or replaced by one of its document for all of its units. */
function endOf({ head }: Program, programs: readonly Program[], covers: UnitCovers): string {
  const successors = programs
    .map((program) => program.head)
    .filter(({ id, effective, version }) => id === head.id && version !== head.version && effective > head.effective)
    .filter(
      ({ units }) =>
        units.length === 0 ||
        (head.units.length > 0 && head.units.every((unit) => units.some((each) => covers(each, unit)))),
    )
    .map(({ effective }) => effective)
  return [head.repealed ?? '9999-12-31', ...successors].toSorted()[0]!
}

function refuse({ clause }: Binding, code: string, message: string, expected?: string): Problem {
  return problem(clause.source, { start: 0, end: clause.source.text.length }, code, message, expected)
}

function unbound({ name, title }: HookDeclaration): Problem {
  const message = `挂接点“${name}”（${title}）必须有规定，却没有条款挂接`
  return problem(
    source('', '制度库'),
    { start: 0, end: 0 },
    'hook-unbound',
    message,
    `一个写有 binds: ${name} 的判定条款`,
  )
}
