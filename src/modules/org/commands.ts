import type { Command } from '../../platform/command.ts'
import { authorise, type Context } from '../../platform/context.ts'
import { REACH_TITLES, type Unit } from './domain.ts'
import { failures } from './failures.ts'
import { createStaff, handOverBook, issueStaffCode } from './service.ts'
import { listBooks, listPosts, listRoles, listStaff, listUnits } from './views.ts'

export const orgCommands: readonly Command[] = [
  list(
    'org list',
    '列出机构',
    listUnits,
    (unit, units) => `${'  '.repeat(depthOf(unit, units))}${unit.code}  ${unit.name}  ${unit.kind}`,
  ),
  list(
    'org books',
    '列出管户簿',
    (ctx) => listBooks(ctx),
    ({ scopeNo, unit, name, staffName }) => `${scopeNo}  ${unit}  ${name}${staffName ? `  ${staffName}` : ''}`,
  ),
  list(
    'org posts',
    '列出岗位及其可见范围与角色',
    listPosts,
    ({ code, name, reach, roles }) => `${code}  ${name}  ${REACH_TITLES[reach]}  ${roles.join('、')}`,
  ),
  list('org roles', '列出角色及其权限', listRoles, ({ code, name, acts }) => `${code}  ${name}  ${acts.join('、')}`),
  list(
    'staff list',
    '列出员工及其岗位',
    (ctx) => listStaff(ctx),
    ({ code, name, disabled, posts }) =>
      `${code}  ${name}${disabled ? '（停用）' : ''}  ${posts.map((post) => `${post.unitName} ${post.postName}`).join('、')}`,
  ),
  {
    name: 'staff create',
    summary: '新增员工并安排岗位',
    usage: '工号 姓名 --unit 机构代码 --post 岗位代码',
    positionals: [2, 2],
    options: { unit: { type: 'string' }, post: { type: 'string' } },
    async run(io, { positionals: [code = '', name = ''], values: { unit, post } }) {
      if (typeof unit !== 'string' || typeof post !== 'string') throw failures.noPlacement()
      const staff = await io.ground.transact(io.principal, (ctx) =>
        createStaff(ctx, { code, name, posts: [{ unit, post }] }),
      )
      io.print(`已新增 ${staff.code} ${staff.name}；用 zhike staff code ${staff.code} 签发一次性登录码。`)
      io.emit({ ...staff })
      return 0
    },
  },
  {
    name: 'staff code',
    summary: '签发一次性登录码（24 小时内有效，只显示一次）',
    usage: '工号',
    positionals: [1, 1],
    options: {},
    async run(io, { positionals: [staff = ''] }) {
      const code = await io.ground.transact(io.principal, (ctx) => issueStaffCode(ctx, staff))
      io.print(`${staff} 的一次性登录码：${code}`)
      io.emit({ staff, code })
      return 0
    },
  },
  {
    name: 'org hand-over',
    summary: '移交管户簿，不改动任何客户记录',
    usage: '管户簿编号 工号',
    positionals: [2, 2],
    options: {},
    async run(io, { positionals: [scopeNo = '', staff = ''] }) {
      if (!/^\d{1,9}$/.test(scopeNo)) throw failures.noBook({ code: scopeNo })
      await io.ground.transact(io.principal, (ctx) => handOverBook(ctx, Number(scopeNo), staff))
      io.print(`管户簿 ${scopeNo} 已移交 ${staff}。`)
      io.emit({ scopeNo: Number(scopeNo), staff })
      return 0
    },
  },
]

/** A command that prints one line, or emits one object, for each row of a view that `org.read` opens. */
function list<Row extends object>(
  name: string,
  summary: string,
  read: (ctx: Context) => Promise<Row[]>,
  line: (row: Row, all: readonly Row[]) => string,
): Command {
  return {
    name,
    summary,
    usage: '',
    options: {},
    async run(io) {
      const rows = await io.ground.transact(io.principal, (ctx) => {
        authorise(ctx, 'org.read')
        return read(ctx)
      })
      for (const row of rows) {
        io.print(line(row, rows))
        io.emit({ ...row } as Record<string, unknown>)
      }
      return 0
    },
  }
}

function depthOf(unit: Unit, units: readonly Unit[]): number {
  const above = units.find(({ code }) => code === unit.parent)
  return above ? depthOf(above, units) + 1 : 0
}
