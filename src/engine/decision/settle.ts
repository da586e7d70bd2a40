import type { Dialect } from '../dialect.ts'
import type { Decision } from '../program.ts'
import { Reason } from '../reason.ts'
import type { Node } from '../tree.ts'
import type { Value } from '../value.ts'
import { isBig } from '../visit/representation.ts'
import type { Trace } from './answer.ts'
import { type Natives, parametersOf } from './native.ts'
import { coerce, type Environment, lacks, valueIn } from './nodes.ts'
import { type SettledScorecard, scoredAttribute, settleScorecard } from './settle-scorecard.ts'
import { settleTable } from './settle-table.ts'

/** A decision's answers, in the order of `answersOf`. */
export interface Settled {
  readonly values: readonly Value[]
  readonly reasons: readonly Reason[]
  readonly trace: Trace
}

/** Every tree that a decision reads facts through. */
export function nodesOf(decision: Decision): readonly Node[] {
  switch (decision.kind) {
    case 'formula':
      return [decision.expression]
    case 'table':
      return decision.rows.flatMap((row) => [...row.tests, ...row.outputs])
    case 'scorecard':
      return decision.characteristics.flatMap(({ attributes }) => attributes.map(({ test }) => test))
    case 'native':
      return decision.inputs
  }
}

/** Any decision's answers under given facts, unknown ones included: the reference, without a plain path. */
export function settle(decision: Decision, dialect: Dialect, environment: Environment, natives: Natives): Settled {
  switch (decision.kind) {
    case 'table': {
      const { values, reasons, fired } = settleTable(decision, dialect, environment)
      return { values, reasons, trace: fired }
    }
    case 'scorecard':
      return scorecardAnswers(decision, settleScorecard(decision, dialect, environment))
    case 'formula':
      return single(
        valueIn(coerce(decision.expression, decision.word.type), environment),
        [decision.expression],
        environment,
      )
    case 'native': {
      const native = natives.get(decision.native)
      if (native === undefined) throw new Error(`native decision ${decision.native} is not registered`)
      const inputs = decision.inputs.map((node) => valueIn(node, environment))
      return single(native.evaluate(inputs, parametersOf(decision, native)), decision.inputs, environment)
    }
  }
}

function scorecardAnswers(decision: Extract<Decision, { kind: 'scorecard' }>, settled: SettledScorecard): Settled {
  const { low, high, veto, score, scoreReason, grade, gradeReason, characteristics } = settled
  const parts = characteristics.flatMap((one) => [scoredAttribute(one), one.low === one.high ? one.low : null])
  const trace = [low, high, veto, ...parts]
  const value = score !== null && isBig(decision.score.type) ? BigInt(score) : score
  return decision.bands.length === 0
    ? { values: [value], reasons: [scoreReason], trace }
    : { values: [grade, value], reasons: [gradeReason, scoreReason], trace }
}

function single(value: Value, nodes: readonly Node[], environment: Environment): Settled {
  const missing = nodes.some((node) => lacks(node, environment))
  const reason = value !== null ? Reason.known : missing ? Reason.missing : Reason.notComputable
  return { values: [value], reasons: [reason], trace: [] }
}
