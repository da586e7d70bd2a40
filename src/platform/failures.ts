import { defineFailures } from '../kernel/failure.ts'

export const failures = defineFailures('platform', {
  forbidden: {
    kind: 'forbidden',
    what: '您没有执行此操作的权限（{act}）。',
    next: '请联系本机构的系统管理员，申请相应的角色。',
  },
  badConfig: {
    kind: 'invalid',
    what: '运行配置有误，系统没有启动。',
    next: '请按各项提示改正环境变量后重新启动；用 zhike config 可查看全部配置及来源。',
  },
  sealBroken: {
    kind: 'defect',
    what: '一项加密保存的客户信息无法解开（{table}）。',
    why: '密文与其所在的行、表或密钥不符，可能被改动或错位。',
    next: '请停止改动该客户的资料，并把追踪号交给系统管理员核查。',
  },
  keyMissing: {
    kind: 'absent',
    what: '没有该客户的数据密钥，其加密信息无法读写。',
    why: '该客户的身份信息已经销毁，或尚未建立。',
    next: '如客户资料已依法销毁，此为正常结果；否则请联系系统管理员核查密钥库。',
  },
  identityTaken: {
    kind: 'conflict',
    what: '有 {count} 个证件号码或客户编号已由其他客户登记。',
    why: '同一号码在全行只能登记一次；可能是另一项操作刚刚登记。',
    next: '请重新执行一次，系统会逐条指出重复的记录。',
  },
})
