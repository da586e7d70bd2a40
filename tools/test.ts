// `npm test`: every test on a fresh server of the shipped PostgreSQL, then the tests that use a database again on the oldest
// supported one. `npm test -- vault scope` runs the files whose path contains one of the words.
import { chmodSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { run } from 'node:test'
import { fileURLToPath } from 'node:url'

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const CONCURRENCY = 2
/** Not part of `npm test`: they install the product anew; the gate runs them. */
const APART = 'tools/newcomer/'

/** What a test imports when it needs a server. */
const USES_DATABASE = /\/(harness|http|cluster|private-cluster)\.ts'/

interface Counts {
  files: number
  passed: number
  failed: number
  skipped: number
}

process.chdir(ROOT)
const words = process.argv.slice(2)
const files = globSync('{src,test,tools,bench}/**/*.test.ts')
  .filter((file) => !file.startsWith(APART) && (words.length === 0 || words.some((word) => file.includes(word))))
  .sort()
if (files.length === 0) throw new Error(`no test file has ${words.join(' or ')} in its path`)

const home = mkdtempSync(join(tmpdir(), 'zhike-test-'))
// As root the server runs as another user, who must be able to enter.
chmodSync(home, 0o755)
process.env.ZHIKE_TEST_HOME = home
process.on('SIGINT', () => process.exit(130))
process.on('SIGTERM', () => process.exit(143))
process.on('exit', () => rmSync(home, { recursive: true, force: true }))

const outcomes: { pass: string; counts: Counts; seconds: number }[] = []
await pass('PostgreSQL 18', files, '18')
const stored = files.filter((file) => USES_DATABASE.test(readFileSync(file, 'utf8')))
if (stored.length > 0) await pass('PostgreSQL 15', stored, '15')

console.log('')
for (const { pass, counts, seconds } of outcomes) {
  const { files: ran, passed, failed, skipped } = counts
  console.log(
    `${pass}: ${passed} passed, ${failed} failed, ${skipped} skipped, in ${ran} files, ${seconds.toFixed(1)} s`,
  )
}
const broken = outcomes.some(({ counts }) => counts.failed > 0 || counts.files === 0)
process.exit(broken ? 1 : 0)

/** Starts one server, so that the files share it, runs them, and stops it. */
async function pass(name: string, chosen: readonly string[], version: string): Promise<void> {
  console.log(`\n${name}`)
  process.env.ZHIKE_TEST_PG = version
  const { testServer } = await import(`../test/cluster.ts?version=${version}`)
  const server = await testServer()
  const began = performance.now()
  try {
    outcomes.push({ pass: name, counts: await runFiles(chosen), seconds: (performance.now() - began) / 1000 })
  } finally {
    await server.release()
  }
}

async function runFiles(chosen: readonly string[]): Promise<Counts> {
  const counts: Counts = { files: 0, passed: 0, failed: 0, skipped: 0 }
  for await (const event of run({
    files: chosen.map((file) => join(ROOT, file)),
    concurrency: CONCURRENCY,
    timeout: 600_000,
  })) {
    if (event.type === 'test:fail' && !isEcho(event.data)) {
      counts.failed++
      printFailure(event.data)
    }
    if (event.type === 'test:stderr' && !/ExperimentalWarning|--trace-warnings/.test(event.data.message))
      process.stderr.write(event.data.message)
    if (event.type === 'test:summary' && event.data.file !== undefined) {
      const { passed, skipped } = event.data.counts
      counts.files++
      counts.passed += passed
      counts.skipped += skipped
      const mark = event.data.success ? '✔' : '✖'
      const seconds = (event.data.duration_ms / 1000).toFixed(1).padStart(6)
      console.log(`${mark} ${seconds} s ${String(passed).padStart(6)}  ${relative(ROOT, event.data.file)}`)
    }
  }
  return counts
}

interface FailedTest {
  readonly name: string
  readonly file?: string
  readonly line?: number
  readonly details: { readonly error: Error }
}

/** A suite that fails because of a test in it says nothing new. */
function isEcho({ details: { error } }: FailedTest): boolean {
  return (error as { failureType?: string }).failureType === 'subtestsFailed'
}

function printFailure({ name, file, line, details: { error } }: FailedTest): void {
  const cause = error.cause ?? error
  const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
  console.log(`✖ ${name} (${file ? relative(ROOT, file) : ''}:${line ?? ''})\n${text.replace(/^/gm, '    ')}`)
}
