import { explain, type Sheet } from '../../engine/index.ts'
import type { Context } from '../../platform/context.ts'
import { loadFacts, type Provenance } from '../fact/index.ts'
import type { LoadedProgram } from '../policy/index.ts'
import { type Assessment, momentOf } from './domain.ts'
import { type Judgement, judgementOf } from './outcome.ts'

/** Where a fact that the decision read came from; absent for an unknown one. */
export interface InputOrigin {
  readonly name: string
  readonly identifier: string
  readonly source: string
  /** The date for which the figure holds; null for the customer's own record. */
  readonly asOf: string | null
  readonly recordedAt: string
  /** Older than its period of validity on the date of the assessment. */
  readonly stale: boolean
}

/** What a party was judged on and how: the same facts and the same version give the same sheet, byte for byte. */
export interface JudgedSheet {
  readonly judgement: Judgement
  readonly sheet: Sheet
  readonly origins: readonly InputOrigin[]
}

/** Judges a party by a version on the facts of a moment; undefined where the party is out of scope or was not there yet. */
export async function judge(
  ctx: Context,
  loaded: LoadedProgram,
  partyId: string,
  on: Pick<Assessment, 'asOf' | 'factsAt'>,
): Promise<JudgedSheet | undefined> {
  const { program, compiled, version } = loaded
  const identifiers = program.inputs.map(({ identifier }) => identifier)
  const read = await loadFacts(ctx, version.subject, partyId, identifiers, momentOf(on))
  if (!read) return undefined
  const outcome = compiled.assess(read.facts)
  return {
    judgement: judgementOf(loaded, outcome),
    sheet: explain(program, read.facts, outcome),
    origins: originsOf(loaded, read.provenance),
  }
}

function originsOf({ program }: LoadedProgram, provenance: ReadonlyMap<string, Provenance>): InputOrigin[] {
  return program.inputs.flatMap(({ name, identifier }) => {
    const from = provenance.get(identifier)
    if (!from) return []
    const { source, asOf, recordedAt, stale } = from
    return [{ name, identifier, source, asOf, recordedAt: recordedAt.toISOString(), stale }]
  })
}
