import { type Problem, problem } from '../problem.ts'
import type { Decision, Program, ScorecardDecision } from '../program.ts'
import { SCORE_LIMIT } from './interval.ts'
import { checkNatives, type Natives, NO_NATIVES } from './native.ts'
import { rowsWithoutPriority } from './row-order.ts'

/** What keeps a program, sound as it reads, from being compiled with these natives. Empty: both back ends take it. */
export function checkProgram(program: Program, natives: Natives = NO_NATIVES): readonly Problem[] {
  return [...checkNatives(program, natives), ...program.decisions.flatMap(checkDecision)]
}

/** Throws the first problem: to compile a program that was not checked is our own mistake. */
export function assertCompiles(program: Program, natives: Natives): void {
  const [first] = checkProgram(program, natives)
  if (first !== undefined) throw new Error(first.message)
}

function checkDecision(decision: Decision): readonly Problem[] {
  switch (decision.kind) {
    case 'scorecard':
      return reachOf(decision) < SCORE_LIMIT
        ? []
        : [at(decision, 'score-too-large', '得分的位数太多：连小数位在内不能超过九位', '较小的得分，或较少的小数位')]
    case 'table':
      return rowsWithoutPriority(decision).map((row) =>
        at(decision, 'priority-not-constant', `第 ${row + 1} 行的结果不是常量，排不出优先级`, '一个常量'),
      )
    default:
      return []
  }
}

/** The largest size that the score or a part of it may have. */
function reachOf({ baseline, characteristics }: ScorecardDecision): bigint {
  const size = (value: bigint) => (value < 0n ? -value : value)
  const largest = (values: readonly bigint[]) => values.toSorted((a, b) => (a < b ? 1 : -1))[0] ?? 0n
  return (
    characteristics.reduce(
      (sum, { attributes }) => sum + largest(attributes.map(({ partial }) => size(partial ?? 0n))),
      size(baseline),
    ) * 2n
  )
}

function at({ clause }: Decision, code: string, message: string, expected: string): Problem {
  return problem(clause.source, { start: 0, end: 0 }, code, message, expected)
}
