import { showSheet } from '../../../engine/index.ts'
import type { Command, CommandIo } from '../../../platform/command.ts'
import { type GradeCount, showGrade, withReasonName } from '../domain.ts'
import { type ExplainedResult, explainCustomer, explainTrial, listResults, replayResult } from '../explain.ts'
import { optionText, required } from './options.ts'

export const explainCommand: Command = {
  name: 'explain',
  summary: '说明一位客户的评定结果由何而来：条款、数据、得分、未知项',
  usage:
    '客户号 [--document 制度编号] [--history] [--trial [--as-of 日期]]\n' +
    '  --history  列出历次结果及其编号\n' +
    '  --trial    不看已有结果，按现在的数据试评并说明，不写入',
  positionals: [1, 1],
  options: {
    document: { type: 'string' },
    history: { type: 'boolean' },
    trial: { type: 'boolean' },
    'as-of': { type: 'string' },
  },
  async run(io, { positionals: [customer = ''], values }) {
    const document = optionText(values.document)
    const asOf = optionText(values['as-of'])
    if (values.history === true) return printHistory(io, customer, document)
    const explained = await io.ground.transact(
      io.principal,
      async (ctx) =>
        values.trial === true
          ? [await explainTrial(ctx, customer, required(document, '--document 制度编号', 'explain'), asOf)]
          : explainCustomer(ctx, customer, document),
      { readOnly: true },
    )
    for (const one of explained) printExplained(io, one)
    return 0
  },
}

export const replayCommand: Command = {
  name: 'replay',
  summary: '重演一项评定结果：用当时记录的数据和当时的制度版本，得出同一张评定表',
  usage: '结果编号\n  结果编号形如 批次号:客户号，由 zhike explain 给出',
  positionals: [1, 1],
  options: {},
  async run(io, { positionals: [id = ''] }) {
    const explained = await io.ground.transact(io.principal, (ctx) => replayResult(ctx, id), { readOnly: true })
    printExplained(io, explained)
    return explained.agrees ? 0 : 1
  },
}

async function printHistory(io: CommandIo, customer: string, document: string | undefined): Promise<number> {
  const results = await io.ground.transact(io.principal, (ctx) => listResults(ctx, customer, document), {
    readOnly: true,
  })
  for (const result of results) {
    io.emit(withReasonName(result))
    const grade = showGrade(result as Pick<GradeCount, 'grade' | 'reason'>)
    io.print(`${result.asOf}  ${result.document} 第 ${result.version} 版  ${grade}  ${result.id}`)
  }
  if (results.length === 0) io.print('还没有评定结果。')
  return 0
}

function printExplained(io: CommandIo, explained: ExplainedResult): void {
  io.emit({ ...explained, result: withReasonName(explained.result) })
  const { result, customer, sheet, origins, agrees } = explained
  io.print(`评定表  客户 ${result.customerNo} ${customer}    基准日 ${result.asOf}    结果编号 ${result.id}`)
  io.print('')
  for (const line of showSheet(sheet)) io.print(line)
  io.print('')
  io.print('数据来源')
  for (const { name, source, asOf, stale } of origins) {
    io.print(`  ${name}：${source}${asOf === null ? '' : `，数据日期 ${asOf}`}${stale ? '，已过有效期' : ''}`)
  }
  if (origins.length === 0) io.print('  所需数据均未登记。')
  if (!agrees) io.print('注意：重演所得与当时记录的结果不一致，请联系系统管理员核查。')
  io.print('')
}
