import type { Command, CommandIo } from '../../../platform/command.ts'
import { failureOf, runTask, startTask } from '../../../platform/tasks.ts'
import { findCustomer } from '../../customer/index.ts'
import type { Choice } from '../../fact/index.ts'
import { readVersionNumber } from '../../policy/index.ts'
import { type GradeCount, reasonUsage, showGrade, withReasonName } from '../domain.ts'
import { resultView } from '../explain.ts'
import { failures } from '../failures.ts'
import type { RunReport } from '../run.ts'
import { assessOne, simulate } from '../service.ts'
import { CHOICE_OPTIONS, choiceOf, optionText } from './options.ts'

/** How a grade that is not known reads in JSON. */
const REASON_USAGE = `  JSON 中等级未定的原因：${reasonUsage()}`

export const assessCommand: Command = {
  name: 'assess',
  summary: '按一份制度评定客户：一位、一批，或全部',
  usage:
    '制度编号 [--where 条件 | --selection 范围] [--as-of 日期] [--customer 客户号]\n' +
    '  --where      只评定符合条件的客户，如 年用量 >= 20万元\n' +
    '  --selection  只评定已保存的范围（名称或编号），见 zhike selection list\n' +
    '  --as-of      评定基准日，如 2026-06-30；不写为今天\n' +
    '  --customer   只评定一位客户\n' +
    REASON_USAGE,
  positionals: [1, 1],
  options: { ...CHOICE_OPTIONS, 'as-of': { type: 'string' }, customer: { type: 'string' } },
  async run(io, { positionals: [document = ''], values }) {
    const asOf = optionText(values['as-of'])
    const customer = optionText(values.customer)
    const choice = choiceOf(values)
    if (customer === undefined) return assessMany(io, document, choice, asOf)
    if (Object.keys(choice).length > 0) throw failures.oneOrMany({ customer })
    return assessCustomer(io, document, customer, asOf)
  },
}

async function assessCustomer(
  io: CommandIo,
  document: string,
  wanted: string,
  asOf: string | undefined,
): Promise<number> {
  const { outcome, result } = await io.ground.transact(io.principal, async (ctx) => {
    const customer = await findCustomer(ctx, wanted)
    const assessed = await assessOne(ctx, document, customer.partyId, asOf)
    return { outcome: assessed.outcome, result: resultView(customer, assessed.result) }
  })
  io.emit({ event: 'done', outcome, ...withReasonName(result) })
  io.print(`${result.customerNo}  ${showGrade(result as GradeCount & typeof result)}  ${OUTCOMES[outcome]}`)
  io.print(`结果编号 ${result.id}`)
  return 0
}

const OUTCOMES = {
  inserted: '首次评定',
  updated: '已更新',
  unchanged: '没有变化',
  newer: '已有更晚基准日的结果，保留原结果',
}

async function assessMany(io: CommandIo, document: string, choice: Choice, asOf: string | undefined): Promise<number> {
  const input = { document, ...choice, ...(asOf !== undefined && { asOf }) }
  const id = await startTask(io.ground, io.principal, 'rating.assess', `评定 ${document}`, input)
  const task = await runTask(io.ground, id, {
    cancel: io.signal,
    onProgress: ({ done, total }) => io.progress(done, total, `评定 ${document}`),
  })
  if (task.state === 'cancelled') throw failures.cancelled({ task: id })
  if (task.state !== 'done') throw failureOf(task)
  const report = task.result as RunReport
  const { runId, versions, factsAt, total, inserted, updated, unchanged, newer, grades } = report
  const head = { event: 'done', document, versions, runId, asOf: report.asOf, factsAt }
  io.emit({ ...head, total, inserted, updated, unchanged, newer, grades: grades.map(withReasonName) })
  io.print(
    `共评定 ${total} 位客户：新增 ${inserted}，变更 ${updated}，未变 ${unchanged}${newer > 0 ? `，保留更晚结果 ${newer}` : ''}。`,
  )
  printGrades(io, grades, total)
  io.print(`批次号 ${runId}`)
  return 0
}

export const simulateCommand: Command = {
  name: 'simulate',
  summary: '试算一份制度：各等级各有多少客户，不写入任何结果',
  usage:
    '制度编号 [--version N] [--where 条件 | --selection 范围] [--as-of 日期]\n' +
    '  --version  试算某一版（可以是草稿）；不写为基准日施行的版本\n' +
    REASON_USAGE,
  positionals: [1, 1],
  options: { version: { type: 'string' }, ...CHOICE_OPTIONS, 'as-of': { type: 'string' } },
  async run(io, { positionals: [document = ''], values }) {
    const version = optionText(values.version)
    const simulation = await io.ground.transact(
      io.principal,
      (ctx) =>
        simulate(ctx, {
          document,
          version: version === undefined ? undefined : readVersionNumber(version),
          ...choiceOf(values),
          asOf: optionText(values['as-of']),
        }),
      { readOnly: true, timeoutMs: 0 },
    )
    io.emit({ event: 'done', ...simulation, grades: simulation.grades.map(withReasonName) })
    io.print(
      `按第 ${simulation.version} 版试算 ${simulation.total} 位客户（基准日 ${simulation.asOf}），没有写入任何结果。`,
    )
    printGrades(io, simulation.grades, simulation.total)
    return 0
  },
}

function printGrades(io: CommandIo, grades: readonly GradeCount[], total: number): void {
  for (const one of grades) {
    const share = total === 0 ? 0 : (one.count * 100) / total
    io.print(`  ${String(one.count).padStart(10)}  ${share.toFixed(1).padStart(5)}%  ${showGrade(one)}`)
  }
}
