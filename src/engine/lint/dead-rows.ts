import { type Box, intersect, subtract } from './box.ts'
import { describeExample } from './describe.ts'
import type { Finding } from './finding.ts'
import { findingOf, type Question, rowsText } from './found.ts'
import { type Ruleset, takesFirst } from './ruleset.ts'
import type { Space } from './space.ts'
import { rowHolds } from './trials.ts'

/** Rows that never fire: no value fits their cells, or rows that come before them decide wherever they hold. */
export function* lintDeadRows(question: Question): Iterable<Finding> {
  const { ruleset, space, steps } = question
  for (const [at, index] of ruleset.order.entries()) {
    const { holds } = space.rows[index]!
    if (holds.includes(0n)) {
      const text = `${ruleset.place}${rowsText(ruleset, [index])}不可能成立：没有一个值合乎它的各格`
      yield findingOf(ruleset, 'error', 'row-empty', [index], text)
    } else if (takesFirst(ruleset)) {
      steps.take(at)
      const before = ruleset.order.slice(0, at).flatMap((other) => {
        const taken = takenBefore(ruleset, space, other, index)
        return taken && intersect(taken, holds) ? [{ other, taken }] : []
      })
      const left = subtract(
        holds,
        before.map(({ taken }) => taken),
        space.axes.map(({ ordered }) => ordered),
        steps,
      )
      if (left.length > 0) continue
      yield neverFires(
        question,
        index,
        before.map(({ other }) => other),
      )
    }
  }
}

function neverFires({ ruleset, space, trials, steps }: Question, index: number, others: readonly number[]): Finding {
  const search = trials.search(
    { ruleset, space, box: space.rows[index]!.holds, steps },
    (trial) => rowHolds(ruleset, index, trial) && othersFired(ruleset.fired(trial.outcome), index),
  )
  const example = search.kind === 'found' ? search.example : undefined
  const shown = example ? `。例如${describeExample(example)}，先成立的是别的行` : ''
  const text = `${ruleset.place}${rowsText(ruleset, [index])}永远轮不到：${rowsText(ruleset, others)}已经管到它的全部情况${shown}`
  const idle = others.every((other) => ruleset.sameResult(other, index))
  return findingOf(ruleset, idle ? 'warning' : 'error', 'never-fires', [index, ...others], text, { example })
}

/**
 * Where an earlier row keeps a later one from firing: where it holds, and where it is open on an unknown and says something else, for
 * then neither is certain. Open does not count where a 未知 cell may answer for the unknown.
 */
function takenBefore(
  ruleset: Ruleset,
  { rows, answersUnknown }: Space,
  earlier: number,
  later: number,
): Box | undefined {
  const { exact, holds, mayHold } = rows[earlier]!
  if (!exact) return undefined
  if (!ruleset.differs(earlier, later)) return holds
  return holds.map((set, axis) => (answersUnknown[axis] ? set : mayHold[axis]!))
}

function othersFired(fired: readonly number[], index: number): boolean {
  return fired.some((row) => row >= 0) && !fired.includes(index)
}
