import { defineFailures } from '../../kernel/failure.ts'

export const failures = defineFailures('org', {
  noUnit: {
    kind: 'absent',
    what: '没有机构 {code}。',
    next: '请核对机构代码；用 zhike org list 可查看全部机构。',
  },
  noStaff: {
    kind: 'absent',
    what: '没有员工 {code}。',
    next: '请核对工号；用 zhike staff list 可查看全部员工。',
  },
  noPost: {
    kind: 'absent',
    what: '没有岗位 {code}。',
    next: '请核对岗位代码；用 zhike org posts 可查看全部岗位。',
  },
  noPlacement: {
    kind: 'invalid',
    what: '新增员工要写明机构和岗位。',
    next: '请加上 --unit 机构代码 --post 岗位代码；zhike org list 列出机构，zhike org posts 列出岗位。',
  },
  noRole: {
    kind: 'absent',
    what: '岗位 {post} 所用的角色 {code} 不存在。',
    next: '请核对角色代码；用 zhike org roles 可查看全部角色。',
  },
  noBook: {
    kind: 'absent',
    what: '没有这个管户簿（{code}）。',
    next: '请核对管户簿编号或员工工号。',
  },
  noAccount: {
    kind: 'absent',
    what: '{code} 不能登录：账号已停用、已离岗或没有在任岗位。',
    next: '请先为其安排岗位，或换一名员工。',
  },
  taken: {
    kind: 'conflict',
    what: '{what} {code} 已经存在。',
    next: '请换一个代码，或修改已有的记录。',
  },
  oneRoot: {
    kind: 'invalid',
    what: '只能有一个没有上级的机构，现有：{codes}。',
    next: '请为其余机构写明上级机构。',
  },
  cycle: {
    kind: 'invalid',
    what: '机构的上下级关系成环，或上级不存在：{codes}。',
    next: '请改正这些机构的上级机构。',
  },
  noRoom: {
    kind: 'invalid',
    what: '机构 {code} 之下已没有编号余地，不能再设机构或管户簿。',
    why: '每个机构的管户簿编号在一个连续区间内，区间已用完。',
    next: '请把新机构设在上一级之下，或联系系统管理员重新编号。',
  },
  postElsewhere: {
    kind: 'refused',
    what: '{staff} 在 {unit} 没有岗位，不能接管该机构的管户簿。',
    next: '请先为其在该机构安排岗位，再移交。',
  },
})
