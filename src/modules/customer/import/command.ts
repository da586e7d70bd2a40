import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Failure } from '../../../kernel/failure.ts'
import type { Command, CommandInput, CommandIo } from '../../../platform/command.ts'
import { authorise } from '../../../platform/context.ts'
import { failureOf, listTasks, runTask, STALE_SECONDS, startTask } from '../../../platform/tasks.ts'
import { failures } from '../failures.ts'
import { loadMapping, prepareImport } from './prepare.ts'
import { type ImportInput, type ImportResult, importInput, importTask } from './task.ts'

/** A killed import's task counts as running until it is stale; what is above that is for its last beat to be late. */
const WAIT_SECONDS = STALE_SECONDS + 5

export const importCommand: Command = {
  name: 'import',
  summary: '从 CSV 文件导入客户及其数据项',
  usage: [
    '文件 [--mapping 映射.yaml] [--dry-run] [--mode upsert|create|update] [--errors 错误清单.csv] [--chunk-rows 2000]',
    '映射文件的写法见 docs/import.md；--dry-run 只预检，不写入任何数据。中断后再次执行同一命令，从中断处继续。',
    '退出码：整个文件处理完即为 0，有行被拒绝时也是 0，被拒绝的行数见末行。',
  ].join('\n'),
  positionals: [1, 1],
  options: {
    mapping: { type: 'string' },
    'dry-run': { type: 'boolean', default: false },
    mode: { type: 'string', default: 'upsert' },
    errors: { type: 'string' },
    'chunk-rows': { type: 'string', default: '2000' },
  },
  async run(io, input) {
    const wanted = await inputOf(input)
    await io.ground.transact(
      io.principal,
      async (ctx) => {
        authorise(ctx, 'import.run')
        await prepareImport(ctx, wanted)
      },
      { readOnly: true, timeoutMs: 0 },
    )
    const result = await runOrResume(io, wanted)
    if (result === undefined) return 1
    report(io, wanted, result)
    return 0
  },
}

async function inputOf({ positionals: [given = ''], values }: CommandInput): Promise<ImportInput> {
  const file = resolve(given)
  const plain = basename(file, extname(file))
  const mapping = typeof values.mapping === 'string' ? await loadMapping(resolve(values.mapping)) : undefined
  const checked = importInput.safeParse({
    file,
    mode: values.mode,
    dryRun: values['dry-run'] === true,
    chunkRows: Number(values['chunk-rows'] ?? 2000),
    errors: typeof values.errors === 'string' ? resolve(values.errors) : join(dirname(file), `${plain}.错误.csv`),
    ...(mapping === undefined ? {} : { mapping }),
  })
  if (!checked.success) {
    const wrong = checked.error.issues.map(
      ({ path: [name] }) => `--${name === 'chunkRows' ? 'chunk-rows' : String(name)}`,
    )
    throw failures.badOption({ option: wrong.join('、') })
  }
  const sources = [given, values.mapping].filter((path) => typeof path === 'string')
  for (const source of sources) {
    if (await sameFile(checked.data.errors, resolve(source))) throw failures.errorsOverFile({ file: source })
  }
  return checked.data
}

/** Whether both names lead to one file, by a link too. */
async function sameFile(one: string, other: string): Promise<boolean> {
  if (one === other) return true
  const [here, there] = await Promise.all([one, other].map((path) => stat(path).catch(() => undefined)))
  return here !== undefined && here.ino === there?.ino && here.dev === there.dev
}

/** The same command again finds the task that was interrupted by its title, which carries a fingerprint of all that the work depends on. */
async function runOrResume(io: CommandIo, input: ImportInput): Promise<ImportResult | undefined> {
  const title = await titleOf(input)
  const open = await io.ground.transact(io.principal, (ctx) =>
    listTasks(ctx, { states: ['queued', 'running'], limit: 200 }),
  )
  const found = open.find((task) => task.kind === importTask.kind && task.title === title)
  if (found !== undefined) io.print(`接着上次中断的导入继续（已完成 ${found.done} 行）。`)
  const id = found?.id ?? (await startTask(io.ground, io.principal, importTask.kind, title, input))
  const task = await runWhenFree(io, id)
  if (task.state === 'cancelled') {
    io.print(`导入已取消；已导入的 ${task.done} 行保留。`)
    io.emit({ state: 'cancelled', rows: task.done })
    return undefined
  }
  if (task.state === 'failed') throw failureOf(task)
  return task.result as ImportResult
}

/** A task whose process was just killed looks alive for some seconds more, which are told. */
async function runWhenFree(io: CommandIo, id: string) {
  const until = Date.now() + WAIT_SECONDS * 1_000
  let told = false
  for (;;) {
    try {
      return await runTask(io.ground, id, {
        cancel: io.signal,
        onProgress: ({ done, total }) => io.progress(done, total, '行'),
      })
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'task.busy' || Date.now() > until || io.signal.aborted)
        throw error
      if (!told) {
        io.print(`该导入由另一个进程占用；如它刚被中断，稍候即可接手，最多等待 ${WAIT_SECONDS} 秒……`)
        io.emit({ waiting: WAIT_SECONDS })
        told = true
      }
      await delay(500)
    }
  }
}

async function titleOf(input: ImportInput): Promise<string> {
  const { size, mtimeMs } = await stat(input.file)
  const parts = [input.file, size, mtimeMs, input.mapping?.text ?? '', input.mode, input.dryRun, input.errors]
  const fingerprint = createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12)
  return `${input.dryRun ? '预检' : '导入'} ${basename(input.file)}（${fingerprint}）`
}

const SHOWN = 20

function report(io: CommandIo, input: ImportInput, { problems, errors, encoding, ...counts }: ImportResult): void {
  for (const problem of problems) io.emit({ ...problem })
  for (const { row, column, value, reason } of problems.slice(0, SHOWN)) {
    io.print(`第 ${row} 行 ${column}${value === '' ? '' : `“${value}”`}：${reason}`)
  }
  if (errors !== undefined) io.print(`被拒绝的行及原因：${errors}`)
  const { rows, created, updated, unchanged, rejected } = counts
  const label = input.dryRun ? '预检结果（没有写入）' : '导入完成'
  io.print(
    `${label}：共 ${rows} 行（${encoding.toUpperCase()}），新建 ${created}，更新 ${updated}，未变 ${unchanged}，拒绝 ${rejected}。`,
  )
  io.emit({ rows, created, updated, unchanged, rejected })
}
