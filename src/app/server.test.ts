import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import { z } from 'zod'
import { loadTwoBranches } from '../../test/factories/org.ts'
import { withHttp } from '../../test/http.ts'
import { defineOperation } from '../platform/http/contract.ts'
import { handleDownload } from '../platform/http/download.ts'
import type { ZhikeServer } from '../platform/http/server-type.ts'
import { closeServer } from './server.ts'

const endless = defineOperation({
  id: 'test.endless',
  summary: '无尽',
  method: 'GET',
  path: '/test/endless',
  act: 'org.read',
  answer: z.string(),
})

test('a reader who does not read does not keep the server from stopping', { timeout: 20_000 }, async (t) => {
  let server: ZhikeServer | undefined
  const http = await withHttp(t, {}, (built) => {
    server = built
    handleDownload(built, endless, () => ({
      fileName: '无尽.txt',
      type: 'text/plain',
      chunks: (async function* () {
        for (;;) yield '无尽'.repeat(10_000)
      })(),
    }))
  })
  await loadTwoBranches(http.ground)
  const { cookie } = await http.signedIn('H1')
  const socket = connect(Number(new URL(http.address).port), '127.0.0.1')
  socket.write(`GET /api/test/endless HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\n\r\n`)
  const [first] = await once(socket, 'data')
  assert.match(String(first), /^HTTP\/1\.1 200/)
  socket.pause()
  socket.on('error', () => {})
  await closeServer(server!, 100)
})
