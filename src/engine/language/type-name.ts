import type { Dimension, Type } from '../type.ts'

/** A type in the words of the dictionary. */
export function typeName(type: Type): string {
  switch (type.kind) {
    case 'number':
      return dimensionName(type.dimension)
    case 'text':
      return '文本'
    case 'code':
      return '代码'
    case 'boolean':
      return '是否'
    case 'date':
      return '日期'
    case 'list':
      return `${typeName(type.of)}的列表`
    case 'nothing':
      return '未知'
  }
}

export function dimensionName(dimension: Dimension): string {
  return NAMES[dimension] ?? `数量（${dimension}）`
}

const NAMES: Readonly<Record<Dimension, string>> = {
  '': '数',
  money: '金额',
  ratio: '比率',
  day: '天数',
  month: '月数',
}
