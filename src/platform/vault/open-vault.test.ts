import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import pino from 'pino'
import { type TestGround, withGround } from '../../../test/harness.ts'
import { Failure } from '../../kernel/failure.ts'
import { newId } from '../../kernel/id.ts'
import { openPool } from '../database/pool.ts'
import { withClient } from '../database/prepare.ts'
import { nameTokens, queryTokens } from '../pinyin.ts'
import { openVault } from './open-vault.ts'
import type { ScopeRange, VaultChunk } from './vault.ts'

const ALL: ScopeRange = { lo: 0, hi: 1_000_000, granted: [] }
const failsWith = (code: string) => (error: unknown) => error instanceof Failure && error.code === code

/** So many persons with an identity number, a telephone and a name, in one book. */
function chunkOf(count: number, scopeNo = 1, tag = ''): VaultChunk {
  const parties = Array.from({ length: count }, () => ({ partyId: newId(), scopeNo }))
  return {
    parties,
    identities: parties.map((party, i) => ({ ...party, kind: 'customer_no', value: `${tag}C${i}` })),
    values: parties.map((party, i) => ({ ...party, kind: 'phone', values: [`138${String(i).padStart(8, '0')}`] })),
    names: parties.map((party, i) => ({ ...party, tokens: nameTokens(`张${String.fromCodePoint(0x4e00 + i)}明`) })),
  }
}

async function countRows({ owners }: TestGround): Promise<Record<string, number>> {
  return withClient('密钥库', owners.vault, async (client) => {
    const { rows } = await client.query(
      `SELECT (SELECT count(*)::int FROM vault.data_key) AS keys, (SELECT count(*)::int FROM vault.identity) AS identities,
              (SELECT count(*)::int FROM vault.blind_index) AS values, (SELECT count(*)::int FROM vault.name_token) AS names`,
    )
    return rows[0]
  })
}

suite('vault', () => {
  test('keys are made once, and what they sealed opens later', async (t) => {
    const { vault } = await withGround(t)
    const parties = [newId(), newId()].map((partyId) => ({ partyId, scopeNo: 1 }))
    const first = await vault.createKeys(parties)
    const sealed = parties.map(({ partyId }) => first.seal(partyId, 'customer', { name: partyId }))
    await vault.createKeys([...parties, { partyId: newId(), scopeNo: 1 }])
    const later = await vault.openKeys(parties.map(({ partyId }) => partyId))
    for (const [i, { partyId }] of parties.entries()) {
      assert.deepEqual(later.open(partyId, 'customer', sealed[i]!), { name: partyId })
    }
  })

  test('an identity has one holder, over all books; each claim learns whose it is', async (t) => {
    const { vault } = await withGround(t)
    const [ann, bob] = [newId(), newId()]
    const number = '11010119900307123X'
    const claimed = await vault.claimIdentities([
      { kind: 'id_card', value: number, partyId: ann, scopeNo: 1 },
      { kind: 'id_card', value: '110101 19900307 123x', partyId: bob, scopeNo: 2 },
      { kind: 'passport', value: 'E1', partyId: bob, scopeNo: 2 },
    ])
    assert.deepEqual(
      claimed.map(({ partyId }) => partyId),
      [ann, ann, bob],
    )
    assert.deepEqual(
      await vault.findIdentities([
        { kind: 'passport', value: 'E2' },
        { kind: 'id_card', value: number },
      ]),
      [undefined, { partyId: ann, scopeNo: 1 }],
    )
    await vault.releaseIdentities([{ kind: 'id_card', value: number, partyId: bob }])
    assert.ok((await vault.findIdentities([{ kind: 'id_card', value: number }]))[0], 'only the holder can release')
    await vault.releaseIdentities([{ kind: 'id_card', value: number, partyId: ann }])
    assert.deepEqual(await vault.findIdentities([{ kind: 'id_card', value: number }]), [undefined])
  })

  test('of claims made at the same time one holds', async (t) => {
    const { vault } = await withGround(t)
    const values = Array.from({ length: 50 }, (_, i) => `P${i}`)
    const claims = await Promise.all(
      [newId(), newId(), newId(), newId()].map((partyId, i) =>
        vault.claimIdentities(
          (i % 2 ? values : values.toReversed()).map((value) => ({ kind: 'passport', value, partyId, scopeNo: 1 })),
        ),
      ),
    )
    const holders = await vault.findIdentities(values.map((value) => ({ kind: 'passport', value })))
    claims.forEach((claim, i) => {
      const seen = i % 2 ? claim : claim.toReversed()
      assert.deepEqual(seen, holders)
    })
  })

  test('values and names are found in range or among the granted, and replaced as a whole', async (t) => {
    const { vault } = await withGround(t)
    const [near, far] = [newId(), newId()]
    const entries = [
      { partyId: near, scopeNo: 10 },
      { partyId: far, scopeNo: 20 },
    ]
    await vault.indexValues(
      entries.map((party) => ({ ...party, kind: 'phone', values: ['13800138000', '01066554433'] })),
    )
    await vault.indexNames(entries.map((party) => ({ ...party, tokens: nameTokens('单晓明') })))
    const range = { lo: 10, hi: 19, granted: [] }
    assert.deepEqual(await vault.findByValue('phone', '138 0013 8000', range, 9), [near])
    assert.deepEqual(
      await vault.findByValue('phone', '13800138000', { ...range, granted: [far] }, 9),
      [near, far].sort(),
    )
    assert.deepEqual(await vault.findByValue('email', '13800138000', ALL, 9), [])
    assert.deepEqual(await vault.searchNames(queryTokens('shanxm'), ALL, 9), [])
    assert.deepEqual(await vault.searchNames(queryTokens('sxm'), range, 9), [near])
    assert.deepEqual(await vault.searchNames(queryTokens('晓明'), ALL, 1), [[near, far].sort()[0]])
    assert.deepEqual(await vault.searchNames([], ALL, 9), [], 'nothing typed finds nobody')

    await vault.indexValues([{ partyId: near, scopeNo: 10, kind: 'phone', values: ['13900139000'] }])
    await vault.indexNames([{ partyId: near, scopeNo: 10, tokens: nameTokens('单大明') }])
    assert.deepEqual(await vault.findByValue('phone', '13800138000', range, 9), [])
    assert.deepEqual(await vault.findByValue('phone', '13900139000', range, 9), [near])
    assert.deepEqual(await vault.searchNames(queryTokens('晓明'), range, 9), [])
    await vault.moveScope([{ partyId: near, scopeNo: 20 }])
    assert.deepEqual(await vault.findByValue('phone', '13900139000', range, 9), [])
  })

  test('a chunk written twice is a chunk written once, and a taken identity undoes the whole chunk', async (t) => {
    const ground = await withGround(t)
    const chunk = chunkOf(100)
    await ground.vault.writeChunk(chunk)
    const keys = await ground.vault.writeChunk(chunk)
    assert.ok(chunk.parties.every(({ partyId }) => keys.has(partyId)))
    const counted = { keys: 100, identities: 100, values: 100, names: 100 }
    assert.deepEqual(await countRows(ground), counted)
    const other = chunkOf(50, 2, 'other')
    const clash = {
      ...other,
      identities: [...other.identities, { ...other.parties[0]!, kind: 'customer_no', value: 'c7' }],
    }
    await assert.rejects(ground.vault.writeChunk(clash), failsWith('platform.identityTaken'))
    assert.deepEqual(await countRows(ground), counted)
  })

  test('after destruction nothing is left of the party, and the others are whole', async (t) => {
    const ground = await withGround(t)
    const { vault } = ground
    const chunk = chunkOf(3)
    const gone = chunk.parties[1]!.partyId
    const kept = chunk.parties[0]!.partyId
    const keys = await vault.writeChunk(chunk)
    const sealed = {
      gone: keys.seal(gone, 'customer', { name: '张' }),
      kept: keys.seal(kept, 'customer', { name: '李' }),
    }
    await vault.destroy(gone)
    assert.deepEqual(await countRows(ground), { keys: 2, identities: 2, values: 2, names: 2 })
    const later = await vault.openKeys([gone, kept])
    assert.throws(() => later.open(gone, 'customer', sealed.gone), failsWith('platform.keyMissing'))
    assert.deepEqual(later.open(kept, 'customer', sealed.kept), { name: '李' })
    await vault.createKeys([{ partyId: gone, scopeNo: 1 }])
    const anew = await vault.openKeys([gone])
    assert.throws(() => anew.open(gone, 'customer', sealed.gone), failsWith('platform.sealBroken'))
  })

  test('orphans older than an hour are swept', async (t) => {
    const ground = await withGround(t)
    const chunk = chunkOf(5)
    await ground.vault.writeChunk(chunk)
    const known = new Set(chunk.parties.slice(0, 2).map(({ partyId }) => partyId))
    const exists = async (ids: string[]) => new Set(ids.filter((id) => known.has(id)))
    assert.equal(await ground.vault.sweepOrphans(exists), 0, 'an act may not have committed yet')
    await withClient('密钥库', ground.owners.vault, (client) =>
      client.query(`UPDATE vault.data_key SET created_at = created_at - interval '2 hours'`),
    )
    assert.equal(await ground.vault.sweepOrphans(exists), 3)
    assert.deepEqual(await countRows(ground), { keys: 2, identities: 2, values: 2, names: 2 })
  })

  test('a lost, a wrong and a broken key-encryption key are each told apart, and none is replaced', async (t) => {
    const ground = await withGround(t)
    const { kekFile } = ground.config
    const log = pino({ level: 'silent' })
    const pool = openPool({ ...ground.owners.vault }, { size: 1, searchPath: 'vault', log })
    t.after(() => pool.end())
    const reopen = () => openVault(pool, kekFile, log)
    await reopen()
    rmSync(kekFile)
    await assert.rejects(reopen(), failsWith('platform.kekMissing'))
    assert.ok(!existsSync(kekFile))
    writeFileSync(kekFile, randomBytes(32).toString('hex'), { mode: 0o600 })
    await assert.rejects(reopen(), failsWith('platform.kekWrong'))
    writeFileSync(kekFile, 'not a key')
    await assert.rejects(reopen(), failsWith('platform.kekUnreadable'))
  })

  test('the vault holds no readable value', async (t) => {
    const ground = await withGround(t)
    const partyId = newId()
    await ground.vault.writeChunk({
      parties: [{ partyId, scopeNo: 1 }],
      identities: [{ partyId, scopeNo: 1, kind: 'id_card', value: '11010119900307123X' }],
      values: [{ partyId, scopeNo: 1, kind: 'phone', values: ['13800138000'] }],
      names: [{ partyId, scopeNo: 1, tokens: nameTokens('单晓明') }],
    })
    const dump = await withClient('密钥库', ground.owners.vault, async (client) => {
      const { rows } = await client.query(
        `SELECT (SELECT json_agg(k)::text FROM vault.data_key k) AS keys, (SELECT json_agg(i)::text FROM vault.identity i) AS identities,
                (SELECT json_agg(b)::text FROM vault.blind_index b) AS values, (SELECT json_agg(n)::text FROM vault.name_token n) AS names`,
      )
      return JSON.stringify(rows)
    })
    assert.ok(dump.includes(partyId))
    for (const value of [
      '11010119900307123X',
      '13800138000',
      '单',
      'shan',
      Buffer.from('13800138000').toString('hex'),
    ]) {
      assert.ok(!dump.includes(value), value)
    }
  })
})
