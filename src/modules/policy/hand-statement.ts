import type { Context } from '../../platform/context.ts'
import { showVersion } from './in-force.ts'
import type { LoadedProgram } from './programs.ts'
import { gradedStatement } from './statement.ts'

/**
 * The statement that a run executes, in the form in which a person runs it with psql as the application's role: with the transaction and
 * the row scope that it needs. It writes nothing and gives the grades that a run would give now.
 */
export async function handStatement(ctx: Context, loaded: LoadedProgram): Promise<string> {
  const { lo, hi, granted } = ctx.principal
  const statement = await gradedStatement(ctx, loaded, { moment: 'now' })
  return [
    `-- 《${loaded.version.title}》 ${showVersion(loaded.version)}`,
    '-- 请以应用程序角色 zhike_app 登录后执行；只读，不写入任何结果。账簿范围与执行 zhike policy sql 的人相同。',
    'BEGIN READ ONLY;',
    'SET LOCAL search_path = zhike, public;',
    `SET LOCAL zhike.lo = '${lo}';`,
    `SET LOCAL zhike.hi = '${hi}';`,
    `SET LOCAL zhike.granted = '{${granted.join(',')}}';`,
    `${statement}\nORDER BY party_id;`,
    'COMMIT;',
  ].join('\n')
}
