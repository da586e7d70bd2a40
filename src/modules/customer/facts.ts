import type { FactSource } from '../fact/index.ts'
import { KIND_NAMES } from './domain.ts'

const KINDS = Object.entries(KIND_NAMES)

/** The customer's own columns that a policy may use. Kinds show in Chinese, as articles write them. */
export const CUSTOMER_SOURCE: FactSource = {
  subject: 'customer',
  table: 'customer',
  historyTable: 'customer_history',
  columns: ['kind', 'industry', 'region', 'birth_date', 'founded_on', 'customer_since'],
  words: [
    {
      identifier: 'kind',
      name: '客户类型',
      type: '代码',
      unit: '',
      codes: KINDS.map(([, name]) => name),
      sql: `CASE subject.kind ${KINDS.map(([kind, name]) => `WHEN '${kind}' THEN '${name}'`).join(' ')} END`,
    },
    { identifier: 'industry', name: '行业', type: '文本', unit: '', codes: [], sql: 'subject.industry' },
    { identifier: 'region', name: '地区', type: '文本', unit: '', codes: [], sql: 'subject.region' },
    { identifier: 'birth_date', name: '出生日期', type: '日期', unit: '', codes: [], sql: 'subject.birth_date' },
    { identifier: 'founded_on', name: '成立日期', type: '日期', unit: '', codes: [], sql: 'subject.founded_on' },
    {
      identifier: 'customer_since',
      name: '开户日期',
      type: '日期',
      unit: '',
      codes: [],
      sql: 'subject.customer_since',
    },
  ],
}
