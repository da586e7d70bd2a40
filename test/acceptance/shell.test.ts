import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import '../../src/modules/customer/index.ts'
import '../../src/modules/rating/index.ts'
import type { LoadedBooks } from '../../src/modules/org/index.ts'
import { readConfig } from '../../src/platform/config.ts'
import { type Ground, openGround } from '../../src/platform/ground.ts'
import { loadTwoBranches } from '../factories/org.ts'
import { smallPolicy } from '../factories/policy.ts'

// The command line as a shell sees it: real processes on private servers, exit codes, JSON lines, the --as option. What each command
// does is tested beside it, without the second that each process takes.

const CLI = fileURLToPath(new URL('../../src/app/cli.ts', import.meta.url))

interface Said {
  readonly code: number | null
  /** The JSON lines of the output but those of progress. */
  readonly events: Record<string, unknown>[]
  readonly output: string
  readonly errors: string
}

describe('a credit office at its shell', () => {
  const home = mkdtempSync(join(tmpdir(), 'zhike-shell-'))
  const dataDir = join(home, 'data')
  const at = (name: string) => join(home, name)
  const closers: (() => unknown)[] = [() => rmSync(home, { recursive: true, force: true })]
  let books: LoadedBooks

  /** Holds the servers up, so that each process finds them running. */
  before(async () => {
    const ground: Ground = await openGround(readConfig({ ZHIKE_DATA_DIR: dataDir, ZHIKE_LOG: 'silent' }))
    closers.push(() => ground.stop())
    books = await loadTwoBranches(ground)
  })
  after(async () => {
    for (const close of closers.toReversed()) await close()
  })

  function zhike(...words: string[]): Promise<Said> {
    const env = { ...process.env, ZHIKE_DATA_DIR: dataDir, ZHIKE_LOG: 'silent' }
    const child = spawn(process.execPath, [CLI, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    let errors = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
    return new Promise((resolve) => {
      child.on('close', (code) => {
        const lines = output.split('\n').filter((line) => line.startsWith('{'))
        const events = lines.map((line) => JSON.parse(line)).filter((event) => !('progress' in event))
        resolve({ code, events, output, errors })
      })
    })
  }

  async function done(...words: string[]): Promise<Said> {
    const said = await zhike(...words)
    assert.equal(said.code, 0, `${words.join(' ')}: ${said.output}${said.errors}`)
    return said
  }

  function enact(version: number, high: number, effective: string) {
    const { files } = smallPolicy({ version, high, effective })
    mkdirSync(at(`v${version}`))
    for (const { file, text } of files) writeFileSync(join(at(`v${version}`), file), text)
    return done('policy', 'import', at(`v${version}`))
  }

  /** Two customers of each branch. */
  function list(deposit: string): string {
    const rows = ['1', '2'].flatMap((branch) => {
      const book = books.ofUnit(`B${branch}`)
      return [
        `C${branch}1,恒岳建材${branch}有限公司,企业,${book},${deposit}`,
        `C${branch}2,恒川建材${branch}有限公司,企业,${book},`,
      ]
    })
    writeFileSync(at('list.csv'), `客户号,客户名称,客户类型,客户归属,存款余额\n${rows.join('\n')}\n`)
    return at('list.csv')
  }

  const numbers = ({ events }: Said) => events.map(({ customerNo }) => customerNo)

  test('customers in, graded, explained, and the old result the same after facts and policy changed', async () => {
    await enact(1, 100, '2020-01-01')
    const counts = (await done('import', list('100万元'))).events.at(-1)
    assert.deepEqual(counts, { rows: 4, created: 4, updated: 0, unchanged: 0, rejected: 0 })
    assert.equal((await done('import', at('list.csv'))).events.at(-1)!.unchanged, 4)

    const assessed = (await done('assess', 'small-tier')).events.at(-1)!
    const grades = Object.fromEntries(
      (assessed.grades as { grade: string; count: number }[]).map((one) => [one.grade, one.count]),
    )
    assert.deepEqual(grades, { 高: 2, null: 2 })
    const text = (await done('explain', 'C11', '--text')).output
    for (const part of ['《存款分层办法》第 1 版', '依据 第一条', '存款余额 100万元', '分层：高'])
      assert.match(text, new RegExp(part))
    assert.match((await done('explain', 'C12', '--text')).output, /未知.*存款余额|存款余额.*未知/s)

    const [explained] = (await done('explain', 'C11')).events
    const { id } = explained!.result as { id: string }
    const before = (await done('replay', id)).output
    await enact(2, 500, '2021-01-01')
    await done('import', list('60万元'))
    await done('assess', 'small-tier')
    assert.equal((await done('replay', id)).output, before)
    assert.match((await done('explain', 'C11', '--text')).output, /第 2 版.*分层：中/s)
  })

  test('with --as a branch sees its own, whichever way it asks', async () => {
    const as = ['--as', 'H1']
    const mine = ['C11', 'C12']
    assert.deepEqual(numbers(await done(...as, 'customers', 'list')), mine)
    assert.deepEqual(numbers(await done('customers', 'search', '建材', ...as)).sort(), mine)
    await done('customers', 'export', at('export.csv'), ...as)
    const exported = readFileSync(at('export.csv'), 'utf8')
    assert.ok(exported.includes('C11') && !exported.includes('C2'), exported)
    assert.equal((await done('assess', 'small-tier', ...as)).events.at(-1)!.total, 2)
    for (const verb of [['customers', 'show'], ['explain']]) {
      const hidden = await zhike(...verb, 'C21', ...as)
      assert.equal(hidden.code, 5)
      assert.doesNotMatch(hidden.output + hidden.errors, /恒岳/)
    }
    assert.deepEqual(numbers(await done('customers', 'list', '--as', 'H2')), ['C21', 'C22'])
  })

  test('a refusal is one JSON line for a program, Chinese for a person, and an exit code of its kind', async () => {
    for (const [code, ...words] of [
      [2, 'assess'],
      [3, 'assess', 'small-tier', '--as-of', '2019-12-31'],
      [4, 'import', at('list.csv'), '--as', 'T1'],
      [5, 'customers', 'list', '--as', 'NOBODY'],
    ] as const) {
      const said = await zhike(...words)
      assert.equal(said.code, code, `${words.join(' ')}: ${said.errors}`)
      const [only] = said.events as { error: { what: string; next: string } }[]
      assert.equal(said.output, `${JSON.stringify(only)}\n`)
      for (const part of [only!.error.what, only!.error.next]) assert.ok(said.errors.includes(part.split('\n')[0]!))
      assert.match(said.errors, /^✗ .*\p{Script=Han}/u)
      assert.doesNotMatch(said.errors, /\n\s+at |Error:/)
    }
  })
})
