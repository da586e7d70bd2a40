import { resolve } from 'node:path'
import { showProblem } from '../../../engine/index.ts'
import type { Command, CommandIo } from '../../../platform/command.ts'
import { checkReports, type FolderReport } from '../check-report.ts'
import { checkFolders, errorsOf, uncanonical } from '../checking.ts'
import { readFolders, showPath, writeFolder } from '../folder.ts'
import { vocabularies } from '../words.ts'

export const checkCommand: Command = {
  name: 'policy check',
  summary: '检查制度目录：格式、类型、规范写法，并在两种引擎上运行全部用例',
  usage: '[目录]\n  不载入、不改动任何内容；有错误时退出码为 1',
  positionals: [0, 1],
  options: {},
  async run(io, { positionals: [path = 'policies'] }) {
    const folders = await readFolders(resolve(path))
    const reports = await io.ground.transact(io.principal, (ctx) => checkReports(ctx, folders), { readOnly: true })
    for (const report of reports) printReport(io, report)
    const faults = reports.reduce((sum, { faults }) => sum + faults.length, 0)
    const cases = reports.reduce((sum, report) => sum + report.cases, 0)
    io.emit({ event: 'done', documents: reports.length, cases, faults })
    io.print(`${reports.length} 份制度，${cases} 个用例，${faults === 0 ? '没有发现错误' : `${faults} 处错误`}。`)
    return faults === 0 ? 0 : 1
  },
}

export const formatCommand: Command = {
  name: 'policy fmt',
  summary: '把制度目录中的条文整理成规范写法',
  usage: '[目录] [--write]\n  不写 --write 时只列出会改动的文件，有改动时退出码为 1',
  positionals: [0, 1],
  options: { write: { type: 'boolean' } },
  async run(io, { positionals: [path = 'policies'], values }) {
    const folders = await readFolders(resolve(path))
    const words = await io.ground.transact(io.principal, vocabularies, { readOnly: true })
    let changed = 0
    let broken = 0
    for (const checked of checkFolders(folders, words)) {
      if (!checked.document) {
        broken++
        for (const problem of errorsOf(checked)) io.print(`${showPath(checked.folder.path)}/${showProblem(problem)}`)
        continue
      }
      const files = uncanonical(checked)
      if (values.write === true) await writeFolder(checked.folder, files)
      for (const { file } of files) {
        changed++
        io.emit({ event: 'file', path: `${checked.folder.path}/${file}`, written: values.write === true })
        io.print(`${values.write === true ? '已整理' : '待整理'}  ${showPath(checked.folder.path)}/${file}`)
      }
    }
    io.emit({ event: 'done', changed, broken })
    if (changed === 0 && broken === 0) io.print('全部条文已是规范写法。')
    return broken > 0 || (changed > 0 && values.write !== true) ? 1 : 0
  },
}

function printReport(io: CommandIo, report: FolderReport): void {
  const where = showPath(report.path)
  io.emit({ event: 'document', ...report })
  io.print(`${report.faults.length === 0 ? '通过' : '有误'}  ${report.title ?? ''}  ${where}  用例 ${report.cases}`)
  for (const line of report.faults) io.print(`  错误  ${where}/${line}`)
  for (const line of report.warnings) io.print(`  提示  ${where}/${line}`)
}
