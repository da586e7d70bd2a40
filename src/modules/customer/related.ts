import { newId } from '../../kernel/id.ts'
import type { LocalDate } from '../../kernel/local-date.ts'
import type { AuditEvent } from '../../platform/audit.ts'
import type { Context } from '../../platform/context.ts'
import { saveParties, saveRoles } from '../../platform/party.ts'
import { nameTokens } from '../../platform/pinyin.ts'
import type { StoredCustomer } from './domain.ts'
import { failures } from './failures.ts'
import { identityProblem, normaliseNumber } from './identity.ts'
import { loadCustomers } from './load.ts'
import { maskCustomer, maskName, maskPhone } from './masking.ts'
import { normalisePhone, phoneKey } from './phone.ts'

/** 关联人与关键人: who stands beside a customer, and as what. */
export const RELATION_NAMES: Readonly<Record<string, string>> = {
  contact: '联系人',
  legal_representative: '法定代表人',
  controller: '实际控制人',
  shareholder: '股东',
  manager: '高级管理人员',
  finance_head: '财务负责人',
  guarantor: '担保人',
  spouse: '配偶',
  parent: '父母',
  child: '子女',
  sibling: '兄弟姐妹',
  other: '其他',
}

/** A person who is no customer: entered beside the customer that they belong to. */
export interface ContactDraft {
  readonly name: string
  readonly phone?: string | undefined
  readonly identityNo?: string | undefined
}

export interface RelationDraft {
  readonly relation: string
  /** A party that is there already; else `person`. */
  readonly otherId?: string | undefined
  readonly person?: ContactDraft | undefined
  /** Holding in parts per million. */
  readonly share?: number | undefined
  readonly since?: LocalDate | undefined
}

export interface RelatedLine {
  readonly otherId: string
  readonly relation: string
  readonly relationName: string
  /** Masked where it is a person's; null where the party is outside the range. */
  readonly name: string | null
  readonly phone: string | null
  readonly customerNo: string | null
  /** Parts per million. */
  readonly share: number | null
  readonly since: string | null
}

/** Takes an event that is to be recorded though the act is refused: in a transaction of its own, after the act's. */
export type RecordApart = (event: AuditEvent) => void

/** Puts a party beside a customer; an unknown person becomes a party of their own, sealed under a key of their own. */
export async function relate(
  ctx: Context,
  customer: StoredCustomer,
  draft: RelationDraft,
  recordApart?: RecordApart,
): Promise<string> {
  if (!Object.hasOwn(RELATION_NAMES, draft.relation))
    throw failures.badRelation({ problem: `没有名为“${draft.relation}”的关系` })
  if ((draft.otherId === undefined) === (draft.person === undefined)) {
    throw failures.badRelation({ problem: '请选择一位客户，或填写一位联系人，二者只能其一' })
  }
  const otherId = draft.otherId ?? (await enterContact(ctx, customer, draft.person!, recordApart))
  if (draft.otherId !== undefined && !(await isSeen(ctx, 'party', draft.otherId)))
    throw failures.badRelation({ problem: '没有这位关联人，或者不在您的管辖范围内' })
  if (otherId === customer.partyId) throw failures.badRelation({ problem: '客户不能与自己关联' })
  await ctx.client.query(
    `INSERT INTO related_party (party_id, other_id, relation, scope_no, share, since, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (party_id, other_id, relation) DO UPDATE
       SET share = excluded.share, since = excluded.since, recorded_at = excluded.recorded_at`,
    [customer.partyId, otherId, draft.relation, customer.scopeNo, draft.share ?? null, draft.since ?? null, ctx.now],
  )
  await ctx.audit.record({
    act: 'customer.relate',
    partyId: customer.partyId,
    detail: { other: otherId, relation: draft.relation },
  })
  return otherId
}

/** Whether the principal may see the party's row. */
async function isSeen({ client }: Context, table: 'party' | 'contact_person', partyId: string): Promise<boolean> {
  const { rowCount } = await client.query(`SELECT FROM ${table} WHERE party_id = $1`, [partyId])
  return rowCount === 1
}

/** The party of a person: the customer or contact who holds the identity number where one does, else a new contact. */
async function enterContact(
  ctx: Context,
  customer: StoredCustomer,
  person: ContactDraft,
  recordApart: RecordApart | undefined,
): Promise<string> {
  const name = person.name.trim()
  const phone = person.phone === undefined ? null : normalisePhone(person.phone)
  if (name === '') throw failures.badRelation({ problem: '联系人必须有姓名' })
  if (phone === undefined) throw failures.badRelation({ problem: '联系人的电话号码无效' })
  const identityNo = person.identityNo === undefined ? null : normaliseNumber(person.identityNo)
  if (identityNo !== null) {
    const problem = identityProblem('id_card', identityNo)
    if (problem !== undefined) throw failures.badRelation({ problem })
    const [holder] = await ctx.vault.findIdentities([{ kind: 'id_card', value: identityNo }])
    if (holder !== undefined) {
      const { partyId } = holder
      const [known] = await loadCustomers(ctx, [partyId])
      if (known !== undefined || (await isSeen(ctx, 'contact_person', partyId))) return partyId
      recordApart?.({ act: 'customer.duplicate', partyId })
      throw failures.badRelation({ problem: '该证件号码已有建档，请联系所属机构' })
    }
  }
  const party = { partyId: newId(ctx.now.getTime()), scopeNo: customer.scopeNo }
  const identities = identityNo === null ? [] : [{ ...party, kind: 'id_card', value: identityNo }]
  const values = phone === null ? [] : [{ ...party, kind: 'phone', values: [phoneKey(phone)] }]
  const names = [{ ...party, tokens: nameTokens(name) }]
  const keys = await ctx.vault.writeChunk({ parties: [party], identities, values, names })
  const sealed = keys.seal(party.partyId, 'contact_person', { name, phone, identityNo })
  await saveParties(ctx, [{ ...party, kind: 'person', publicName: null }])
  await saveRoles(ctx, [{ ...party, role: 'contact', stage: 'active', since: ctx.today }])
  await ctx.client.query(
    'INSERT INTO contact_person (party_id, scope_no, sealed, recorded_at) VALUES ($1, $2, $3, $4)',
    [party.partyId, party.scopeNo, sealed, ctx.now],
  )
  return party.partyId
}

interface RelatedRow {
  other_id: string
  relation: string
  share: number | null
  since: string | null
  sealed: Buffer | null
}

export async function listRelated(ctx: Context, partyId: string): Promise<RelatedLine[]> {
  const { rows } = await ctx.client.query<RelatedRow>(
    `SELECT r.other_id, r.relation, r.share, r.since, p.sealed
     FROM related_party r LEFT JOIN contact_person p ON p.party_id = r.other_id
     WHERE r.party_id = $1 ORDER BY r.relation, r.other_id LIMIT 500`,
    [partyId],
  )
  if (rows.length === 0) return []
  const contacts = rows.filter((row) => row.sealed !== null).map((row) => row.other_id)
  const keys = await ctx.vault.openKeys(contacts)
  const others = await loadCustomers(
    ctx,
    rows.filter((row) => row.sealed === null).map((row) => row.other_id),
  )
  const customers = new Map(others.map((customer) => [customer.partyId, customer.record]))
  return rows.map((row) => {
    const record = customers.get(row.other_id)
    const contact = row.sealed === null ? undefined : keys.open(row.other_id, 'contact_person', row.sealed)
    const masked = record && maskCustomer(record)
    return {
      otherId: row.other_id,
      relation: row.relation,
      relationName: RELATION_NAMES[row.relation] ?? row.relation,
      name: masked?.name ?? (contact?.name == null ? null : maskName(contact.name)),
      phone: masked?.phone ?? (contact?.phone == null ? null : maskPhone(contact.phone)),
      customerNo: record?.customerNo ?? null,
      share: row.share,
      since: row.since,
    }
  })
}

/** Takes a relation away; the other party stays. */
export async function unrelate(ctx: Context, partyId: string, otherId: string, relation: string): Promise<void> {
  const { rowCount } = await ctx.client.query(
    'DELETE FROM related_party WHERE party_id = $1 AND other_id = $2 AND relation = $3',
    [partyId, otherId, relation],
  )
  if (rowCount === 0) throw failures.badRelation({ problem: '没有这项关联' })
  await ctx.audit.record({ act: 'customer.unrelate', partyId, detail: { other: otherId, relation } })
}
