import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command, CommandIo } from '../../../platform/command.ts'
import { authorise } from '../../../platform/context.ts'
import { findClauses } from '../clause-view.ts'
import type { ClauseView } from '../contract.ts'
import { readFolders } from '../folder.ts'
import { handStatement } from '../hand-statement.ts'
import { type ImportOutcome, importPolicies } from '../import-policies.ts'
import { programOf, showVersion } from '../in-force.ts'
import { listPolicies } from '../service.ts'
import { readVersionNumber } from '../version-number.ts'

const OUTCOMES: Record<ImportOutcome, string> = {
  added: '已载入',
  unchanged: '没有变化',
  replaced: '草稿已更新',
  published: '草稿已施行',
}

export const importCommand: Command = {
  name: 'policy import',
  summary: '载入制度：一个制度目录，或装有若干制度目录的上级目录',
  usage: '目录 [--draft]\n  --draft  作为草稿载入，不施行',
  positionals: [0, 1],
  options: { draft: { type: 'boolean' } },
  async run(io, { positionals: [path = 'policies'], values }) {
    const folders = await readFolders(resolve(path))
    const imported = await io.ground.transact(
      io.principal,
      (ctx) => importPolicies(ctx, folders, values.draft === true ? 'draft' : 'active'),
      { timeoutMs: 0 },
    )
    for (const one of imported) {
      io.emit({ event: 'policy', ...one })
      io.print(`${OUTCOMES[one.outcome]}  《${one.title}》第 ${one.version} 版（${one.documentId}）`)
      if (one.facts.length > 0) io.print(`        新增数据项：${one.facts.join('、')}`)
    }
    const count = (outcome: ImportOutcome) => imported.filter((one) => one.outcome === outcome).length
    io.emit({ event: 'done', documents: imported.length, added: count('added'), unchanged: count('unchanged') })
    return 0
  },
}

export const listCommand: Command = {
  name: 'policy list',
  summary: '列出制度库中的制度和版本',
  usage: '',
  options: {},
  async run(io) {
    const versions = await io.ground.transact(io.principal, listPolicies, { readOnly: true })
    for (const version of versions) {
      io.emit({ ...version })
      io.print(`${version.documentId.padEnd(24)} 《${version.title}》 ${showVersion(version)}`)
    }
    if (versions.length === 0) io.print('制度库是空的。请用 zhike policy import 目录 载入。')
    return 0
  },
}

export const showCommand: Command = {
  name: 'policy show',
  summary: '查看一份制度，或其中一条：正文、规则、中文表述、用例',
  usage: '制度编号[/条款号或条文序号] [--version N]',
  positionals: [1, 1],
  options: { version: { type: 'string' } },
  async run(io, { positionals: [target = ''], values }) {
    const [documentId = '', clause] = splitTarget(target)
    const loaded = await io.ground.transact(
      io.principal,
      (ctx) => {
        authorise(ctx, 'policy.read')
        return programOf(ctx, documentId, readVersion(values.version))
      },
      { readOnly: true },
    )
    const clauses = findClauses(loaded, clause ?? '')
    io.print(`《${loaded.version.title}》 ${showVersion(loaded.version)}`)
    for (const one of clauses) {
      io.emit({ ...one })
      printClause(io, one)
    }
    return 0
  },
}

export const sqlCommand: Command = {
  name: 'policy sql',
  summary: '打印一份制度编译成的 SQL 语句，可直接用 psql 执行',
  usage:
    '制度编号 [--version N] [--output 文件]\n  --output  写入文件，供 psql -f 执行；连接自带数据库的写法见 docs/policy-language.md 第 12 节',
  positionals: [1, 1],
  options: { version: { type: 'string' }, output: { type: 'string' } },
  async run(io, { positionals: [documentId = ''], values }) {
    const text = await io.ground.transact(
      io.principal,
      async (ctx) => {
        authorise(ctx, 'policy.read')
        return handStatement(ctx, await programOf(ctx, documentId, readVersion(values.version)))
      },
      { readOnly: true },
    )
    if (typeof values.output === 'string') {
      await writeFile(values.output, `${text}\n`)
      io.print(`已写入 ${values.output}`)
      return 0
    }
    io.emit({ sql: text })
    io.print(text)
    return 0
  },
}

function printClause(io: CommandIo, clause: ClauseView): void {
  io.print('')
  io.print(`${clause.number}  〔${clause.kindTitle}〕${clause.name}  （${clause.file}）`)
  if (clause.binds.length > 0) io.print(`挂接点：${clause.binds.join('、')}`)
  if (clause.covers.length > 0) io.print(`对应要求：${clause.covers.join('、')}`)
  for (const part of [clause.text, clause.rule]) if (part !== '') io.print(`\n${part}`)
  if (clause.sentences.length > 0) io.print(`\n${clause.sentences.map((text) => `  ${text}`).join('\n')}`)
  if (clause.cases !== '') io.print(`\n${clause.cases}`)
}

/** key-account/004 → its two parts; a clause number may itself hold no slash. */
function splitTarget(target: string): string[] {
  const slash = target.indexOf('/')
  return slash < 0 ? [target] : [target.slice(0, slash), target.slice(slash + 1)]
}

function readVersion(value: string | boolean | undefined): number | undefined {
  return typeof value === 'string' ? readVersionNumber(value) : undefined
}
