import { showValue, type Word } from '../../engine/index.ts'
import type { Context } from '../../platform/context.ts'
import { factVocabulary, listFacts, loadFacts, type Provenance } from '../fact/index.ts'
import { IDENTITY_KIND_NAMES, KIND_NAMES, STAGE_NAMES, type StoredCustomer } from './domain.ts'
import { CUSTOMER_SOURCE } from './facts.ts'
import { maskCustomer } from './masking.ts'
import { listRelated, type RelatedLine } from './related.ts'

/** One fact as the page shows it: what it is, as people write it, where it came from, whether it is still fresh. */
export interface FactLine {
  readonly name: string
  readonly identifier: string
  readonly family: string
  /** 未知 where it is. */
  readonly value: string
  readonly source: string | null
  readonly asOf: string | null
  readonly stale: boolean
}

export interface ChangeLine {
  readonly recordedAt: string
  readonly source: string
  readonly rowVersion: number
}

/** 客户全景: what is known of one customer, masked. */
export interface CustomerSheet {
  readonly partyId: string
  readonly rowVersion: number
  readonly customerNo: string
  readonly name: string
  readonly kind: string
  readonly kindName: string
  readonly stage: string
  readonly stageName: string
  readonly book: number
  readonly identityKindName: string | null
  readonly identityNo: string | null
  readonly registeredCode: string | null
  readonly phone: string | null
  readonly email: string | null
  readonly address: string | null
  readonly hasRemark: boolean
  readonly industry: string | null
  readonly region: string | null
  readonly foundedOn: string | null
  readonly birthDate: string | null
  readonly customerSince: string | null
  readonly source: string
  readonly recordedAt: string
  readonly facts: FactLine[]
  readonly related: RelatedLine[]
  /** The row's earlier states, newest first, at most twenty. */
  readonly changes: ChangeLine[]
}

export async function customerSheet(ctx: Context, customer: StoredCustomer): Promise<CustomerSheet> {
  const { partyId, scopeNo, record, rowVersion, source, recordedAt } = customer
  const { name, identityKind, identityNo, phone, email, address } = maskCustomer(record)
  return {
    partyId,
    rowVersion,
    customerNo: record.customerNo,
    name,
    kind: record.kind,
    kindName: KIND_NAMES[record.kind],
    stage: record.stage,
    stageName: STAGE_NAMES[record.stage],
    book: scopeNo,
    identityKindName: identityKind === null ? null : (IDENTITY_KIND_NAMES[identityKind] ?? identityKind),
    identityNo,
    registeredCode: record.registeredCode,
    phone,
    email,
    address,
    hasRemark: record.remark !== null,
    industry: record.industry,
    region: record.region,
    foundedOn: record.foundedOn,
    birthDate: record.birthDate,
    customerSince: record.customerSince,
    source,
    recordedAt: recordedAt.toISOString(),
    facts: await factLines(ctx, partyId),
    related: await listRelated(ctx, partyId),
    changes: await changesOf(ctx, partyId),
  }
}

/** Families of which nothing is known at all are left out. */
async function factLines(ctx: Context, partyId: string): Promise<FactLine[]> {
  const definitions = await listFacts(ctx, CUSTOMER_SOURCE.subject)
  const { words } = await factVocabulary(ctx, CUSTOMER_SOURCE.subject)
  const identifiers = definitions.map((fact) => fact.identifier)
  const loaded = await loadFacts(ctx, CUSTOMER_SOURCE.subject, partyId, identifiers)
  if (loaded === undefined) return []
  const known = new Set(definitions.filter((fact) => loaded.provenance.has(fact.identifier)).map((fact) => fact.family))
  return definitions
    .filter((fact) => known.has(fact.family))
    .map((fact) => lineOf(fact.family, words.get(fact.name)!, loaded.facts[fact.identifier] ?? null, loaded.provenance))
}

function lineOf(
  family: string,
  word: Word,
  value: Parameters<typeof showValue>[1],
  provenance: ReadonlyMap<string, Provenance>,
): FactLine {
  const from = provenance.get(word.identifier)
  return {
    name: word.name,
    identifier: word.identifier,
    family,
    value: showValue(word, value),
    source: from?.source ?? null,
    asOf: from?.asOf ?? null,
    stale: from?.stale ?? false,
  }
}

async function changesOf(ctx: Pick<Context, 'client'>, partyId: string): Promise<ChangeLine[]> {
  const { rows } = await ctx.client.query<{ recorded_at: Date; source: string; row_version: number }>(
    `SELECT recorded_at, source, row_version FROM customer_history WHERE party_id = $1 ORDER BY recorded_at DESC LIMIT 20`,
    [partyId],
  )
  return rows.map((row) => ({
    recordedAt: row.recorded_at.toISOString(),
    source: row.source,
    rowVersion: row.row_version,
  }))
}
