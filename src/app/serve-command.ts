import { ensureAdministrator } from '../modules/org/index.ts'
import { type Ground, openGround } from '../platform/ground.ts'
import type { ZhikeServer } from '../platform/http/server-type.ts'
import { SYSTEM } from '../platform/principal.ts'
import type { TaskWorker } from '../platform/tasks/worker.ts'
import type { Shell, ShellCommand } from './command-line/catalogue.ts'
import { failures } from './failures.ts'
import { prepareFirstStart } from './first-start.ts'
import { buildServer, closeServer } from './server.ts'
import { startModules } from './start-modules.ts'
import { startWorker } from './worker.ts'

export const serveCommand: ShellCommand = {
  name: 'serve',
  summary: '启动网页服务与任务处理',
  usage: '[--demo]\n  --demo   首次启动时载入示例银行',
  options: { demo: { type: 'boolean' } },
  async runInShell(shell, { values }) {
    const ground = await openGround(shell.config)
    try {
      await startModules(ground)
      await serve(ground, shell, values.demo === true)
      return 0
    } finally {
      await ground.stop()
    }
  },
}

async function serve(ground: Ground, { config, terminal, signal }: Shell, demo: boolean): Promise<void> {
  const server = await buildServer(ground)
  // A port in use is told before minutes of loading, not after.
  const address = await listen(server, config)
  let worker: TaskWorker | undefined
  try {
    await prepareFirstStart(ground, { demo, terminal, signal })
    worker = await startWorker(ground)
    terminal.print(`知客已启动：${address}`)
    const first = await ground.transact(SYSTEM, ensureAdministrator)
    if (first) {
      terminal.print(`首次登录：用户名 ${first.loginName}，一次性登录码 ${first.code}（24 小时内有效，登录时自设密码）`)
    }
    terminal.emit({ listening: address, ...(first && { firstSignIn: first }) })
    await aborted(signal)
    terminal.print('正在停止……')
  } finally {
    await closeServer(server)
    await worker?.stop()
  }
}

/** @throws app.portInUse, app.cannotListen */
async function listen(server: ZhikeServer, { host, port }: Shell['config']): Promise<string> {
  try {
    return await server.listen({ host, port })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') throw failures.portInUse({ port }, { cause: error })
    if (code === undefined) throw error
    throw failures.cannotListen({ host, port, reason: message }, { cause: error })
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
