import { defineFailures } from '../../kernel/failure.ts'

export const failures = defineFailures('policy', {
  notFound: {
    kind: 'absent',
    what: '制度库中没有“{document}”。',
    next: '请用 zhike policy list 查看已有的制度，或先用 zhike policy import 目录 载入。',
  },
  versionNotFound: {
    kind: 'absent',
    what: '制度“{document}”没有第 {version} 版。',
    why: '已有的版本：{versions}。',
    next: '请改用已有的版本号。',
  },
  badVersion: {
    kind: 'invalid',
    what: '“{version}”不是版本号。',
    next: '版本号是 1、2 这样的正整数；zhike policy list 列出已有的版本。',
  },
  clauseNotFound: {
    kind: 'absent',
    what: '制度“{document}”中没有条款“{clause}”。',
    why: '该制度的条款：{clauses}。',
    next: '请写条款号（如 第四条第一款）或条文文件的序号（如 004）。',
  },
  noVersion: {
    kind: 'refused',
    what: '制度“{document}”在 {date} 没有施行中的版本，未规定，不能评定。',
    why: '已有的版本：{versions}。',
    next: '请改用有版本施行的日期，或先发布适用于该日期和机构的版本。',
  },
  noFolder: {
    kind: 'absent',
    what: '目录“{path}”中没有制度。',
    why: '一份制度是一个含 document.md 和条文文件（001.md…）的目录；也可以给出装有若干这种目录的上级目录。',
    next: '请检查目录名称是否正确。',
  },
  notText: {
    kind: 'invalid',
    what: '文件“{path}”不是 UTF-8 文本。',
    why: '制度的条文按原样逐字节保存，只接受 UTF-8 编码。',
    next: '请用文本编辑器另存为 UTF-8（无 BOM）后重新载入。',
  },
  invalid: {
    kind: 'invalid',
    what: '制度“{document}”有 {count} 处错误，没有载入。',
    next: '请按各处提示改正后重新载入；可用 zhike policy check 目录 反复检查。',
  },
  casesFail: {
    kind: 'invalid',
    what: '制度“{document}”第 {version} 版有 {count} 处结果与用例不符，没有载入。',
    why: '用例是条文含义的凭据；规则与用例不一致的条文不能施行。',
    next: '请改正规则或用例后重新载入；可用 zhike policy check 目录 反复检查，或加 --draft 先作为草稿载入。',
  },
  unknownSubject: {
    kind: 'invalid',
    what: '制度“{document}”所管的对象“{subject}”系统不认识。',
    next: '请把 document.md 中的 about 改为系统已有的对象，如 customer。',
  },
  unknownUnit: {
    kind: 'invalid',
    what: '制度“{document}”适用的机构“{unit}”不在机构表中。',
    next: '请把 document.md 中的 units 改为已有的机构编号，或写 全行。',
  },
  textDiffers: {
    kind: 'conflict',
    what: '制度“{document}”第 {version} 版已经发布，而载入的条文与它不同（{files}）。',
    why: '已发布的版本是历次评定结果的依据，条文不可改动。',
    next: '请在 document.md 中把 version 加一并写明新的施行日期，作为新版本载入。',
  },
  sameVersion: {
    kind: 'conflict',
    what: '载入的目录中，制度“{document}”第 {version} 版出现了两次。',
    next: '请删去其中一份，或改用不同的版本号。',
  },
  bindings: {
    kind: 'conflict',
    what: '制度与系统的挂接点有 {count} 处不符，没有载入。',
    why: '每个挂接点在同一日期、同一机构只能由一个条款规定，必需的挂接点不得没有条款规定。',
    next: '请按各处提示修改条款的 binds 或先废止重复规定的制度。',
  },
  noResult: {
    kind: 'invalid',
    what: '制度“{document}”没有指明哪一项判定是评定结果。',
    next: '请在作为结果的判定条款标题中写 result: yes，或让它绑定挂接点（binds）。',
  },
})
