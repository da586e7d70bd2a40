import { defineFailures } from '../kernel/failure.ts'

/** Failures of permission, configuration and the vault; those of the database servers stand in postgres/failures.ts. */
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
  transactionOver: {
    kind: 'defect',
    what: '一项操作在其事务结束之后仍要读写数据库，已被拦下。',
    next: '请把追踪号交给系统管理员，由开发人员修正。',
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
  kekMissing: {
    kind: 'unavailable',
    what: '找不到主密钥文件 {file}，系统没有启动。',
    why: '密钥库里已有用主密钥封装的数据密钥，没有原来的主密钥就无法打开任何客户的身份信息。',
    next: '请从备份恢复原来的主密钥文件，或用 ZHIKE_KEK_FILE 指明它的位置；切勿另行生成。',
  },
  kekWrong: {
    kind: 'unavailable',
    what: '主密钥文件 {file} 不是这个密钥库的主密钥，系统没有启动。',
    why: '密钥库记录的主密钥编号为 {expected}，文件中的编号为 {found}。',
    next: '请换回原来的主密钥文件；也请核对 ZHIKE_VAULT_URL 是否指向了另一个密钥库。',
  },
  kekUnreadable: {
    kind: 'unavailable',
    what: '主密钥文件 {file} 读不出一个 256 位密钥，系统没有启动。',
    why: '{reason}',
    next: '文件应只有一行：64 个十六进制字符。请从备份恢复，并确认运行用户有读权限（建议权限 600）。',
  },
})
