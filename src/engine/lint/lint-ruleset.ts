import { budget, TooLarge } from './box.ts'
import { lintDeadRows } from './dead-rows.ts'
import type { Finding } from './finding.ts'
import { findingOf } from './found.ts'
import { lintGaps } from './gaps.ts'
import { lintOverlaps } from './overlaps.ts'
import type { Ruleset } from './ruleset.ts'
import { spaceOf } from './space.ts'
import type { Trials } from './trials.ts'

/** Work allowed for one question about one table: a second or so. 2,500 complete rows over two columns take 3.2 million. */
const STEPS = 5_000_000

/** What was found before the work grew too large is kept, and it is said that there may be more. */
export function lintRuleset(ruleset: Ruleset, trials: Trials): readonly Finding[] {
  const space = spaceOf(ruleset)
  const questions = [lintGaps, lintOverlaps, lintDeadRows]
  return questions.flatMap((ask) => {
    const found: Finding[] = []
    try {
      for (const finding of ask({ ruleset, space, trials, steps: budget(STEPS) })) found.push(finding)
    } catch (fault) {
      if (!(fault instanceof TooLarge)) throw fault
      found.push(findingOf(ruleset, 'note', 'too-large', [], `${ruleset.place}行和列太多，没有查完；可以拆成几张表`))
    }
    return found
  })
}
