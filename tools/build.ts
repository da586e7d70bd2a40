// Builds dist/ for the published package: Node refuses to strip types below node_modules. `npm pack` runs it.
import { spawnSync } from 'node:child_process'
import { cpSync, globSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

rmSync(join(root, 'dist'), { recursive: true, force: true })
const tsc = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
})
if (tsc.status !== 0) process.exit(tsc.status ?? 1)
for (const file of globSync('src/**/*.{csv,json,sql}', { cwd: root })) {
  cpSync(join(root, file), join(root, file.replace(/^src/, 'dist')))
}
