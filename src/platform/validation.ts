import { type ZodError, z } from 'zod'
import type { FailureDetail } from '../kernel/failure.ts'

// Every message that a schema does not bring itself is read by a person, and in Chinese.
z.config({ localeError: requirementOf })

/** What zod found wrong, place by place, as the presenter shows it. */
export function detailsOf(error: Pick<ZodError, 'issues'>, root = ''): FailureDetail[] {
  return error.issues.map((issue) => ({
    where: [root, ...issue.path].filter((part) => part !== '').join('.'),
    message: issue.message,
  }))
}

type RawIssue = Parameters<z.core.$ZodErrorMap>[0]

const TYPES: Readonly<Record<string, string>> = {
  string: '文字',
  number: '数字',
  nan: '数字',
  int: '整数',
  boolean: '是（true）或否（false）',
  array: '列表',
  object: '一组数据项',
  record: '一组数据项',
  date: '日期',
}

const FORMATS: Readonly<Record<string, string>> = {
  date: '日期，写成 2026-01-31 的样子',
  datetime: '日期和时间，写成 2026-01-31T09:30:00Z 的样子',
  time: '时间，写成 09:30:00 的样子',
  uuid: '系统编号，请从页面或接口的回答中复制',
  email: '电子邮箱地址',
  url: '网址',
}

/**
 * What the field must be, and what it is where that can be said: a number or a length, never a text, which may be a password or a
 * customer's. The field itself is told beside, as the detail's `where`.
 */
function requirementOf(issue: RawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return ofType(issue.expected, issue.input)
    case 'invalid_value':
      return issue.input === undefined ? '必填，没有填写' : `应是以下之一：${issue.values.map(String).join('、')}`
    case 'too_big':
      return ofBound(issue.inclusive === false ? '少于' : '最多', issue.inclusive === false ? '小于' : '不大于', {
        ...issue,
        bound: issue.maximum,
      })
    case 'too_small':
      return ofBound(issue.inclusive === false ? '多于' : '至少', issue.inclusive === false ? '大于' : '不小于', {
        ...issue,
        bound: issue.minimum,
      })
    case 'invalid_format':
      return issue.format in FORMATS ? `应是${FORMATS[issue.format]}` : '写法不符合要求，请核对后重填'
    case 'not_multiple_of':
      return `应是 ${issue.divisor} 的整数倍${actually(issue.input)}`
    case 'unrecognized_keys':
      return `没有名为“${issue.keys.join('”“')}”的项，请核对名称或删去`
    default:
      return '不符合要求，请核对后重填'
  }
}

function ofType(expected: string, input: unknown): string {
  if (input === undefined) return '必填，没有填写'
  const wanted = TYPES[expected]
  if (wanted === undefined) return '类型不符合要求，请核对后重填'
  if (input === null) return `应是${wanted}，实际是空值`
  if (typeof input === 'number') return `应是${wanted}${Number.isNaN(input) ? '，实际不是数字' : actually(input)}`
  const given = TYPES[Array.isArray(input) ? 'array' : typeof input]
  return given === undefined ? `应是${wanted}` : `应是${wanted}，实际是${given}`
}

interface Bound {
  readonly origin: string
  readonly bound: number | bigint
  readonly input?: unknown
}

function ofBound(count: string, size: string, { origin, bound, input }: Bound): string {
  if (origin === 'string') {
    const given = typeof input === 'string' ? input.length : undefined
    if (given === 0) return '必填，没有填写'
    return `${count} ${bound} 个字符${given === undefined ? '' : `，实际 ${given} 个`}`
  }
  if (origin === 'array' || origin === 'set')
    return `${count} ${bound} 项${Array.isArray(input) ? `，实际 ${input.length} 项` : ''}`
  return `应${size} ${bound}${actually(input)}`
}

function actually(input: unknown): string {
  return typeof input === 'number' || typeof input === 'bigint' ? `，实际是 ${input}` : ''
}
