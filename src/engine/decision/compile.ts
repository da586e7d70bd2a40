import type { Decision, Program } from '../program.ts'
import { Reason } from '../reason.ts'
import type { Facts, Value } from '../value.ts'
import { jsRuntime } from '../visit/js-runtime.ts'
import { type Answer, answersOf, answersOfProgram, type Outcome } from './answer.ts'
import { assertCompiles } from './check-program.ts'
import { compileScorecard } from './compile-scorecard.ts'
import { compileTable, type Slots } from './compile-table.ts'
import { gather } from './gather.ts'
import { key, type Locals, script, scriptOfEnvironment } from './javascript.ts'
import { namesOfAll } from './names.ts'
import { type Natives, NO_NATIVES } from './native.ts'
import { coerce, type Environment } from './nodes.ts'
import { nodesOf, settle } from './settle.ts'

export interface CompiledProgram {
  readonly program: Program
  readonly answers: readonly Answer[]
  /**
   * Every answer of the program about one subject. Facts are run-time values of their words' types, an absent key is unknown. Never
   * throws for any facts of those types.
   */
  assess(facts: Facts): Outcome
  /** The JavaScript that runs, for who wants to read it. */
  readonly code: string
}

export interface CompileOptions {
  /** Changes the code before it is made a function: how a test shows that it would notice. */
  readonly rewrite?: (code: string) => string
}

/**
 * Compiles a program to one JavaScript function. The plain path of each decision, all its facts known, is inline and allocates no more
 * than the outcome; whatever it leaves open goes to the decision's settling function. Throws where a native decision has no
 * function: `checkNatives` says so beforehand.
 */
export function compileProgram(
  program: Program,
  natives: Natives = NO_NATIVES,
  { rewrite = (code) => code }: CompileOptions = {},
): CompiledProgram {
  assertCompiles(program, natives)
  const locals = new Map<string, string>()
  const facts = factsOf(program)
  for (const identifier of facts) locals.set(identifier, `f${locals.size}`)
  const answers = answersOfProgram(program)
  for (const { word } of answers) locals.set(word.identifier, `v${locals.size}`)
  const decisions = program.decisions.map((decision, index) => statements(program, decision, index, locals))
  const code = rewrite(
    [
      '"use strict";',
      'return function assess(facts) {',
      ...facts.map((identifier) => {
        const local = locals.get(identifier)
        return `let ${local} = facts[${JSON.stringify(identifier)}]; if (${local} === undefined) ${local} = null;`
      }),
      ...decisions,
      `return { values: ${record(answers, (answer) => locals.get(answer.word.identifier)!)},`,
      `reasons: ${record(answers, (answer) => `${locals.get(answer.word.identifier)}r`)},`,
      `trace: {${program.decisions.map((decision, index) => `${key(decision.word.identifier)}: t${index}`).join(', ')}} };`,
      '}',
    ].join('\n'),
  )
  const settlers = program.decisions.map(
    (decision) => (environment: Environment) => settle(decision, program.head.dialect, environment, natives),
  )
  const gatherers = program.decisions.map((decision) => gathererOf(decision))
  const assess = new Function('$', '$settle', '$gather', code)(jsRuntime, settlers, gatherers) as (
    facts: Facts,
  ) => Outcome
  return { program, answers, assess, code }
}

/** The facts that the decisions read, by identifier: names of facts, and of no answer. */
export function factsOf(program: Program): readonly string[] {
  const names = namesOfAll(program.decisions.flatMap(nodesOf))
  return names.filter((name) => name.of === 'fact').map((name) => name.identifier)
}

function statements(program: Program, decision: Decision, index: number, locals: Locals): string {
  const { dialect } = program.head
  const values = answersOf(decision).map(({ word }) => locals.get(word.identifier)!)
  const slots: Slots = { index, values, reasons: values.map((value) => `${value}r`), trace: `t${index}` }
  const declare = `let ${[...values.map((slot) => `${slot} = null`), ...slots.reasons.map((slot) => `${slot} = ${Reason.known}`), `${slots.trace} = null`].join(', ')};`
  const reads = namesOfAll(nodesOf(decision)).map((name) => name.identifier)
  const settled = [
    `const s = $settle[${index}](${scriptOfEnvironment(reads, locals)});`,
    ...values.map((slot, k) => `${slot} = s.values[${k}]; ${slots.reasons[k]} = s.reasons[${k}];`),
    `${slots.trace} = s.trace;`,
  ].join(' ')
  // A scorecard's plain path judges unknowns too; any other says nothing of what it leaves null.
  const open =
    decision.kind === 'scorecard' ? `${slots.trace} === null` : values.map((slot) => `${slot} === null`).join(' || ')
  return [declare, `{ ${plainPath(decision, dialect, locals, slots)} }`, `if (${open}) { ${settled} }`].join('\n')
}

function plainPath(decision: Decision, dialect: Program['head']['dialect'], locals: Locals, slots: Slots): string {
  switch (decision.kind) {
    case 'table':
      return compileTable(decision, dialect, locals, slots)
    case 'scorecard':
      return compileScorecard(decision, dialect, locals, slots)
    case 'formula':
      return `${slots.values[0]} = ${script(coerce(decision.expression, decision.word.type), locals)}; ${slots.trace} = [];`
    case 'native':
      return ''
  }
}

function gathererOf(decision: Decision): (outputs: readonly Value[], column: number) => Value {
  if (decision.kind !== 'table') return () => null
  return (outputs, column) => gather(decision.hit, decision.outputs[column]!.word.type, outputs)
}

function record(answers: readonly Answer[], slot: (answer: Answer) => string): string {
  return `{${answers.map((answer) => `${key(answer.word.identifier)}: ${slot(answer)}`).join(', ')}}`
}
