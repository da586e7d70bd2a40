import { createHmac, type KeyObject } from 'node:crypto'
import type { Ground } from '../ground.ts'
import { SYSTEM } from '../principal.ts'
import { appendCheckpoints, type Checkpoint, lastCheckpoint } from './checkpoint.ts'
import { openAuditKeys } from './key.ts'

/** A batch of events in the chain. */
export interface Seal {
  readonly sealNo: number
  readonly at: Date
  readonly eventIds: readonly string[]
  /** Events sealed so far, these included. */
  readonly total: number
  readonly previous: Buffer
  readonly digest: Buffer
}

export const BATCH = 1_000
/** Before the first seal there is nothing: 32 zero bytes. */
export const GENESIS = Buffer.alloc(32)
const SEAL_LOCK = 7_466_105

/** HMAC over what came before, the number, the time, the running total and the MACs of the events in order. */
export function sealDigest(key: KeyObject, seal: Omit<Seal, 'digest' | 'eventIds'>, macs: readonly Buffer[]): Buffer {
  const hmac = createHmac('sha256', key).update(seal.previous)
  hmac.update(JSON.stringify([seal.sealNo, seal.at.toISOString(), seal.total, macs.length]))
  for (const mac of macs) hmac.update(mac)
  return hmac.digest()
}

/**
 * Chains all events that are not sealed yet, in batches, then tells the checkpoint file outside the database what the chain
 * has come to. Events of transactions still open are sealed by a later run.
 * @returns how many events were sealed.
 */
export async function sealEvents(ground: Ground): Promise<number> {
  const { dataDir } = ground.config
  const keys = openAuditKeys(dataDir)
  let sealed = 0
  for (;;) {
    const count = await ground.transact(SYSTEM, (ctx) => sealBatch(ctx.client, keys.seal, ctx.now))
    sealed += count
    if (count < BATCH) break
  }
  await appendCheckpoints(dataDir, await sealsAfter(ground, (await lastCheckpoint(dataDir))?.sealNo ?? 0))
  return sealed
}

/** Before a process ends: what it recorded last does not wait, unchained, for the next one. */
export async function sealAtEnd(ground: Ground): Promise<void> {
  try {
    await sealEvents(ground)
  } catch (error) {
    ground.log.warn({ err: error }, 'the last audit events wait for the next process to seal them')
  }
}

/** Seals once a minute, or sooner where a thousand events wait. */
export async function sealWhenDue(ground: Ground): Promise<number> {
  const { rows } = await ground.pool.query<{ due: boolean }>(
    `SELECT (SELECT count(*) >= $1 FROM (SELECT FROM zhike.audit_unsealed LIMIT $1) waiting)
       OR NOT EXISTS (SELECT FROM zhike.audit_seal WHERE at > $2::timestamptz - interval '1 minute') AS due`,
    [BATCH, ground.clock.now()],
  )
  return rows[0]!.due ? sealEvents(ground) : 0
}

type Client = Parameters<Parameters<Ground['transact']>[1]>[0]['client']

async function sealBatch(client: Client, key: KeyObject, now: Date): Promise<number> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [SEAL_LOCK])
  const { rows: events } = await client.query<{ event_id: string; mac: Buffer }>(
    `SELECT u.event_id, e.mac FROM zhike.audit_unsealed u JOIN zhike.audit_event e USING (event_id) ORDER BY u.event_id LIMIT $1`,
    [BATCH],
  )
  if (events.length === 0) return 0
  const { rows: heads } = await client.query<{ seal_no: number; total: number; at: Date; digest: Buffer }>(
    'SELECT seal_no, total, at, digest FROM zhike.audit_seal ORDER BY seal_no DESC LIMIT 1',
  )
  const head = heads[0]
  const eventIds = events.map(({ event_id }) => event_id)
  const seal = {
    sealNo: (head?.seal_no ?? 0) + 1,
    // A clock that was put back must not make the chain look disordered.
    at: head && head.at > now ? head.at : now,
    total: (head?.total ?? 0) + events.length,
    previous: head?.digest ?? GENESIS,
  }
  const digest = sealDigest(
    key,
    seal,
    events.map(({ mac }) => mac),
  )
  await client.query(
    'INSERT INTO zhike.audit_seal (seal_no, at, event_ids, total, previous, digest) VALUES ($1, $2, $3, $4, $5, $6)',
    [seal.sealNo, seal.at, eventIds, seal.total, seal.previous, digest],
  )
  await client.query('DELETE FROM zhike.audit_unsealed WHERE event_id = ANY ($1)', [eventIds])
  return events.length
}

/** What the file has not been told yet; also after a process died between the commit and the line. */
async function sealsAfter(ground: Ground, sealNo: number): Promise<Checkpoint[]> {
  const { rows } = await ground.pool.query<{ seal_no: number; at: Date; total: number; digest: Buffer }>(
    'SELECT seal_no, at, total, digest FROM zhike.audit_seal WHERE seal_no > $1 ORDER BY seal_no',
    [sealNo],
  )
  return rows.map((row) => ({
    sealNo: row.seal_no,
    at: row.at.toISOString(),
    total: row.total,
    digest: row.digest.toString('hex'),
  }))
}
