import { listUnits } from '../modules/org/index.ts'
import { loadShippedPolicies } from '../modules/policy/index.ts'
import type { Ground } from '../platform/ground.ts'
import { SYSTEM } from '../platform/principal.ts'
import { listTasks } from '../platform/tasks.ts'
import type { Terminal } from './command-line/terminal.ts'
import { loadDemo } from './demo/index.ts'
import { UNITS } from './demo/organisation.ts'

const DEMO_SIZE = 2_000

/** What a database needs before it can be used: the shipped policies and, where it is asked for, the demo bank. */
export async function prepareFirstStart(
  ground: Ground,
  { demo, terminal, signal }: { readonly demo: boolean; readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<void> {
  await loadShippedPolicies(ground)
  if (!demo || !(await lacksDemo(ground))) return
  terminal.print('首次启动，正在载入示例银行……')
  const { created } = await loadDemo(ground, { size: DEMO_SIZE, signal, onProgress: terminal.progress })
  terminal.print(`示例银行已载入：${created} 户。`)
  terminal.emit({ demo: { created } })
}

/** True on an empty database, and where a load was cut short: its last step is an assessment that ends. */
async function lacksDemo(ground: Ground): Promise<boolean> {
  return ground.transact(SYSTEM, async (ctx) => {
    const [root] = await listUnits(ctx)
    if (!root) return true
    return root.code === UNITS[0]!.code && (await listTasks(ctx, { states: ['done'], limit: 1 })).length === 0
  })
}
