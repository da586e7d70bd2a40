import { namesOfAll } from '../decision/names.ts'
import type { Decision } from '../program.ts'
import { attributeOf, type Clause } from './document.ts'
import { headOf, type Report } from './draft.ts'
import { nodesOf, wordsOf } from './parts.ts'

/**
 * The decision that an assessment records: the one with `result: yes`, else the only one that binds a hook of rating, else the
 * only one that no other uses.
 */
export function resultOf(
  clauses: readonly Clause[],
  decisions: readonly Decision[],
  report: Report,
): Decision | undefined {
  const asked = clauses.flatMap((clause) => {
    const attribute = attributeOf(clause, 'result')
    return attribute ? [{ clause, attribute }] : []
  })
  for (const { clause, attribute } of asked) {
    if (attribute.value !== 'yes') report.clause(headOf(clause), 'result', `“result”不能是“${attribute.value}”`, 'yes')
  }
  if (asked.length > 1) return report.clause(headOf(asked[1]!.clause), 'result', '两个判定都写了 result: yes')
  if (asked.length === 1) return decisions.find((decision) => decision.clause.source === asked[0]!.clause.source)
  const rated = decisions.filter(({ clause }) => clause.binds.some((hook) => hook.startsWith('rating.')))
  if (rated.length === 1) return rated[0]
  const used = new Set(namesOfAll(decisions.flatMap(nodesOf)).map(({ identifier }) => identifier))
  const last = decisions
    .filter(({ kind }) => kind !== 'formula')
    .filter((each) => !wordsOf(each).some((word) => used.has(word.identifier)))
  if (last.length > 1)
    report.warn(last[1]!.clause, 'no-result', '看不出哪个判定是评定的结果，请在其中一个写 result: yes')
  return last.length === 1 ? last[0] : undefined
}
