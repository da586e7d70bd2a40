import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { after, before, beforeEach, describe, test } from 'node:test'
import pg from 'pg'
import { type TestGround, testGround } from '../../../test/harness.ts'
import { fixedClock } from '../../kernel/clock.ts'
import { newId } from '../../kernel/id.ts'
import { clientConfig } from '../postgres/connection.ts'
import { SYSTEM } from '../principal.ts'
import { canonicalJson } from './canonical.ts'
import { checkpointFile } from './checkpoint.ts'
import { BATCH, sealEvents } from './seal.ts'
import { verifyAudit } from './verify.ts'

const TABLES = ['audit_event', 'audit_seal', 'audit_unsealed']

test('canonical JSON is one text for one value', () => {
  const value = { 乙: [1, { b: null, a: undefined, A: true }], 甲: '"\n' }
  assert.equal(canonicalJson(value), canonicalJson({ 甲: '"\n', 乙: [1, { A: true, b: null }] }))
  assert.equal(canonicalJson({ b: 1, a: 2 }), '{"a":2,"b":1}')
})

describe('whoever may do everything in the database still cannot change the trail unseen', () => {
  let ground: TestGround
  let intruder: pg.Client
  let events: string[]
  let checkpoints: string

  before(async () => {
    ground = await testGround()
    intruder = new pg.Client(clientConfig(ground.owners.main, 'intruder'))
    await intruder.connect()
    for (let batch = 0; batch < 3; batch += 1) {
      await record(ground, 4)
      await sealEvents(ground)
    }
    events = await ids('SELECT event_id AS id FROM zhike.audit_event ORDER BY event_id')
    checkpoints = readFileSync(checkpointFile(ground.config.dataDir), 'utf8')
    for (const table of TABLES) await intruder.query(`CREATE TEMP TABLE kept_${table} AS TABLE zhike.${table}`)
  })
  beforeEach(async () => {
    for (const table of TABLES) {
      await intruder.query(`TRUNCATE zhike.${table}; INSERT INTO zhike.${table} TABLE kept_${table}`)
    }
    writeFileSync(checkpointFile(ground.config.dataDir), checkpoints)
  })
  after(async () => {
    await intruder.end()
    await ground.stop()
  })

  const ids = async (text: string, values: unknown[] = []) =>
    (await intruder.query<{ id: string }>(text, values)).rows.map(({ id }) => id)
  const attack = (text: string, ...values: unknown[]) => intruder.query(text, values)
  const fault = async () => (await verifyAudit(ground)).fault

  test('left alone it holds, sealed or not', async () => {
    await record(ground, 2)
    assert.deepEqual(await verifyAudit(ground), { events: 14, seals: 3, checkpoints: 3, fault: undefined })
  })

  test('an act put in other words', async () => {
    await attack(`UPDATE zhike.audit_event SET act = 'test.other' WHERE event_id = $1`, events[5])
    assert.deepEqual(await fault(), { kind: 'changed', sealNo: 2, eventId: events[5] })
  })

  test('the blame laid on somebody else', async () => {
    await attack('UPDATE zhike.audit_event SET principal_id = $2 WHERE event_id = $1', events[1], newId())
    assert.deepEqual(await fault(), { kind: 'changed', sealNo: 1, eventId: events[1] })
  })

  test('the time moved by a second', async () => {
    await attack(`UPDATE zhike.audit_event SET at = at + interval '1 second' WHERE event_id = $1`, events[11])
    assert.deepEqual(await fault(), { kind: 'changed', sealNo: 3, eventId: events[11] })
  })

  test('a MAC copied along with its row', async () => {
    await attack(
      `UPDATE zhike.audit_event e SET at = o.at, act = o.act, detail = o.detail, mac = o.mac
       FROM zhike.audit_event o WHERE e.event_id = $1 AND o.event_id = $2`,
      events[4],
      events[7],
    )
    assert.deepEqual(await fault(), { kind: 'changed', sealNo: 2, eventId: events[4] })
  })

  test('an event removed', async () => {
    await attack('DELETE FROM zhike.audit_event WHERE event_id = $1', events[6])
    assert.deepEqual(await fault(), { kind: 'removed', sealNo: 2, eventId: events[6] })
  })

  test('an event removed and taken out of its seal too', async () => {
    await attack('DELETE FROM zhike.audit_event WHERE event_id = $1', events[6])
    await attack(
      'UPDATE zhike.audit_seal SET event_ids = array_remove(event_ids, $1::uuid), total = total - 1 WHERE seal_no = 2',
      events[6],
    )
    assert.deepEqual(await fault(), { kind: 'sealBroken', sealNo: 2 })
  })

  test('two events swapped', async () => {
    await attack('UPDATE zhike.audit_seal SET event_ids = $1::uuid[] WHERE seal_no = 1', [
      events[1],
      events[0],
      events[2],
      events[3],
    ])
    assert.deepEqual(await fault(), { kind: 'sealBroken', sealNo: 1 })
  })

  test('an event inserted', async () => {
    const id = newId()
    await attack(
      `INSERT INTO zhike.audit_event SELECT $1, at, principal_id, act, party_id, clause, detail, mac FROM zhike.audit_event WHERE event_id = $2`,
      id,
      events[0],
    )
    assert.deepEqual(await fault(), { kind: 'inserted', eventId: id })
  })

  test('an event inserted as if it waited for its seal', async () => {
    const id = newId()
    await attack(
      `INSERT INTO zhike.audit_event SELECT $1, at, principal_id, act, party_id, clause, detail, mac FROM zhike.audit_event WHERE event_id = $2`,
      id,
      events[0],
    )
    await attack('INSERT INTO zhike.audit_unsealed VALUES ($1)', id)
    assert.deepEqual(await fault(), { kind: 'changed', eventId: id })
    await sealEvents(ground)
    assert.deepEqual(await fault(), { kind: 'changed', sealNo: 4, eventId: id })
  })

  test('an event removed before its seal', async () => {
    await record(ground, 1)
    const [id] = await ids('SELECT event_id AS id FROM zhike.audit_unsealed')
    await attack('DELETE FROM zhike.audit_event WHERE event_id = $1', id)
    assert.deepEqual(await fault(), { kind: 'removed', eventId: id })
  })

  test('a seal removed from the middle', async () => {
    await attack('DELETE FROM zhike.audit_seal WHERE seal_no = 2')
    assert.deepEqual(await fault(), { kind: 'sealBroken', sealNo: 2 })
  })

  test('a seal restamped by who lacks the key', async () => {
    await attack('UPDATE zhike.audit_seal SET digest = sha256(digest) WHERE seal_no = 3')
    assert.deepEqual(await fault(), { kind: 'sealBroken', sealNo: 3 })
  })

  test('the tail cut off, events, seal and all', async () => {
    await attack('DELETE FROM zhike.audit_event WHERE event_id = ANY ($1)', events.slice(8))
    await attack('DELETE FROM zhike.audit_seal WHERE seal_no = 3')
    assert.deepEqual(await fault(), { kind: 'tailCut', sealNo: 3 })
  })

  test("yesterday's database, gone on from there", async () => {
    await attack('DELETE FROM zhike.audit_event WHERE event_id = ANY ($1)', events.slice(8))
    await attack('DELETE FROM zhike.audit_seal WHERE seal_no = 3')
    await record(ground, 4)
    await sealEvents(ground)
    assert.deepEqual(await fault(), { kind: 'tailCut', sealNo: 3 })
  })

  test('a checkpoint rewritten', async () => {
    const file = checkpointFile(ground.config.dataDir)
    writeFileSync(file, readFileSync(file, 'utf8').replace('"total":8', '"total":7'))
    assert.deepEqual(await fault(), { kind: 'tailCut', sealNo: 2 })
  })

  test('a process killed between the seal and its checkpoint is made good by the next run', async () => {
    const file = checkpointFile(ground.config.dataDir)
    writeFileSync(file, checkpoints.slice(0, -40))
    await sealEvents(ground)
    const verdict = await verifyAudit(ground)
    assert.deepEqual([verdict.checkpoints, verdict.fault], [3, undefined])
  })
})

test('the application may append and nothing else', async (t) => {
  const ground = await testGround()
  t.after(() => ground.stop())
  await record(ground, 1)
  for (const text of [
    'UPDATE audit_event SET act = act',
    'DELETE FROM audit_event',
    'DELETE FROM audit_seal',
    'TRUNCATE audit_seal',
  ]) {
    await assert.rejects(ground.pool.query(text), { code: '42501' })
  }
})

test('an act whose event cannot be recorded does not happen', async (t) => {
  const ground = await testGround()
  t.after(() => ground.stop())
  const owner = new pg.Client(clientConfig(ground.owners.main, 'test'))
  await owner.connect()
  await owner.query('REVOKE INSERT ON zhike.audit_event FROM zhike_app')
  await owner.end()
  const act = ground.transact(SYSTEM, async (ctx) => {
    await ctx.client.query(`INSERT INTO role VALUES ('test', '测试')`)
    await ctx.audit.record({ act: 'test.act' })
  })
  await assert.rejects(act, { code: 'audit.notWritten' })
  assert.equal((await ground.pool.query(`SELECT FROM role WHERE role_code = 'test'`)).rowCount, 0)
})

test('a clock put back breaks nothing, and a batch holds a thousand', async (t) => {
  let now = new Date('2026-11-22T08:00:00Z')
  const ground = await testGround({ clock: { ...fixedClock(now), now: () => now } })
  t.after(() => ground.stop())
  await record(ground, BATCH + 1)
  assert.equal(await sealEvents(ground), BATCH + 1)
  now = new Date('2026-11-21T08:00:00Z')
  await record(ground, 1)
  await sealEvents(ground)
  assert.deepEqual(await verifyAudit(ground), { events: BATCH + 2, seals: 3, checkpoints: 3, fault: undefined })
})

function record(ground: TestGround, count: number): Promise<void> {
  return ground.transact(SYSTEM, async (ctx) => {
    for (let n = 0; n < count; n += 1) await ctx.audit.record({ act: 'test.act', detail: { n, 名: '𠮷' } })
  })
}
