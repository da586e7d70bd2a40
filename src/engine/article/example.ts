import type { Type } from '../type.ts'

/** How a value of this type is written, for a message that asks for one. */
export function exampleOf(type: Type): string {
  switch (type.kind) {
    case 'number': {
      const examples: Readonly<Record<string, string>> = {
        money: '金额，如 50万元、499999.99元',
        ratio: '比率，如 58.12%',
        day: '天数，如 30天',
        month: '月数或年数，如 12个月、5年',
      }
      const decimals = type.scale === 0 ? '整数' : `至多 ${type.scale} 位小数的数`
      return examples[type.dimension] ?? (type.dimension === '' ? decimals : `${decimals}，可带“${type.dimension}”`)
    }
    case 'code':
      return type.codes.join('、')
    case 'list':
      return `用顿号分开的值：${exampleOf(type.of)}`
    case 'text':
      return '文本'
    case 'boolean':
      return '是、否'
    case 'date':
      return '日期，如 2026-01-31'
    case 'nothing':
      return '未知'
  }
}
