// The gate, as a list that can be read aloud. Each step has a budget in seconds; a step over its budget fails, so that the whole
// stays under half an hour on two cores. Run one by name: node tools/ci.ts types lint
import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

interface Step {
  readonly name: string
  readonly command: readonly string[]
  readonly seconds: number
}

const steps: readonly Step[] = [
  { name: 'types', command: ['tsc', '-p', '.'], seconds: 120 },
  { name: 'lint', command: ['biome', 'check', '.'], seconds: 60 },
  { name: 'architecture', command: ['node', 'tools/check-architecture.ts'], seconds: 30 },
  { name: 'schema', command: ['node', 'tools/dump-schema.ts', '--check'], seconds: 120 },
  { name: 'openapi', command: ['node', 'tools/openapi.ts', '--check'], seconds: 60 },
  { name: 'clauses', command: ['node', 'tools/check-clauses.ts'], seconds: 120 },
  { name: 'tests', command: ['npm', 'test'], seconds: 900 },
  { name: 'newcomer', command: ['node', '--test', 'tools/newcomer/*.test.ts'], seconds: 420 },
]

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const PATH = `${join(root, 'node_modules', '.bin')}:${process.env.PATH}`

function run({ command: [program = '', ...words], seconds }: Step): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(program, words, { cwd: root, stdio: 'inherit', env: { ...process.env, PATH }, detached: true })
    const timer = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), seconds * 1000)
    child.on('exit', (code, signal) => {
      clearTimeout(timer)
      resolve(code === 0 ? 'ok' : signal === 'SIGKILL' ? `over its ${seconds} s` : `failed (${code ?? signal})`)
    })
  })
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name))
if (unknown.length > 0)
  throw new Error(`no step ${unknown.join(', ')}; steps: ${steps.map(({ name }) => name).join(', ')}`)

const outcomes: { name: string; outcome: string; took: number; seconds: number }[] = []
for (const step of steps.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  console.log(`\n── ${step.name}: ${step.command.join(' ')}`)
  const started = performance.now()
  const outcome = await run(step)
  outcomes.push({ name: step.name, outcome, took: (performance.now() - started) / 1000, seconds: step.seconds })
}

console.log('')
for (const { name, outcome, took, seconds } of outcomes) {
  console.log(`${name.padEnd(14)} ${took.toFixed(1).padStart(7)} s of ${String(seconds).padStart(4)}  ${outcome}`)
}
const failed = outcomes.filter(({ outcome }) => outcome !== 'ok').length
console.log(`${outcomes.length - failed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
