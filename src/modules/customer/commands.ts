import { open, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command, CommandIo } from '../../platform/command.ts'
import { authorise } from '../../platform/context.ts'
import { type CustomerKind, type CustomerStage, KIND_NAMES, STAGE_NAMES } from './domain.ts'
import { exportCustomers } from './export.ts'
import { failures } from './failures.ts'
import { searchCustomers } from './search.ts'
import { showCustomer } from './service.ts'
import { type CustomerFilter, type CustomerLine, listCustomers } from './views.ts'

const FILTER_OPTIONS = {
  kind: { type: 'string' },
  stage: { type: 'string' },
  book: { type: 'string' },
  where: { type: 'string' },
  selection: { type: 'string' },
} as const

type Values = Record<string, string | boolean | undefined>

function filterOf(values: Values): CustomerFilter {
  return {
    kind: codeOf(KIND_NAMES, values.kind) as CustomerKind | undefined,
    stage: codeOf(STAGE_NAMES, values.stage) as CustomerStage | undefined,
    book: bookOf(values.book),
    condition: typeof values.where === 'string' ? values.where : undefined,
    selection: typeof values.selection === 'string' ? values.selection : undefined,
  }
}

function bookOf(given: Values[string]): number | undefined {
  if (typeof given !== 'string') return undefined
  if (!/^\d{1,9}$/.test(given)) throw failures.badChoice({ given, known: '账簿号（整数）' })
  return Number(given)
}

function limitOf(given: Values[string]): number {
  const limit = Number(given)
  if (!/^\d+$/.test(String(given)) || limit < 1 || limit > 1000) {
    throw failures.badChoice({ given: String(given), known: '每页行数（1 至 1000 的整数）' })
  }
  return limit
}

/** 企业 or company. */
function codeOf(names: Readonly<Record<string, string>>, given: Values[string]): string | undefined {
  if (typeof given !== 'string') return undefined
  const found = Object.entries(names).find(([code, name]) => code === given || name === given)
  if (found === undefined) throw failures.badChoice({ given, known: Object.values(names).join('、') })
  return found[0]
}

function tell(io: CommandIo, line: CustomerLine): void {
  io.emit({ ...line })
  const parts = [line.customerNo, line.name, KIND_NAMES[line.kind], STAGE_NAMES[line.stage], line.phone, line.industry]
  io.print(parts.filter((part) => part !== null).join('  '))
}

const list: Command = {
  name: 'customers list',
  summary: '列出管辖范围内的客户',
  usage:
    '[--kind 企业] [--stage 正式客户] [--book 账簿号] [--where 条件 | --selection 范围] [--limit 50] [--after 翻页标记]',
  options: { ...FILTER_OPTIONS, limit: { type: 'string', default: '50' }, after: { type: 'string' } },
  async run(io, { values }) {
    const limit = limitOf(values.limit)
    const after = typeof values.after === 'string' ? values.after : undefined
    const page = await io.ground.transact(
      io.principal,
      (ctx) => {
        authorise(ctx, 'customer.read')
        return listCustomers(ctx, { ...filterOf(values), limit, after })
      },
      { readOnly: true },
    )
    for (const line of page.rows) tell(io, line)
    if (page.next !== null) {
      io.emit({ next: page.next })
      io.print(`还有更多：--after ${page.next}`)
    }
    return 0
  },
}

const search: Command = {
  name: 'customers search',
  summary: '按客户号、名称、拼音、首字母、电话或证件号查找客户',
  usage: '词',
  positionals: [1, 9],
  options: {},
  async run(io, { positionals }) {
    const found = await io.ground.transact(
      io.principal,
      (ctx) => {
        authorise(ctx, 'customer.read')
        return searchCustomers(ctx, positionals.join(' '))
      },
      { readOnly: true },
    )
    for (const line of found) tell(io, line)
    if (found.length === 0) io.print('没有找到。')
    return 0
  },
}

const show: Command = {
  name: 'customers show',
  summary: '一位客户的全部资料与数据项',
  usage: '客户号、内部编号或全名',
  positionals: [1, 9],
  options: {},
  async run(io, { positionals }) {
    const sheet = await io.ground.transact(io.principal, (ctx) => showCustomer(ctx, positionals.join(' ')), {
      readOnly: true,
    })
    io.emit({ ...sheet })
    io.print(`${sheet.customerNo}  ${sheet.name}  ${sheet.kindName}  ${sheet.stageName}`)
    const rows: [string, string | null][] = [
      [sheet.identityKindName ?? '证件号码', sheet.identityNo],
      ['统一社会信用代码', sheet.registeredCode],
      ['手机号码', sheet.phone],
      ['行业', sheet.industry],
      ['地区', sheet.region],
      ['出生日期', sheet.birthDate],
      ['成立日期', sheet.foundedOn],
      ['开户日期', sheet.customerSince],
    ]
    for (const [name, value] of rows) if (value !== null) io.print(`  ${name}：${value}`)
    for (const fact of sheet.facts) {
      const origin = fact.source === null ? '' : `（${fact.source}，${fact.asOf ?? ''}${fact.stale ? '，已过期' : ''}）`
      io.print(`  ${fact.name}：${fact.value}${origin}`)
    }
    for (const other of sheet.related) io.print(`  ${other.relationName}：${other.name ?? '（不在管辖范围内）'}`)
    return 0
  },
}

const UNWRITABLE: Readonly<Record<string, string>> = {
  EEXIST: '文件已经存在。',
  ENOENT: '所在的文件夹不存在。',
  ENOTDIR: '所在的文件夹不存在。',
  EACCES: '没有写入权限。',
  EROFS: '所在的磁盘是只读的。',
  ENOSPC: '磁盘已满。',
}

const exporting: Command = {
  name: 'customers export',
  summary: '导出客户清单（CSV，敏感信息已掩码）',
  usage: '文件 [--kind 企业] [--stage 正式客户] [--book 账簿号] [--where 条件 | --selection 范围]',
  positionals: [1, 1],
  options: FILTER_OPTIONS,
  async run(io, { positionals: [given = ''], values }) {
    const path = resolve(given)
    const file = await open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
      const cause = UNWRITABLE[error.code ?? '']
      throw cause === undefined ? error : failures.cannotExport({ file: given, cause }, { cause: error })
    })
    try {
      await io.ground.transact(
        io.principal,
        async (ctx) => {
          for await (const text of exportCustomers(ctx, filterOf(values))) await file.write(text)
        },
        { timeoutMs: 0 },
      )
    } catch (error) {
      // Half a list would pass for the whole, and would stand in the way of the next try.
      await rm(path)
      throw error
    } finally {
      await file.close()
    }
    io.emit({ file: path })
    io.print(`已导出到 ${path}`)
    return 0
  },
}

export const customerCommands: readonly Command[] = [list, search, show, exporting]
