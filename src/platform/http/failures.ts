import { defineFailures } from '../../kernel/failure.ts'

export const httpFailures = defineFailures('http', {
  badRequest: {
    kind: 'invalid',
    what: '提交的内容有 {count} 处不正确，没有执行。',
    next: '请按各项提示改正后重新提交。',
  },
  unreadable: {
    kind: 'invalid',
    what: '提交的内容无法读取，没有执行。',
    why: '正文不是有效的 JSON，或内容类型（Content-Type）不受支持。',
    next: '请检查正文格式后重新提交。',
  },
  tooLarge: {
    kind: 'invalid',
    what: '提交的内容过大，没有执行。',
    next: '请分批提交；大批量数据请用导入功能。',
  },
  noRoute: {
    kind: 'absent',
    what: '没有这个地址：{method} {path}。',
    next: '请核对地址；全部接口见 openapi.json。',
  },
  foreignOrigin: {
    kind: 'forbidden',
    what: '请求不是从本系统的页面发出的，已拒绝。',
    why: '为防止跨站冒用身份，改动数据的请求须同源，并带请求头 X-Zhike: 1。',
    next: '请回到本系统的页面操作；程序调用请加上该请求头。',
  },
  badKey: {
    kind: 'invalid',
    what: '防重键（Idempotency-Key）不正确。',
    why: '防重键应为 8 至 100 个可见的 ASCII 字符，且只用于声明支持防重的操作。',
    next: '请换用 UUID 作为防重键后重新提交。',
  },
  keyReused: {
    kind: 'invalid',
    what: '这个防重键（Idempotency-Key）已经用于另一项内容不同的请求。',
    why: '同一防重键只能对应同一请求，否则无法判断是否重复提交。',
    next: '请为新的请求换一个防重键。',
  },
  inFlight: {
    kind: 'conflict',
    what: '同一请求正在处理中，没有重复执行。',
    next: '请稍候片刻，再用同一防重键查询结果。',
  },
  tooManyDownloads: {
    kind: 'unavailable',
    what: '已有 {count} 个文件正在下载，暂不能再开始。',
    why: '下载期间要一直占用数据库连接；同时下载过多会使其他人无法办理业务。',
    next: '请待其中一个下载结束后重试。',
  },
})
