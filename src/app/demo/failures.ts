import { defineFailures } from '../../kernel/failure.ts'

export const failures = defineFailures('demo', {
  otherOrganisation: {
    kind: 'conflict',
    what: '没有装入演示数据。',
    why: '库里已有机构“{name}”（{code}），演示数据只装入空库或演示库。',
    next: '请用环境变量 ZHIKE_DATA_DIR 或 DATABASE_URL 指向另一个空库后再试。',
  },
  badSize: {
    kind: 'invalid',
    what: '客户数“{size}”不对。',
    next: '请给出 1 至 {most} 的整数，例如 --size 2000。',
  },
  badSeed: {
    kind: 'invalid',
    what: '种子“{seed}”不对。',
    next: '请给出 0 至 2147483647 的整数，例如 --seed 1。',
  },
  badAnchor: {
    kind: 'invalid',
    what: '日期“{anchor}”不能作演示的“今天”。',
    why: '应是 2023-01-01 至今天（{today}）之间的一天。',
    next: '请写成 YYYY-MM-DD，或不写 --anchor。',
  },
  rejected: {
    kind: 'defect',
    what: '演示客户 {customerNo} 没有通过检查。',
    why: '{reason}。',
    next: '请把这条消息报给开发者。',
  },
  notAssessed: {
    kind: 'defect',
    what: '演示数据已装入，但没有按“{document}”评定完。',
    why: '{reason}',
    next: '请运行 zhike assess {document}。',
  },
})
