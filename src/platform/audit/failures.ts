import { defineFailures } from '../../kernel/failure.ts'

export const auditFailures = defineFailures('audit', {
  badKey: {
    kind: 'unavailable',
    what: '审计密钥文件 {file} 不完整，系统没有启动。',
    why: '密钥应为 64 个十六进制字符；没有它，审计记录既不能写也不能验。',
    next: '请从备份恢复该文件；切勿删除重建，否则以前的审计记录无法再验证。',
  },
  notWritten: {
    kind: 'unavailable',
    what: '审计记录没有写成，操作已整体撤回。',
    why: '凡须留痕的操作，记录写不成就不能生效。',
    next: '请稍后重试；若仍不成功，请把追踪号交给系统管理员。',
  },
})
