import type { Command } from '../../platform/command.ts'
import { authorise } from '../../platform/context.ts'
import { listFacts } from './dictionary.ts'
import { showFactType } from './domain.ts'

export const factCommands: readonly Command[] = [
  {
    name: 'facts',
    summary: '列出数据项与指标目录',
    usage: '[--subject customer]',
    options: { subject: { type: 'string', default: 'customer' } },
    async run(io, { values }) {
      const facts = await io.ground.transact(io.principal, (ctx) => {
        authorise(ctx, 'fact.read')
        return listFacts(ctx, String(values.subject))
      })
      let family = ''
      for (const fact of facts) {
        if (io.json) {
          io.emit({ ...fact })
          continue
        }
        if (fact.family !== family) io.print(`\n${fact.family}`)
        family = fact.family
        const fresh = fact.freshDays === undefined ? '' : `，${fact.freshDays} 天内有效`
        io.print(`  ${fact.name}  ${fact.identifier}  ${showFactType(fact)}  来源：${fact.source}${fresh}`)
      }
      return 0
    },
  },
]
