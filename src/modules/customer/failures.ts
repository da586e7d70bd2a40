import { defineFailures } from '../../kernel/failure.ts'

export const failures = defineFailures('customer', {
  absent: {
    kind: 'absent',
    what: '没有找到客户“{wanted}”。',
    why: '客户不存在，或者不在您的管辖范围内。',
    next: '请核对客户号；如确有此客户，请联系其所属机构。',
  },
  rejected: {
    kind: 'invalid',
    what: '客户资料没有保存。',
    next: '请按各项提示更正后重新提交。',
  },
  changedMeanwhile: {
    kind: 'conflict',
    what: '有 {count} 位客户的资料在您修改期间已被他人改动，本次没有保存。',
    next: '请重新打开查看最新内容，再提交您的修改。',
  },
  reasonRequired: {
    kind: 'invalid',
    what: '查看完整信息须填写理由。',
    why: '每次查看都会记入审计日志。',
    next: '请写明业务理由（至少 4 个字）后重试。',
  },
  badPage: {
    kind: 'invalid',
    what: '翻页标记无效。',
    next: '请从第一页重新查询。',
  },
  ambiguous: {
    kind: 'conflict',
    what: '“{wanted}”对应 {count} 位客户。',
    next: '请改用客户号：{numbers}。',
  },
  badRelation: {
    kind: 'invalid',
    what: '关联人资料有误：{problem}。',
    next: '请更正后重新提交。',
  },
  fileMissing: {
    kind: 'absent',
    what: '无法读取文件 {file}。',
    why: '{cause}',
    next: '请核对路径和读取权限。',
  },
  notText: {
    kind: 'invalid',
    what: '{file} 不是 CSV 文本文件，而是{looks}。',
    next: '请在表格软件中另存为 CSV（UTF-8）后再导入。',
  },
  badEncoding: {
    kind: 'invalid',
    what: '{file} 的文字编码无法确认。',
    why: '{cause}',
    next: '请在映射文件中写明 encoding: gb18030 或 encoding: utf-8，或另存为 UTF-8 后再导入。',
  },
  badCsv: {
    kind: 'invalid',
    what: '{file} 从第 {row} 行起不是合格的 CSV：{problem}。',
    next: '请检查该行的引号和分隔符后重新导入；没有导入任何数据。',
  },
  badChoice: {
    kind: 'invalid',
    what: '没有“{given}”这个选项。',
    next: '可选：{known}。',
  },
  cannotExport: {
    kind: 'invalid',
    what: '无法写入导出文件 {file}。',
    why: '{cause}',
    next: '请换一个文件名或文件夹后重试。',
  },
  badOption: {
    kind: 'invalid',
    what: '导入命令的选项有误：{option}。',
    next: '--mode 只能是 upsert（新建或更新）、create（只新建）或 update（只更新）；--chunk-rows 是 1 至 100000 的整数。',
  },
  errorsOverFile: {
    kind: 'invalid',
    what: '错误清单不能写进导入所用的文件 {file}。',
    why: '那样会用被拒绝的行覆盖它，原来的内容就丢失了。',
    next: '请用 --errors 指定另一个文件，或不写 --errors。',
  },
  badMapping: {
    kind: 'invalid',
    what: '映射文件 {file} 有误，没有导入任何数据。',
    next: '请按各项提示修改；写法见 docs/import.md。',
  },
  badHeader: {
    kind: 'invalid',
    what: '{file} 的列与映射不符，没有导入任何数据。',
    next: '请在映射文件中补上这些列（fields 或 skip），或改正列名；写法见 docs/import.md。',
  },
  fileChanged: {
    kind: 'conflict',
    what: '{file} 在上次导入中断之后被改动，不能接着导入。',
    why: '已导入的行数是按原来的文件记录的。',
    next: '请恢复原文件后继续，或取消原任务后重新导入。',
  },
  cannotWrite: {
    kind: 'unavailable',
    what: '无法写入错误清单 {file}。',
    why: '{cause}',
    next: '请释放磁盘空间或用 --errors 指定其他位置，再执行同一命令；已导入的行会计为未变。',
  },
})
