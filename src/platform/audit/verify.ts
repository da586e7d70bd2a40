import { isDeepStrictEqual } from 'node:util'
import type { Ground } from '../ground.ts'
import { readCheckpoints } from './checkpoint.ts'
import { type AuditKeys, openAuditKeys } from './key.ts'
import { GENESIS, type Seal, sealDigest } from './seal.ts'
import { type AuditRow, eventMac } from './trail.ts'

/** The first thing that is not as it was written. */
export interface AuditFault {
  readonly kind:
    | 'changed' // an event's row does not carry its own MAC
    | 'removed' // an event that a seal, or the list of the unsealed, names is gone
    | 'inserted' // an event that nobody sealed and nobody waits to seal
    | 'sealBroken' // a seal does not follow from the one before it
    | 'tailCut' // the checkpoint file knows seals that the database has lost
  readonly sealNo?: number
  readonly eventId?: string
}

export interface AuditVerdict {
  readonly events: number
  readonly seals: number
  readonly checkpoints: number
  readonly fault: AuditFault | undefined
}

type StoredRow = AuditRow & { readonly mac: Buffer }

/** Reads the whole trail and recomputes it, seal by seal, in one snapshot of the database. */
export async function verifyAudit(
  ground: Ground,
  onProgress?: (done: number, total: number) => void,
): Promise<AuditVerdict> {
  const keys = openAuditKeys(ground.config.dataDir)
  const checkpoints = await readCheckpoints(ground.config.dataDir)
  const client = await ground.pool.connect()
  client.on('error', () => {})
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const query: Query = async (text, values) => (await client.query(text, values)).rows
    const [count] = await query<{ total: number }>('SELECT count(*) AS total FROM zhike.audit_event', [])
    const total = count!.total
    const chain = await verifyChain(query, keys, (done) => onProgress?.(done, total))
    const fault =
      chain.fault ??
      (await verifyUnsealed(query, keys)) ??
      (await findInserted(query)) ??
      cutTail(chain.seals, checkpoints)
    return { events: total, seals: chain.seals.length, checkpoints: checkpoints.length, fault }
  } finally {
    // A client that has read for minutes need not go back to the pool; closing it ends the transaction, broken or not.
    client.release(true)
  }
}

type Query = <Row extends object>(text: string, values: unknown[]) => Promise<Row[]>

interface SealRow {
  seal_no: number
  at: Date
  event_ids: string[]
  total: number
  previous: Buffer
  digest: Buffer
}

/** Number and digest of each seal that held, up to the first fault. */
interface Chain {
  readonly seals: { sealNo: number; total: number; digest: string }[]
  readonly fault?: AuditFault
}

async function verifyChain(query: Query, keys: AuditKeys, onProgress: (done: number) => void): Promise<Chain> {
  const seals: Chain['seals'] = []
  let before: Pick<Seal, 'sealNo' | 'total' | 'digest' | 'at'> = {
    sealNo: 0,
    total: 0,
    digest: GENESIS,
    at: new Date(0),
  }
  for (;;) {
    const rows = await query<SealRow>('SELECT * FROM zhike.audit_seal WHERE seal_no > $1 ORDER BY seal_no LIMIT 20', [
      before.sealNo,
    ])
    if (rows.length === 0) return { seals }
    for (const row of rows) {
      const seal = { ...row, sealNo: row.seal_no, eventIds: row.event_ids }
      const follows =
        seal.sealNo === before.sealNo + 1 &&
        seal.previous.equals(before.digest) &&
        seal.total === before.total + seal.eventIds.length &&
        seal.at >= before.at
      if (!follows) return { seals, fault: { kind: 'sealBroken', sealNo: before.sealNo + 1 } }
      const { macs, fault } = await verifyEvents(query, keys, seal)
      if (fault) return { seals, fault }
      if (!sealDigest(keys.seal, seal, macs).equals(seal.digest)) {
        return { seals, fault: { kind: 'sealBroken', sealNo: seal.sealNo } }
      }
      seals.push({ sealNo: seal.sealNo, total: seal.total, digest: seal.digest.toString('hex') })
      before = seal
      onProgress(seal.total)
    }
  }
}

const EVENTS = `SELECT e.event_id, e.at, e.principal_id, e.act, e.party_id, e.clause, e.detail, e.mac FROM zhike.audit_event e`

async function verifyEvents(
  query: Query,
  keys: AuditKeys,
  { sealNo, eventIds }: Seal,
): Promise<{ macs: Buffer[]; fault?: AuditFault }> {
  const rows = await query<StoredRow>(
    `${EVENTS} JOIN unnest($1::uuid[]) WITH ORDINALITY AS s (event_id, place) USING (event_id) ORDER BY s.place`,
    [eventIds],
  )
  const macs: Buffer[] = []
  for (const [place, eventId] of eventIds.entries()) {
    const row = rows[place]
    if (row?.event_id !== eventId) return { macs, fault: { kind: 'removed', sealNo, eventId } }
    if (!eventMac(keys.event, row).equals(row.mac)) return { macs, fault: { kind: 'changed', sealNo, eventId } }
    macs.push(row.mac)
  }
  return { macs }
}

/** Events of the last minute, which wait for their seal. */
async function verifyUnsealed(query: Query, keys: AuditKeys): Promise<AuditFault | undefined> {
  const rows = await query<{ waiting: string } & StoredRow>(
    `SELECT u.event_id AS waiting, e.* FROM zhike.audit_unsealed u LEFT JOIN zhike.audit_event e USING (event_id) ORDER BY u.event_id`,
    [],
  )
  for (const row of rows) {
    if (row.mac === null) return { kind: 'removed', eventId: row.waiting }
    if (!eventMac(keys.event, row).equals(row.mac)) return { kind: 'changed', eventId: row.waiting }
  }
  return undefined
}

async function findInserted(query: Query): Promise<AuditFault | undefined> {
  const [row] = await query<{ event_id: string }>(
    `SELECT event_id FROM zhike.audit_event
     EXCEPT (SELECT unnest(event_ids) FROM zhike.audit_seal UNION ALL SELECT event_id FROM zhike.audit_unsealed)
     ORDER BY event_id LIMIT 1`,
    [],
  )
  return row && { kind: 'inserted', eventId: row.event_id }
}

/** Every checkpoint must be a seal of this very chain: a database put back to yesterday, or begun anew, has lost some. */
function cutTail(
  seals: Chain['seals'],
  checkpoints: readonly { sealNo: number; total: number; digest: string }[],
): AuditFault | undefined {
  const lost = checkpoints.find(({ sealNo, total, digest }) => {
    const seal = seals[sealNo - 1]
    return !isDeepStrictEqual(seal, { sealNo, total, digest })
  })
  return lost && { kind: 'tailCut', sealNo: lost.sealNo }
}
