import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command, CommandIo } from '../../../platform/command.ts'
import { readFolders, showPath } from '../folder.ts'
import { type FindingView, type LintReport, lintFolders, lintStored } from '../lint-report.ts'

const SEVERITIES: Readonly<Record<FindingView['severity'], string>> = { error: '错误', warning: '提醒', note: '说明' }

export const lintCommand: Command = {
  name: 'policy lint',
  summary: '审查制度：空档、重叠、界线同属两档、轮不到的行、够不到的等级，各附一个实例',
  usage: '[目录或制度编号]\n  不改动任何内容；有错误时退出码为 1',
  positionals: [0, 1],
  options: {},
  async run(io, { positionals: [target = 'policies'] }) {
    const reports = await reportsOf(io, target)
    for (const report of reports) printReport(io, report)
    const all = reports.flatMap(({ findings }) => findings)
    const count = (wanted: FindingView['severity']) => all.filter(({ severity }) => severity === wanted).length
    const faults = reports.reduce((sum, report) => sum + report.faults, 0)
    const totals = { errors: count('error'), warnings: count('warning'), notes: count('note') }
    io.emit({ event: 'done', documents: reports.length, ...totals, faults })
    io.print(`${reports.length} 份制度，${totals.errors} 处错误，${totals.warnings} 处提醒，${totals.notes} 处说明。`)
    return totals.errors + faults === 0 ? 0 : 1
  },
}

/** A folder where there is one of that name, else a document of the library. */
async function reportsOf({ ground, principal }: CommandIo, target: string): Promise<LintReport[]> {
  const path = resolve(target)
  const isFolder = /[/\\.]/.test(target) || (await stat(path).catch(() => undefined))?.isDirectory() === true
  if (!isFolder) return [await ground.transact(principal, (ctx) => lintStored(ctx, target), { readOnly: true })]
  const folders = await readFolders(path)
  return ground.transact(principal, (ctx) => lintFolders(ctx, folders), { readOnly: true })
}

function printReport(io: CommandIo, { place, title, faults, findings }: LintReport): void {
  io.print(`${title ?? '读不出的制度'}  ${showPath(place)}`)
  if (faults > 0) {
    io.emit({ event: 'unread', place, faults })
    io.print(`  有 ${faults} 处错误，没有审查；请先用 zhike policy check 改好`)
  }
  for (const finding of findings) {
    const { severity, clause, name, file, line, message, close = [] } = finding
    io.emit({ event: 'finding', place, title, ...finding })
    io.print(`  ${SEVERITIES[severity]}  ${clause}${name === '' ? '' : `（${name}）`}  ${file}:${line}`)
    io.print(`        ${message}`)
    for (const { row, column, from, to } of close) io.print(`        可改为：第 ${row} 行 ${column} ${from} → ${to}`)
  }
  if (faults === 0 && findings.length === 0) io.print('  没有发现问题')
}
