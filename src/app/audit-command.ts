import { sealEvents } from '../platform/audit/seal.ts'
import { type AuditFault, verifyAudit } from '../platform/audit/verify.ts'
import type { Command } from '../platform/command.ts'
import { authorise } from '../platform/context.ts'

const FAULTS: Readonly<Record<AuditFault['kind'], string>> = {
  changed: '有一条记录被改动',
  removed: '有一条记录被删除',
  inserted: '有一条记录是插入的，没有封存',
  sealBroken: '封存链断裂',
  tailCut: '库外检查点记有的封存，在库中已不存在：末尾被截去，或数据库被恢复到旧的时点',
}

/** Exit code of a trail that does not hold. */
const BROKEN = 3

export const auditCommands: readonly Command[] = [
  {
    name: 'audit verify',
    summary: '核验审计记录：改动、删除、插入与截尾',
    usage: '',
    options: {},
    async run(io) {
      authorise(io, 'audit.read')
      const { fault, ...counts } = await verifyAudit(io.ground, (done, total) =>
        io.progress(done, total, '核验审计记录'),
      )
      io.emit({ ...counts, intact: !fault, ...(fault && { fault }) })
      io.print(`审计记录 ${counts.events} 条，封存 ${counts.seals} 批，库外检查点 ${counts.checkpoints} 个。`)
      if (!fault) io.print('✓ 完整，未发现改动。')
      else {
        const at = [fault.sealNo && `第 ${fault.sealNo} 批`, fault.eventId && `记录 ${fault.eventId}`]
        io.print(`✗ ${FAULTS[fault.kind]}（${at.filter(Boolean).join('，')}）。`)
      }
      return fault ? BROKEN : 0
    },
  },
  {
    name: 'audit seal',
    summary: '立即封存尚未封存的审计记录（网页服务每分钟自动封存）',
    usage: '',
    options: {},
    async run(io) {
      authorise(io, 'audit.read')
      const sealed = await sealEvents(io.ground)
      io.print(`已封存 ${sealed} 条。`)
      io.emit({ sealed })
      return 0
    },
  },
]
