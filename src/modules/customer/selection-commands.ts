import type { Command } from '../../platform/command.ts'
import { authorise, type Context } from '../../platform/context.ts'
import {
  countMembers,
  createSelection,
  failures,
  findSelection,
  listSelections,
  type Selection,
} from '../../platform/selection.ts'
import { customerCondition } from './condition.ts'

/**
 * Keeps a selection of customers: its condition, to be asked each time, or whom it chooses today within the principal's range. Throws
 * `fact.badCondition`, `selection.nameTaken`, `selection.badName`.
 */
async function keepSelection(ctx: Context, name: string, where: string, freeze: boolean): Promise<Selection> {
  authorise(ctx, 'customer.read')
  const { relation, where: chosen } = await customerCondition(ctx, { where })
  const { partyId, scopeNo, from } = relation
  const members = `SELECT ${partyId} AS party_id, ${scopeNo} AS scope_no FROM ${from} WHERE ${chosen}`
  return createSelection(ctx, { subject: 'customer', name, content: freeze ? { members } : { condition: where } })
}

type ShownSelection = Selection & { readonly members?: number }

/** With the number of those of a frozen list whom the reader may see. */
async function withMembers(ctx: Context, selection: Selection): Promise<ShownSelection> {
  return selection.kind === 'frozen' ? { ...selection, members: await countMembers(ctx, selection.id) } : selection
}

function lineOf(selection: ShownSelection): string {
  const members = selection.members === undefined ? '' : `，管辖范围内 ${selection.members} 位`
  const content = selection.kind === 'condition' ? selection.condition : `${selection.frozenOn} 的名单${members}`
  return `${selection.name}  ${content}  编号 ${selection.id}`
}

const create: Command = {
  name: 'selection create',
  summary: '保存一个客户范围，供评定、试算、列表和导出使用',
  usage:
    '名称 --where 条件 [--freeze]\n' +
    '  --where   范围的条件，如 存款余额 >= 50万元；每次使用时按当时的数据判断\n' +
    '  --freeze  存下今天符合条件的客户名单，以后数据变了名单也不变',
  positionals: [1, 1],
  options: { where: { type: 'string' }, freeze: { type: 'boolean' } },
  async run(io, { positionals: [name = ''], values: { where, freeze } }) {
    if (typeof where !== 'string' || where.trim() === '') throw failures.noCondition()
    const kept = await io.ground.transact(
      io.principal,
      async (ctx) => withMembers(ctx, await keepSelection(ctx, name, where, freeze === true)),
      { timeoutMs: 0 },
    )
    io.emit({ ...kept })
    io.print(`已保存：${lineOf(kept)}`)
    return 0
  },
}

const list: Command = {
  name: 'selection list',
  summary: '列出自己保存的客户范围',
  usage: '',
  options: {},
  async run(io) {
    const selections = await io.ground.transact(
      io.principal,
      (ctx) => {
        authorise(ctx, 'customer.read')
        return listSelections(ctx, 'customer')
      },
      { readOnly: true },
    )
    for (const selection of selections) {
      io.emit({ ...selection })
      io.print(lineOf(selection))
    }
    if (selections.length === 0) io.print('还没有保存过客户范围。')
    return 0
  },
}

const show: Command = {
  name: 'selection show',
  summary: '一个客户范围的条件，或名单的日期与人数',
  usage: '名称或编号',
  positionals: [1, 1],
  options: {},
  async run(io, { positionals: [wanted = ''] }) {
    const selection = await io.ground.transact(
      io.principal,
      async (ctx) => {
        authorise(ctx, 'customer.read')
        return withMembers(ctx, await findSelection(ctx, 'customer', wanted))
      },
      { readOnly: true },
    )
    io.emit({ ...selection })
    io.print(lineOf(selection))
    return 0
  },
}

export const selectionCommands: readonly Command[] = [create, list, show]
