import { knownParts } from './axis.ts'
import { type Box, intersect, partsOf } from './box.ts'
import { closeDouble } from './close.ts'
import { describeBox, describeExample } from './describe.ts'
import type { Finding } from './finding.ts'
import { findingOf, LISTED, type Question, rowsText } from './found.ts'
import { forbidsOverlap, type Ruleset, takesFirst } from './ruleset.ts'
import type { Space } from './space.ts'
import { rowHolds } from './trials.ts'

/** Pairs of rows that hold together where the hit policy forbids it, or where two bands share the number at which they meet. */
export function* lintOverlaps(question: Question): Iterable<Finding> {
  const { ruleset, space, steps } = question
  if (!forbidsOverlap(ruleset) && !takesFirst(ruleset)) return
  let shared = false
  let listed = 0
  let unsure: [number, number] | undefined
  for (const [one, row] of space.rows.entries()) {
    for (let other = one + 1; other < space.rows.length; other++) {
      steps.take(1)
      const common = intersect(row.holds, space.rows[other]!.holds)
      if (!common) continue
      shared = true
      if (ruleset.hit !== 'U' && ruleset.sameResult(one, other)) continue
      const found = lintPair(question, one, other, common)
      if (found === 'unsure') unsure ??= [one, other]
      else if (found && ++listed <= LISTED) yield found
      else if (found) return yield tooMany(ruleset)
    }
  }
  if (unsure && forbidsOverlap(ruleset)) {
    const text = `${ruleset.place}未能判断${rowsText(ruleset, unsure)}会不会同时成立`
    yield findingOf(ruleset, 'note', 'cannot-tell', unsure, text)
  }
  if (!shared && ruleset.hit === 'A' && space.rows.every(({ exact }) => exact) && space.rows.length > 1) {
    const text = '各行不会同时成立，取用方式 any 没有用处；写 unique 更严'
    yield findingOf(ruleset, 'note', 'any-needless', [], text)
  }
}

function tooMany(ruleset: Ruleset): Finding {
  return findingOf(ruleset, 'note', 'too-large', [], `${ruleset.place}同时成立的行还有，只列出 ${LISTED} 对`)
}

function lintPair(
  { ruleset, space, trials, steps }: Question,
  one: number,
  other: number,
  common: Box,
): Finding | 'unsure' | undefined {
  const touch = touchOf(space, one, other)
  if (!forbidsOverlap(ruleset) && !touch) return undefined
  const box = preferKnown(space, common)
  const search = trials.search({ ruleset, space, box, steps }, (trial) =>
    forbidsOverlap(ruleset)
      ? ruleset.foundConflict(trial.outcome) && [one, other].every((row) => ruleset.fired(trial.outcome).includes(row))
      : [one, other].every((row) => rowHolds(ruleset, row, trial)),
  )
  if (search.kind !== 'found') return search.kind === 'unsure' ? 'unsure' : undefined
  const both = rowsText(ruleset, [one, other])
  const where = `${describeBox(space.axes, box)}。例如${describeExample(search.example)}`
  const { example } = search
  if (touch) {
    const close = closeDouble(ruleset, space, touch.axis, touch.lower)
    const decided = forbidsOverlap(ruleset) ? '' : '；现在由行的先后决定'
    const text = `${ruleset.place}${both}都管到界线上的数：${where}${decided}`
    const severity = forbidsOverlap(ruleset) ? 'error' : 'warning'
    return findingOf(ruleset, severity, 'double-boundary', [one, other], text, { example, close })
  }
  const same = ruleset.sameResult(one, other)
  const text = `${both}同时成立，${same ? '结果相同，但取用方式只许一行成立' : '结果不同'}：${where}`
  return findingOf(ruleset, 'error', same ? 'overlap' : 'contradiction', [one, other], text, { example })
}

/** The known part of what two rows share, where there is any in every column. */
function preferKnown({ axes }: Space, common: Box): Box {
  return intersect(common, axes.map(knownParts)) ?? common
}

/** The column in which two bands meet in one number that both take, and the lower of the two. */
function touchOf({ axes, rows }: Space, one: number, other: number): { axis: number; lower: number } | undefined {
  for (const [at, axis] of axes.entries()) {
    if (!axis.ordered) continue
    const known = knownParts(axis)
    for (const [lower, upper] of [
      [one, other],
      [other, one],
    ] as const) {
      const [below, above] = [partsOf(rows[lower]!.holds[at]! & known), partsOf(rows[upper]!.holds[at]! & known)]
      const part = axis.parts[below.at(-1) ?? -1]
      const isNumber = part?.kind === 'interval' && part.low === part.high
      if (isNumber && below.at(-1) === above[0] && below.length > 1 && above.length > 1) return { axis: at, lower }
    }
  }
  return undefined
}
