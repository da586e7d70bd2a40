import { defineFailures } from '../../kernel/failure.ts'

export const failures = defineFailures('rating', {
  notAssessed: {
    kind: 'absent',
    what: '客户 {customer} 还没有按制度“{document}”评定过。',
    next: '请先用 zhike assess {document} --customer {customer} 评定；只想看看结果，可用 zhike explain {customer} --document {document} --trial。',
  },
  neverAssessed: {
    kind: 'absent',
    what: '客户 {customer} 还没有任何评定结果。',
    next: '请先用 zhike assess 制度编号 --customer {customer} 评定。',
  },
  resultNotFound: {
    kind: 'absent',
    what: '没有编号为“{result}”的评定结果，或它不在您的辖内。',
    next: '结果编号形如 批次号:客户号，可从 zhike explain 客户号 --history 的输出中复制。',
  },
  badResultId: {
    kind: 'invalid',
    what: '“{result}”不是评定结果的编号。',
    next: '结果编号形如 批次号:客户号，可从 zhike explain 客户号 --history 的输出中复制。',
  },
  badDate: {
    kind: 'invalid',
    what: '“{date}”不是一个日期。',
    next: '请写成 2026-01-31 的样子。',
  },
  futureDate: {
    kind: 'invalid',
    what: '评定基准日 {date} 晚于今天（{today}）。',
    why: '以后的数据还没有，评定结果无从重演。',
    next: '请改用今天或以前的日期。',
  },
  missingArgument: {
    kind: 'invalid',
    what: '缺少 {title}。',
    next: '用法见 zhike help {command}，补齐后重新执行。',
  },
  oneOrMany: {
    kind: 'invalid',
    what: '已指定客户 {customer}，不能同时写条件或范围。',
    next: '评定一位请只写 --customer；评定一批请去掉 --customer。',
  },
  cancelled: {
    kind: 'conflict',
    what: '评定已取消，已写入的结果保留（批次 {task}）。',
    next: '再次执行同一命令会从头评定，已相同的结果不会重写。',
  },
  partyAbsent: {
    kind: 'absent',
    what: '没有这位客户，或它不在您的辖内。',
    next: '请核对客户号；如确有此客户，请联系其所属机构。',
  },
})
