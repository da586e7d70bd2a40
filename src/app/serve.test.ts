import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const CLI = fileURLToPath(new URL('cli.ts', import.meta.url))

interface Started {
  readonly child: ChildProcess
  /** JSON lines so far, and text of the error output. */
  readonly events: Record<string, unknown>[]
  errors(): string
  exited: Promise<number | null>
}

function start(dataDir: string, port: number): Started {
  const child = spawn(process.execPath, [CLI, 'serve'], {
    env: { ...process.env, ZHIKE_DATA_DIR: dataDir, PORT: String(port), ZHIKE_LOG: 'silent' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const events: Record<string, unknown>[] = []
  let errors = ''
  let line = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (line + text).split('\n')
    line = lines.pop()!
    events.push(...lines.map((one) => JSON.parse(one)))
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  return { child, events, errors: () => errors, exited: once(child, 'exit').then(([code]) => code as number | null) }
}

async function listening({ child, events, errors }: Started): Promise<{ listening: string; firstSignIn?: unknown }> {
  while (child.exitCode === null) {
    const found = events.find((event) => 'listening' in event)
    if (found) return found as { listening: string }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(errors())
}

test('serve starts on an empty folder, stops at Ctrl-C, starts again on its data, and says when the port is taken', async (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'zhike-serve-'))
  t.after(() => rmSync(dataDir, { recursive: true, force: true }))

  const first = start(dataDir, 0)
  t.after(() => first.child.kill('SIGKILL'))
  const begun = await listening(first)
  assert.match(JSON.stringify(begun.firstSignIn), /"loginName":"admin","code":"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}"/)
  assert.deepEqual(await (await fetch(`${begun.listening}/ready`)).json(), {
    database: 'ok',
    vault: 'ok',
    schema: 'ok',
  })
  first.child.kill('SIGINT')
  assert.equal(await first.exited, 0, first.errors())
  await assert.rejects(fetch(`${begun.listening}/health`))

  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as { port: number }
  const second = start(dataDir, port)
  assert.equal(await second.exited, 7)
  assert.match(second.errors(), new RegExp(`端口 ${port} 已被占用`))
  assert.equal((second.events[0] as { error: { code: string } }).error.code, 'app.portInUse')
  taken.close()

  const third = start(dataDir, port)
  t.after(() => third.child.kill('SIGKILL'))
  assert.equal((await listening(third)).listening, `http://127.0.0.1:${port}`)
  third.child.kill('SIGTERM')
  assert.equal(await third.exited, 0, third.errors())
})
