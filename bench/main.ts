// npm run bench [-- --size 1000000]: every benchmark after the other, each with its peer in the same run. A benchmark is no test: it fails
// on nothing and says what it measured. One alone: node bench/NAME.ts with its own option.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

/** In order; `size` is the option under which a benchmark takes the number of customers, where it takes one. */
const BENCHMARKS: readonly { readonly file: string; readonly size?: string }[] = [
  { file: 'decision.ts' },
  { file: 'simulation.ts', size: '--size' },
  { file: 'assessment.ts', size: '--size' },
  { file: 'import.ts', size: '--rows' },
  { file: 'list.ts', size: '--rows' },
]

const { values } = parseArgs({ options: { size: { type: 'string', default: '1000000' } } })

for (const { file, size } of BENCHMARKS) {
  const path = join(import.meta.dirname, file)
  // A process each, so that the memory of one is not counted to the next.
  const options = size === undefined ? [] : [size, values.size]
  const { status } = spawnSync(process.execPath, [path, ...options], { stdio: 'inherit' })
  if (status !== 0) console.log(`${file} ended with ${status}`)
}
