import { budget, TooLarge } from './box.ts'
import { lintDeadRows } from './dead-rows.ts'
import type { Finding } from './finding.ts'
import { findingOf } from './found.ts'
import { lintGaps } from './gaps.ts'
import { lintOverlaps } from './overlaps.ts'
import type { Ruleset } from './ruleset.ts'
import { spaceOf } from './space.ts'
import type { Trials } from './trials.ts'

/** Work allowed for one question about one table: about a second. */
const STEPS = 400_000

export function lintRuleset(ruleset: Ruleset, trials: Trials): readonly Finding[] {
  const space = spaceOf(ruleset)
  const questions = [lintGaps, lintOverlaps, lintDeadRows]
  return questions.flatMap((ask) => {
    try {
      return ask({ ruleset, space, trials, steps: budget(STEPS) })
    } catch (fault) {
      if (!(fault instanceof TooLarge)) throw fault
      return [findingOf(ruleset, 'note', 'too-large', [], `${ruleset.place}行和列太多，没有查完；可以拆成几张表`)]
    }
  })
}
