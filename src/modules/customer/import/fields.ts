import { typeOfFact } from '../../../engine/literal.ts'
import type { Word } from '../../../engine/vocabulary.ts'
import type { Context } from '../../../platform/context.ts'
import { type FactDefinition, listFacts } from '../../fact/index.ts'
import { type DraftField, FIELD_NAMES } from '../domain.ts'

/** A place that a mapping can fill: a field of the customer, or a fact of the dictionary. */
export type TargetField =
  | { readonly kind: 'customer'; readonly field: DraftField; readonly name: string }
  | { readonly kind: 'fact'; readonly fact: FactDefinition; readonly word: Word; readonly name: string }

/** snake_case identifiers, as a mapping writes them. */
const IDENTIFIERS: Readonly<Record<DraftField, string>> = {
  customerNo: 'customer_no',
  kind: 'kind',
  stage: 'stage',
  scopeNo: 'book',
  name: 'name',
  identityKind: 'identity_kind',
  identityNo: 'identity_no',
  phone: 'phone',
  email: 'email',
  address: 'address',
  remark: 'remark',
  registeredCode: 'registered_code',
  industry: 'industry',
  region: 'region',
  foundedOn: 'founded_on',
  birthDate: 'birth_date',
  customerSince: 'customer_since',
}

const OTHER_NAMES: Readonly<Partial<Record<DraftField, readonly string[]>>> = {
  customerNo: ['客户编号'],
  name: ['姓名', '名称'],
  scopeNo: ['账簿'],
  phone: ['联系电话'],
}

/** Every field that a file of customers may have, by Chinese name and by identifier, in lower case. */
export async function targetFields(ctx: Pick<Context, 'db'>): Promise<Map<string, TargetField>> {
  const fields = new Map<string, TargetField>()
  for (const [field, identifier] of Object.entries(IDENTIFIERS) as [DraftField, string][]) {
    const target: TargetField = { kind: 'customer', field, name: FIELD_NAMES[field] }
    for (const key of [identifier, FIELD_NAMES[field], ...(OTHER_NAMES[field] ?? [])])
      fields.set(key.toLowerCase(), target)
  }
  for (const fact of await listFacts(ctx, 'customer')) {
    const { name, identifier, unit } = fact
    const type = typeOfFact(fact.type, unit, fact.codes)
    if (type === undefined) continue
    const target: TargetField = { kind: 'fact', fact, name, word: { name, identifier, type, unit } }
    for (const key of [identifier, name]) if (!fields.has(key.toLowerCase())) fields.set(key.toLowerCase(), target)
  }
  return fields
}

/** A field's identity, for finding it mapped twice. */
export function targetKey(target: TargetField): string {
  return target.kind === 'customer' ? target.field : `fact.${target.fact.identifier}`
}
