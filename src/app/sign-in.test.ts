import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { loadTwoBranches } from '../../test/factories/org.ts'
import { PASSWORD, withHttp } from '../../test/http.ts'
import { ensureAdministrator } from '../modules/org/index.ts'
import { addressKey } from '../platform/auth/limits.ts'
import { SYSTEM } from '../platform/principal.ts'

test('the first administrator comes in by a one-time code, once, and chooses a password', async (t) => {
  const http = await withHttp(t)
  const first = await http.ground.transact(SYSTEM, ensureAdministrator)
  assert.equal(first?.loginName, 'admin')
  const browser = http.browser()
  const weak = await browser.send('POST', '/api/session/code', { code: first.code, newPassword: 'admin' })
  assert.deepEqual([weak.status, weak.body.error.code], [422, 'auth.weakPassword'])
  const misread = first.code.toLowerCase().replaceAll('-', ' ')
  assert.equal((await browser.send('POST', '/api/session/code', { code: misread, newPassword: PASSWORD })).status, 200)
  const who = await browser.get('/api/session')
  assert.deepEqual(who.body.acts, ['org.manage', 'org.read', 'task.oversee'])
  const again = await http.browser().send('POST', '/api/session/code', { code: first.code, newPassword: PASSWORD })
  assert.deepEqual([again.status, again.body.error.code], [401, 'auth.wrongCode'])
  assert.equal(await http.ground.transact(SYSTEM, ensureAdministrator), undefined)
})

test('a session is a new token at each sign-in, known by its hash only, and ends with sign-out', async (t) => {
  const http = await withHttp(t)
  await loadTwoBranches(http.ground)
  const browser = await http.signedIn('H1')
  const planted = browser.cookie
  const answer = await browser.send('POST', '/api/session', { loginName: 'H1', password: PASSWORD })
  assert.equal(answer.status, 200)
  assert.match(answer.headers.get('set-cookie')!, /^zhike_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
  assert.notEqual(browser.cookie, planted)
  const old = http.browser()
  old.cookie = planted
  assert.equal((await old.get('/api/session')).status, 401)
  const token = browser.cookie!.split('=')[1]!
  const { rows } = await http.ground.pool.query(`SELECT encode(token_hash, 'escape') AS kept FROM session`)
  assert.ok(rows.length === 1 && !JSON.stringify(rows).includes(token))
  assert.equal((await browser.get('/api/session')).body.principal.name, '梁慕远')
  const kept = browser.cookie
  assert.equal((await browser.send('DELETE', '/api/session')).status, 200)
  browser.cookie = kept
  assert.equal((await browser.get('/api/session')).status, 401)
})

test('over https the cookie is bound to the host', async (t) => {
  const http = await withHttp(t)
  await loadTwoBranches(http.ground)
  await http.signedIn('H1')
  const host = http.address.replace('http://', '')
  const answer = await http
    .browser()
    .send('POST', '/api/session', { loginName: 'H1', password: PASSWORD }, { origin: `https://${host}` })
  assert.match(
    answer.headers.get('set-cookie')!,
    /^__Host-zhike_session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
  )
})

test('idle for half an hour or twelve hours old, a session is over', async (t) => {
  const http = await withHttp(t)
  await loadTwoBranches(http.ground)
  const browser = await http.signedIn('H1')
  const age = (column: string, interval: string) =>
    http.ground.pool.query(`UPDATE session SET ${column} = now() - interval '${interval}'`)
  await age('seen_at', '29 minutes')
  assert.equal((await browser.get('/api/session')).status, 200)
  await age('seen_at', '31 minutes')
  assert.equal((await browser.get('/api/session')).status, 401)
  await age('seen_at', '1 minute')
  await age('expires_at', '1 second')
  assert.equal((await browser.get('/api/session')).status, 401)
})

test('a disabled account is out at once, and cannot come back', async (t) => {
  const http = await withHttp(t)
  await loadTwoBranches(http.ground)
  const head = await http.signedIn('H1')
  const admin = await http.signedIn('A1')
  assert.equal((await head.get('/api/session')).status, 200)
  assert.equal((await admin.send('POST', '/api/org/staff/H1/disable')).status, 200)
  assert.equal((await head.get('/api/session')).status, 401)
  const back = await head.send('POST', '/api/session', { loginName: 'H1', password: PASSWORD })
  assert.deepEqual([back.status, back.body.error.code], [401, 'auth.wrongPassword'])
  assert.equal((await admin.send('POST', '/api/org/staff/H1/code')).body.error.code, 'org.noAccount')
})

test('an account that another node disables is out at its next request, session or not', async (t) => {
  const http = await withHttp(t)
  await loadTwoBranches(http.ground)
  const head = await http.signedIn('H1')
  assert.equal((await head.get('/api/session')).status, 200)
  await http.ground.pool.query(
    `UPDATE principal p SET disabled_at = now() FROM staff s WHERE s.principal_id = p.principal_id AND staff_code = 'H1'`,
  )
  assert.equal((await head.get('/api/session')).status, 401)
})

test('a new password ends every other session of the person', async (t) => {
  const http = await withHttp(t)
  await loadTwoBranches(http.ground)
  const here = await http.signedIn('H1')
  const there = http.browser()
  await there.send('POST', '/api/session', { loginName: 'H1', password: PASSWORD })
  const wrong = await here.send('PUT', '/api/session/password', { password: 'not this one at all', newPassword: 'x' })
  assert.equal(wrong.body.error.code, 'auth.wrongPassword')
  const change = { password: PASSWORD, newPassword: '换一个更长的密码短语吧朋友' }
  assert.equal((await here.send('PUT', '/api/session/password', change)).status, 200)
  assert.equal((await here.get('/api/session')).status, 200)
  assert.equal((await there.get('/api/session')).status, 401)
  assert.equal((await there.send('POST', '/api/session', { loginName: 'H1', password: PASSWORD })).status, 401)
})

test('guessing stops after five tries at one address; another address and a code still get in', async (t) => {
  const http = await withHttp(t)
  await loadTwoBranches(http.ground)
  await http.signedIn('H1')
  const guess = () => http.browser().send('POST', '/api/session', { loginName: 'H1', password: 'a wrong guess' })
  for (let tries = 0; tries < 5; tries += 1) assert.equal((await guess()).status, 401)
  const sixth = await http.browser().send('POST', '/api/session', { loginName: ' h1', password: PASSWORD })
  assert.deepEqual([sixth.status, sixth.body.error.code], [429, 'auth.tooManyTries'])
  assert.ok(Number(sixth.headers.get('retry-after')) > 800)
  await http.signedIn('H1')
  await http.ground.pool.query('UPDATE login_limit SET expire = 1')
  assert.equal((await http.browser().send('POST', '/api/session', { loginName: 'H1', password: PASSWORD })).status, 200)
})

test('right tries do not count against their address, behind which a whole bank may sit', async (t) => {
  const http = await withHttp(t)
  await loadTwoBranches(http.ground)
  const browser = await http.signedIn('H1')
  await browser.send('POST', '/api/session', { loginName: 'H1', password: PASSWORD })
  await http.browser().send('POST', '/api/session', { loginName: 'nobody', password: 'a wrong guess' })
  const { rows } = await http.ground.pool.query(`SELECT points FROM login_limit WHERE key LIKE 'address:%'`)
  assert.deepEqual(rows, [{ points: 1 }])
})

test('an address of IPv6 counts by its network, however it is written', () => {
  assert.equal(addressKey('2001:db8::1'), addressKey('2001:db8:0:0:ffff::2'))
  assert.equal(addressKey('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2')
  assert.notEqual(addressKey('2001:db8:1::'), addressKey('2001:db8:2::'))
  assert.deepEqual(['::1', '127.0.0.1', '::ffff:127.0.0.1'].map(addressKey), [
    '0:0:0:0',
    '127.0.0.1',
    '::ffff:127.0.0.1',
  ])
})

test('a sign-in whose password is replaced while it is verified opens no session', async (t) => {
  const http = await withHttp(t)
  await loadTwoBranches(http.ground)
  await http.signedIn('H1')
  const { rows } = await http.ground.pool.query('SELECT count(*) AS n FROM session')
  const entering = http.browser().send('POST', '/api/session', { loginName: 'H1', password: PASSWORD })
  const limited = async () => (await http.ground.pool.query('SELECT FROM login_limit')).rowCount! > 1
  while (!(await limited())) await sleep(1)
  await http.ground.pool.query(`UPDATE credential SET password_hash = password_hash || 'A' WHERE login_name = 'H1'`)
  const { status, body } = await entering
  assert.deepEqual([status, body.error.code], [401, 'auth.wrongPassword'])
  assert.deepEqual((await http.ground.pool.query('SELECT count(*) AS n FROM session')).rows, rows)
})

test('an unknown account is refused in the words and the time of a wrong password', async (t) => {
  const http = await withHttp(t)
  await loadTwoBranches(http.ground)
  await http.signedIn('H1')
  const spans: Record<string, number[]> = { H1: [], nobody: [] }
  for (let round = 0; round < 5; round += 1) {
    for (const loginName of ['H1', 'nobody']) {
      await http.ground.pool.query('DELETE FROM login_limit')
      const begun = performance.now()
      const answer = await http.browser().send('POST', '/api/session', { loginName, password: 'a wrong guess' })
      spans[loginName]!.push(performance.now() - begun)
      assert.equal(answer.body.error.what, '登录名或密码不正确。')
    }
  }
  const median = (values: number[]) => values.toSorted((a, b) => a - b)[2]!
  assert.ok(median(spans.nobody!) > median(spans.H1!) / 2, JSON.stringify(spans))
})

test('every sign-in, refusal and sign-out is in the audit trail', async (t) => {
  const http = await withHttp(t)
  await loadTwoBranches(http.ground)
  const browser = await http.signedIn('H1')
  await http.browser().send('POST', '/api/session', { loginName: 'H1', password: 'a wrong guess' })
  await http.browser().send('POST', '/api/session/code', { code: 'AAAA-AAAA-AAAA-AAAA', newPassword: PASSWORD })
  await browser.send('PUT', '/api/session/password', { password: 'a wrong guess', newPassword: PASSWORD })
  await browser.send('DELETE', '/api/session')
  const { rows } = await http.ground.pool.query(
    `SELECT act, staff_code FROM audit_event LEFT JOIN staff USING (principal_id) WHERE act LIKE 'auth.%' ORDER BY event_id`,
  )
  assert.deepEqual(rows, [
    { act: 'auth.signInWithCode', staff_code: 'H1' },
    { act: 'auth.refused', staff_code: 'H1' },
    { act: 'auth.refused', staff_code: null },
    { act: 'auth.refused', staff_code: 'H1' },
    { act: 'auth.signOut', staff_code: 'H1' },
  ])
})

test('a change of post counts within a second, a chosen post from the next request on', async (t) => {
  const http = await withHttp(t)
  await loadTwoBranches(http.ground)
  const [admin, teller] = [await http.signedIn('A1'), await http.signedIn('T1')]
  const reads = async () => (await teller.get('/api/session')).body
  assert.ok(!(await reads()).acts.includes('rating.simulate'))
  const head = { unit: 'B2', post: 'branch_head' }
  assert.equal((await admin.send('POST', '/api/org/staff/T1/posts', head)).status, 200)
  await sleep(1_050)
  assert.ok((await reads()).acts.includes('rating.simulate'))
  const foreign = await teller.send('PUT', '/api/session/capacity', { id: 'B1/branch_head' })
  assert.deepEqual([foreign.status, foreign.body.error.code], [403, 'auth.notYourPost'])
  assert.equal((await teller.send('PUT', '/api/session/capacity', { id: 'B1/teller' })).status, 200)
  assert.ok(!(await reads()).acts.includes('rating.simulate'))
  await teller.send('PUT', '/api/session/capacity', { id: 'B2/branch_head' })
  assert.equal((await admin.send('POST', '/api/org/staff/T1/posts/end', head)).status, 200)
  await sleep(1_050)
  assert.ok(!(await reads()).acts.includes('rating.simulate'))
})
