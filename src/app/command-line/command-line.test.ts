import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defineFailures } from '../../kernel/failure.ts'
import { present } from '../../platform/presenter.ts'
import type { AnyCommand, ShellCommand } from './catalogue.ts'
import { editDistance, nearest } from './nearest.ts'
import { barLine } from './progress-bar.ts'
import { runCommandLine } from './run.ts'
import { terminal } from './terminal.ts'

const failures = defineFailures('testShell', {
  refused: { kind: 'refused', what: '不可以。', why: '规定如此。', next: '请改。' },
  broken: { kind: 'invalid', what: '有 {count} 处不对。', next: '请改。' },
})

function command(
  name: string,
  run: ShellCommand['runInShell'],
  positionals: readonly [number, number] = [0, 2],
): AnyCommand {
  return {
    name,
    summary: `${name} 的说明`,
    usage: '[--size N]',
    options: { size: { type: 'string' } },
    positionals,
    runInShell: run,
  }
}

const commands = [
  command('echo', async ({ terminal }, { positionals, values }) => {
    terminal.print(`${positionals.join(' ')} ${values.size}`)
    terminal.emit({ positionals, size: values.size })
    return 0
  }),
  command('policy check', async () => 0),
  command('policy', async () => 9),
  command('one', async () => 0, [1, 1]),
  command('refuse', async () => {
    throw failures.refused()
  }),
  command('stop', async ({ signal }) => {
    signal.throwIfAborted()
    return 0
  }),
  command('break', async () => {
    throw new TypeError('a secret inside')
  }),
]

async function run(words: string, { isTTY = true, environment = {}, signal = new AbortController().signal } = {}) {
  const text = { out: '', err: '' }
  const outlet = (name: 'out' | 'err') => ({ isTTY, write: (more: string) => (text[name] += more) })
  const code = await runCommandLine(commands, words === '' ? [] : words.split(' '), {
    out: outlet('out'),
    err: outlet('err'),
    environment,
    signal,
  })
  return { code, ...text }
}

test('a person at a terminal gets text, a program JSON lines', async () => {
  assert.deepEqual(await run('echo a b --size 5'), { code: 0, out: 'a b 5\n', err: '' })
  const line = '{"positionals":["a"],"size":"5"}\n'
  assert.equal((await run('echo a --size 5 --json')).out, line)
  assert.equal((await run('echo a --size=5', { isTTY: false })).out, line)
  assert.equal((await run('echo a --size 5 --text', { isTTY: false })).out, 'a 5\n')
})

test('a name of two words goes before one of one', async () => {
  assert.equal((await run('policy check')).code, 0)
  assert.equal((await run('policy other')).code, 9)
})

test('an unknown command names the nearest', async () => {
  const { code, out, err } = await run('ehco')
  assert.deepEqual([code, out], [2, ''])
  assert.match(err, /没有命令“ehco”.*\n.*zhike echo？/)
  assert.match((await run('polciy check')).err, /zhike policy check？/)
  assert.doesNotMatch((await run('xyzzy')).err, /您是否想用/)
})

test('an unknown option tells the usage', async () => {
  const { code, err } = await run('echo --sise 5')
  assert.equal(code, 2)
  assert.match(err, /没有选项 --sise/)
  assert.match(err, /用法：zhike echo \[--size N\]/)
})

test('a word too many or too few tells the usage, and general options may stand first', async () => {
  const { code, err } = await run('one a b')
  assert.equal(code, 2)
  assert.match(err, /多余的“b”.*\n.*用法：zhike one/)
  assert.match((await run('one')).err, /缺少/)
  assert.equal((await run('one a')).code, 0)
  assert.equal((await run('--as Z001 --text echo a b --size 5', { isTTY: false })).out, 'a b 5\n')
  assert.match((await run('--help echo')).out, /^echo 的说明/)
})

test('a failure has the exit code of its kind; a defect tells nothing of its inside', async () => {
  const refused = await run('refuse')
  assert.deepEqual([refused.code, refused.out], [3, ''])
  assert.equal(refused.err, '✗ 不可以。（testShell.refused）\n  规定如此。\n  请改。\n')
  const piped = await run('refuse', { isTTY: false })
  assert.equal(JSON.parse(piped.out).error.code, 'testShell.refused')
  const broken = await run('break')
  assert.equal(broken.code, 1)
  assert.ok(!broken.err.includes('secret'))
})

test('a bad setting is told before anything starts', async () => {
  const { code, err } = await run('echo', { environment: { PORT: 'http' } })
  assert.equal(code, 2)
  assert.match(err, /PORT/)
})

test('help lists every command, and tells one', async () => {
  for (const words of ['', 'help', '--help']) {
    const { code, out } = await run(words)
    assert.equal(code, 0)
    for (const { name, summary } of commands) assert.ok(out.includes(name) && out.includes(summary))
  }
  assert.equal((await run('echo --help')).out, 'echo 的说明\n\n用法：zhike echo [--size N]\n')
  assert.equal((await run('help policy check')).out, 'policy check 的说明\n\n用法：zhike policy check [--size N]\n')
})

test('Ctrl-C gives the exit code that a shell expects, and hides nothing else that goes wrong', async () => {
  const stop = new AbortController()
  stop.abort(new Error('SIGINT'))
  const { code, err } = await run('stop', { signal: stop.signal })
  assert.deepEqual([code, err], [130, ''])
  assert.equal((await run('refuse', { signal: stop.signal })).code, 3)
})

test('many details are told up to a screenful', () => {
  const details = Array.from({ length: 30 }, (_, row) => ({ where: `第 ${row + 1} 行`, message: '不对' }))
  let err = ''
  const screen = terminal(false, { write: () => {} }, { write: (text) => (err += text) })
  screen.fail(present(failures.broken({ count: 30 }, { details })))
  assert.match(err, /第 20 行：不对\n {2}· 另有 10 处，从略\n {2}请改。\n$/)
})

test('the bar tells the part, the count and the time that is left', () => {
  assert.equal(
    barLine(45_000, 100_000, '导入', 9_000),
    '导入 ███████████░░░░░░░░░░░░░ 45%  45,000 / 100,000  还需 11 秒',
  )
  assert.equal(
    barLine(60_000, 100_000, '导入', 2_000, 50_000),
    '导入 ██████████████░░░░░░░░░░ 60%  60,000 / 100,000  还需 8 秒',
  )
  assert.equal(barLine(7, undefined, '读取', 1), '读取  7')
  assert.equal(barLine(0, 0, '导入', 1), `导入 ${'█'.repeat(24)} 100%  0 / 0`)
})

test('progress is drawn at a terminal, told as JSON to a pipe, and no more often than is of use', () => {
  let now = 0
  const text = { out: '', err: '' }
  const outlet = (name: 'out' | 'err', isTTY: boolean) => ({ isTTY, write: (more: string) => (text[name] += more) })
  const piped = terminal(true, outlet('out', false), outlet('err', false), () => now)
  for (now = 0; now < 1_000; now += 10) piped.progress(now, 1_000, '导入')
  piped.progress(1_000, 1_000, '导入')
  const told = text.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).progress.done)
  assert.deepEqual([told, text.err], [[0, 500, 1_000], ''])
  const screen = terminal(false, outlet('out', true), outlet('err', true), () => now)
  screen.progress(5, 10, '导入')
  screen.print('一行')
  assert.ok(text.err.endsWith('\r\x1b[2K'))
})

test('edits are counted one character at a time', () => {
  assert.deepEqual(
    [editDistance('', 'abc'), editDistance('abc', 'abc'), editDistance('kitten', 'sitting'), editDistance('ab', 'ba')],
    [3, 0, 3, 1],
  )
  assert.equal(nearest('asess', ['assess', 'explain']), 'assess')
  assert.equal(nearest('zzz', ['assess', 'explain']), undefined)
})
