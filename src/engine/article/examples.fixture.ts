import { typeOfFact, unitOfFact } from '../literal.ts'
import type { Vocabulary, Word } from '../vocabulary.ts'
import { vocabulary } from '../vocabulary.ts'
import { type CheckedDocument, checkDocument } from './check.ts'
import { readDocument } from './read.ts'

/** Texts that the tests of this folder share; each is in canonical form. */

export const HEAD = `---
id: key-account
title: 大客户管理办法
about: customer
units: 全行
dialect: article
version: 1
effective: 2026-01-01
basis: []
covers: 002-05
---

为用好客户经理的时间，按客户的贡献和潜力分级管理，制定本办法。
`

export const DEFINITIONS = `# 第二章 定义

## 第三条第一款 {define 年用量, covers: 002-05.12}

年用量指客户最近十二个自然月向本公司采购的金额合计。

| 项目 | 标识 | 类型 | 单位 | 公式 | 来源 | 有效期 | 保护 |
|---|---|---|---|---|---|---|---|
| 年用量 | annual_use | 金额 | 元 | | 每日供数·采购 | 35天 | measure |
| 回款信誉 | payment_reputation | 代码：好、较好、一般、差 | | | 《资信评估表》 | 12个月 | measure |
| 利润贡献率 | profit_contribution | 比率 | % | | 财务核算 | 12个月 | measure |
`

export const ARTICLE = `## 第四条第一款 {decide 大客户级别, hit: first, binds: rating.class, covers: 002-05.12 002-05.13}

年用量五十万元以上且回款信誉好的，为 A1 级；用量略低而信誉较好的，为 A2 级；利润贡献率低的，为 C 级。

| 年用量 | 回款信誉 | 利润贡献率 | ⇒ 大客户级别 | 理由 |
|---|---|---|---|---|
| >= 50万元 | "好" | - | "A1" | 用量大 |
| [20万元..50万元) | "好", "较好" | - | "A2" | 默认：补足 30–50 万元的空档（G24） |
| - | - | < 3% | "C" | 利润低 |

~~~cases
年用量      | 回款信誉 | 利润贡献率 | ⇒ 大客户级别
50万元      | 好       | 5%         | A1
499999.99元 | 好       | 5%         | A2
60万元      | 未知     | 5%         | 未知：回款信誉
~~~
`

export const SCORECARD = `## 五、1. {decide 资信得分, form: scorecard, baseline: 0, covers: 003-03.12}

| 类别 | 指标 | 分档 | ⇒ 得分 | 理由 |
|---|---|---|---|---|
| 基本项 | 资产负债率 | < 40% | 15 | 负债低 |
| | | [40%..60%) | 10 | |
| | | >= 60% | 4 | 负债高 |
| | | 未知 | 0 | 未提供报表 |
| 加分项 | 合作年限 | >= 5年 | 5 | |
| 减分项 | 逾期天数 | > 30天 | -8 | 逾期 |
| 一票否决 | 失信被执行人 | 是 | 否决 | 失信 |

| ⇒ 信用等级 | 得分 |
|---|---|
| "A" | >= 18 |
| "B" | [10..18) |
| "C" | [5..10) |
| "D" | < 5, 否决 |

~~~cases
资产负债率 | 合作年限 | 逾期天数 | 失信被执行人 | ⇒ 信用等级 | ⇒ 资信得分
39.99%     | 5年      | 0天      | 否           | A          | 20分
60%        | 1年      | 31天     | 否           | D          | -4分
40%        | 1年      | 0天      | 是           | D          | 10分
~~~
`

export const PERMIT = `## 第八条 {permit, covers: 003-03.19 000-09.13}

| 主体 | 行为 | 对象 | 效力 | 强度 | 例外 |
|---|---|---|---|---|---|
| 营销中心 | 资信评估 | - | 归口 | 声明 | |
| 任何人 | order.confirm | 客户.信用等级 未知 | 须经 资信评估 方可 | 刚控 | 总经理审批，30天 |
`

export const DUTY = `## 第十二条 {duty 高价值客户沟通, about: customer, covers: 001-01.56}

对高价值客户每周至少沟通一次。

| 触发 | 范围 | 责任人 | 行为 | 时限 | 证据 | 提前 | 逾期 |
|---|---|---|---|---|---|---|---|
| 每周 | 价值等级 = "高" | 客户经理 | 沟通 | 自上次起 7天 | 沟通记录，非群发 | 2天 提醒 | 支行行长 知会；再 7天 改派 |
`

export const FLOW = `## 第七条 {flow 资信评估, about: assessment, covers: 003-03.14 003-03.15 003-03.16}

| 步骤 | 类型 | 岗位 | 条件 | 方式 | 时限 | 不同意 | 超时 |
|---|---|---|---|---|---|---|---|
| 收集与初评 | 办理 | 销售工程师 | - | | 3工作日 | | 催办 |
| 讨论 | 集体审议 | 营销中心 | - | 票决 2/3，回避 | 3工作日 | 否决 | 升级 |
| 财务复核 | 审批 | 财务部 | 申请额度 > 0元 | 依次 | 1工作日 | 退回 初审 | 催办 |
`

export const MEASURE = `## 十五、2. {measure 投诉处理及时率, about: unit, covers: 003-11.5}

| 分子 | 分母 | 周期 | 归属 | 目标 | 计分 |
|---|---|---|---|---|---|
| 时限内结案的投诉 | 到期的投诉 | 月 | 受理机构 | >= 95% | 每低 1% 扣 2 分，扣完为止 |
`

export const NOTE = `## 第一条 {note, because: 宗旨, covers: 003-03.2}

为管理客户信用风险、筛选优质客户，制定本办法。
`

/** A word of the dictionary, as `modules/fact` makes it. */
export function fact(
  name: string,
  identifier: string,
  typeName: string,
  unit = '',
  codes: readonly string[] = [],
): Word {
  const type = typeOfFact(typeName, unit, codes)
  if (!type) throw new Error(`${typeName} is no type of facts`)
  return { name, identifier, type, unit: unitOfFact(typeName, unit) }
}

export const DICTIONARY: Vocabulary = vocabulary('customer', [
  fact('年用量', 'annual_use', '金额'),
  fact('贷款余额', 'loan_balance', '金额'),
  fact('回款信誉', 'payment_reputation', '代码', '', ['好', '较好', '一般', '差']),
  fact('利润贡献率', 'profit_contribution', '比率'),
  fact('资产负债率', 'debt_ratio', '比率'),
  fact('合作年限', 'cooperation_years', '年数'),
  fact('逾期次数', 'overdue_count', '数量', '次'),
  fact('逾期天数', 'overdue_days', '天数'),
  fact('失信被执行人', 'dishonest_debtor', '是否'),
  fact('行业', 'industry', '文本'),
])

/** Reads and checks articles as 001.md, 002.md…, with the shared head. */
export function checkArticles(...articles: readonly string[]): CheckedDocument {
  const { document, problems } = readDocument([
    { file: 'document.md', text: HEAD },
    ...articles.map((text, index) => ({ file: `${String(index + 1).padStart(3, '0')}.md`, text })),
  ])
  return document ? checkDocument(document, DICTIONARY) : { program: undefined, problems }
}
