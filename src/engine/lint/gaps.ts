import { isCollecting } from '../decision/settle-table.ts'
import { knownParts } from './axis.ts'
import { type Box, intersect, partsOf, subtract } from './box.ts'
import { closeGap } from './close.ts'
import { describeBox, describeExample } from './describe.ts'
import type { Finding, FindingSeverity } from './finding.ts'
import { findingOf, LISTED, type Question } from './found.ts'
import type { Ruleset } from './ruleset.ts'
import type { Space } from './space.ts'

/**
 * Combinations of known values for which no row holds. Unknown is left out: a row that asks an unknown is open there, and the answer
 * 未知 names what is missing.
 */
export function* lintGaps({ ruleset, space, trials, steps }: Question): Iterable<Finding> {
  if (!ruleset.mustHold) return
  const { axes, rows } = space
  const sure = rows.flatMap(({ exact, holds }) => (exact ? [holds] : []))
  const ordered = axes.map((axis) => axis.ordered)
  const gaps = subtract(axes.map(knownParts), sure, ordered, steps)
  let unsure: Box | undefined
  for (const gap of gaps.slice(0, LISTED)) {
    const search = trials.search({ ruleset, space, box: gap, steps }, ({ outcome }) => ruleset.foundNone(outcome))
    if (search.kind === 'unsure') unsure ??= gap
    if (search.kind !== 'found') continue
    const { example } = search
    const text = `${ruleset.place}没有一行管到：${describeBox(axes, gap)}。例如${describeExample(example)}，得不到${ruleset.yields}`
    const close = closeGap(ruleset, space, gap)
    yield findingOf(ruleset, severityOf(ruleset, space, gap), 'gap', [], text, { example, close })
  }
  if (unsure) yield undecided(ruleset, space, unsure)
  if (gaps.length > LISTED) {
    const text = `${ruleset.place}没有一行管到的情况共 ${gaps.length} 处，只列出 ${LISTED} 处`
    yield findingOf(ruleset, 'note', 'too-large', [], text)
  }
}

function undecided(ruleset: Ruleset, { axes, rows }: Space, gap: Box): Finding {
  const opaque = rows.flatMap(({ exact, mayHold }, index) => (!exact && intersect(mayHold, gap) ? [index] : []))
  const why =
    opaque.length > 0 ? '有的格是算式，看不出取哪些值' : '这一列由别的判定或公式算出，没有找到能落到这里的数据'
  const text = `${ruleset.place}未能判断是否有一行管到：${describeBox(axes, gap)}；${why}`
  return findingOf(ruleset, 'note', 'cannot-tell', opaque, text)
}

/** Impossible or unlikely values weigh less: negative numbers, and texts of which there is no end. */
function severityOf(ruleset: Ruleset, { axes }: Space, gap: Box): FindingSeverity {
  const parts = axes.map((axis, at) => partsOf(gap[at]!).map((part) => axis.parts[part]!))
  const negative = parts.some(
    (list, at) =>
      axes[at]!.subject.type.kind === 'number' && list.every((part) => part.kind === 'interval' && part.high < 0n),
  )
  if (negative) return 'note'
  const endless = parts.some((list) => list.every((part) => part.kind === 'other'))
  return endless || isCollecting(ruleset.hit) ? 'warning' : 'error'
}
