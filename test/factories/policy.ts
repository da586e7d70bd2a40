import type { PolicyFolder } from '../../src/modules/policy/index.ts'

export interface SmallPolicy {
  readonly id?: string
  readonly version?: number
  readonly effective?: string
  readonly repealed?: string
  /** 全行, or unit codes. */
  readonly units?: string
  /** Deposits in 万元 from which a customer is 高; from a tenth of it 中. */
  readonly high?: number
  readonly binds?: string
}

/** A document of one decision: 分层 by 存款余额, 高 from `high`, 中 from a tenth of it, else 低. */
export function smallPolicy(given: SmallPolicy = {}): PolicyFolder {
  const {
    id = 'small-tier',
    version = 1,
    effective = '2020-01-01',
    repealed,
    units = '全行',
    high = 100,
    binds,
  } = given
  const low = high / 10
  const until = repealed === undefined ? '' : `repealed: ${repealed}\n`
  const head = `---
id: ${id}
title: 存款分层办法
about: customer
units: ${units}
dialect: article
version: ${version}
effective: ${effective}
${until}---
`
  const binding = binds === undefined ? 'result: yes' : `binds: ${binds}`
  const article = `## 第一条 {decide 分层, ${binding}, hit: unique}

存款余额${high}万元以上的为高，${low}万元以上不满${high}万元的为中，其余为低。

| 存款余额 | ⇒ 分层 | 理由 |
|---|---|---|
| >= ${high}万元 | "高" | 存款多 |
| [${low}万元..${high}万元) | "中" | |
| < ${low}万元 | "低" | |

~~~cases
存款余额 | ⇒ 分层
${high}万元 | 高
${low}万元 | 中
0元 | 低
未知 | 未知：存款余额
~~~
`
  return {
    path: `${id}/${version}`,
    files: [
      { file: 'document.md', text: head },
      { file: '001.md', text: article },
    ],
  }
}
