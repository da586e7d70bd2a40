#!/usr/bin/env node
// Starts the command line under the Node that the package brings, whatever Node (20 or later) runs this file: type stripping and
// the cryptography that Zhike uses need Node 24. Plain JavaScript on purpose.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const built = join(root, 'dist', 'app', 'cli.js')
const entry = existsSync(built) ? built : join(root, 'src', 'app', 'cli.ts')

/** The binary of the npm package `node`, or this process's own where it is new enough. */
function findNode() {
  try {
    const packaged = join(
      dirname(createRequire(import.meta.url).resolve('node/package.json')),
      'bin',
      process.platform === 'win32' ? 'node.exe' : 'node',
    )
    if (existsSync(packaged)) return packaged
  } catch {
    // Not installed beside us: fall through to our own.
  }
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  console.error(
    '知客需要 Node 24：随包安装的 Node 没有装好（npm 可能拦下了它的安装脚本），而当前的 Node 是 ' +
      `${process.versions.node}。\n请执行 npm approve-scripts node && npm rebuild node 后重试，或改用 Node 24 运行。`,
  )
  process.exit(1)
}

const child = spawn(findNode(), ['--disable-warning=ExperimentalWarning', entry, ...process.argv.slice(2)], {
  stdio: 'inherit',
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
