import type { Context } from '../../platform/context.ts'
import { failures, findSelection, memberSql } from '../../platform/selection.ts'
import { compileCondition, type FactCondition } from './condition.ts'
import { factVocabulary } from './dictionary.ts'

/** How somebody says which parties are meant: a condition, or a selection by name or id, or neither: all in range. */
export interface Choice {
  readonly where?: string | null | undefined
  readonly selection?: string | null | undefined
}

/**
 * Who is chosen, as one condition over the relation of the subject's facts; undefined: everybody. The members of a frozen list are a
 * condition that reads no fact. Throws `selection.twoWays`, `selection.absent`, `fact.badCondition`.
 */
export async function chosenBy(
  ctx: Context,
  subject: string,
  { where, selection }: Choice,
): Promise<FactCondition | undefined> {
  if (where != null && selection != null) throw failures.twoWays()
  if (where != null) return compileCondition(where, await factVocabulary(ctx, subject))
  if (selection == null) return undefined
  const found = await findSelection(ctx, subject, selection)
  if (found.kind === 'frozen') return { identifiers: [], sql: ({ partyId }) => memberSql(found, partyId) }
  return compileCondition(found.condition, await factVocabulary(ctx, subject))
}
