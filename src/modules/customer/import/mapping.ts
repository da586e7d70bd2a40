import { type ErrorCode, parseDocument } from 'yaml'
import { z } from 'zod'
import type { FailureDetail } from '../../../kernel/failure.ts'
import { type LocalDate, parseLocalDate } from '../../../kernel/local-date.ts'
import { failures } from '../failures.ts'

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String)

const origin = z.union([
  z.string().transform((column) => ({ column })),
  z
    .strictObject({
      column: z.string().optional(),
      template: z.string().optional(),
      value: scalar.optional(),
      values: z.record(z.string(), scalar).optional(),
      otherwise: scalar.optional(),
      unit: z.string().optional(),
      format: z.string().optional(),
    })
    .superRefine((entry, check) => {
      const given = ['column', 'template', 'value'].filter((key) => key in entry)
      if (given.length !== 1) check.addIssue('column、template、value 三者须写且只写一个')
      if (entry.otherwise !== undefined && entry.values === undefined) check.addIssue('otherwise 须与 values 同用')
      if (entry.values !== undefined && entry.value !== undefined) check.addIssue('values 不能与 value 同用')
    }),
])

const date = z.string().refine((text) => parseLocalDate(text) !== undefined, '应为 2026-01-31 形式的日期')

const mappingSchema = z.strictObject({
  about: z.literal('customer', { error: '目前只能是 customer' }).default('customer'),
  title: z.string().min(1).max(100).optional(),
  source: z.string().min(1).max(100).optional(),
  as_of: z.union([date, z.strictObject({ column: z.string(), format: z.string().optional() })]).optional(),
  encoding: z.enum(['utf-8', 'gb18030'], { error: '应为 utf-8 或 gb18030' }).optional(),
  delimiter: z.enum([',', ';', '\t', '|'], { error: '应为 "," ";" "\\t" "|" 之一' }).optional(),
  identify_by: z
    .enum(['customer_no', 'identity_no', 'registered_code'], {
      error: '应为 customer_no、identity_no 或 registered_code',
    })
    .default('customer_no'),
  empty: z.enum(['keep', 'unknown'], { error: '应为 keep 或 unknown' }).default('keep'),
  unknown: z.array(scalar).default([]),
  fields: z.record(z.string(), origin),
  skip: z.union([z.literal('others'), z.array(scalar)], { error: '应为列名的清单，或 others' }).default([]),
})

/** Where one field comes from. */
export interface Origin {
  readonly column?: string | undefined
  readonly template?: string | undefined
  readonly value?: string | undefined
  readonly values?: Readonly<Record<string, string>> | undefined
  readonly otherwise?: string | undefined
  readonly unit?: string | undefined
  readonly format?: string | undefined
}

/** A mapping file as docs/import.md describes it, read and checked by itself. */
export interface Mapping {
  readonly title?: string | undefined
  readonly source?: string | undefined
  readonly as_of?: string | { readonly column: string; readonly format?: string | undefined } | undefined
  readonly encoding?: 'utf-8' | 'gb18030' | undefined
  readonly delimiter?: string | undefined
  readonly identify_by: 'customer_no' | 'identity_no' | 'registered_code'
  readonly empty: 'keep' | 'unknown'
  readonly unknown: readonly string[]
  readonly fields: Readonly<Record<string, Origin>>
  readonly skip: 'others' | readonly string[]
}

/** The mistakes that are worth a word of their own; the parser's texts are English. */
const YAML_FAULTS: Partial<Record<ErrorCode, string>> = {
  BAD_INDENT: '缩进不对：同一层要对齐，括号要闭合',
  BAD_COLLECTION_TYPE: '方括号和花括号不能混用',
  DUPLICATE_KEY: '这一项写了两次',
  MISSING_CHAR: '少了引号、括号或冒号后的空格',
  MULTILINE_IMPLICIT_KEY: '一项的名称不能跨行，请检查上一行的冒号和引号',
  TAB_AS_INDENT: '缩进不能用制表符，请改用空格',
}

/** Reads a mapping's YAML; `customer.badMapping` carries every problem with its place. */
export function readMapping(text: string, file: string): Mapping {
  const document = parseDocument(text, { prettyErrors: true, strict: true, uniqueKeys: true })
  const broken: FailureDetail[] = document.errors.map((error) => ({
    where: error.linePos === undefined ? file : `${file}:${error.linePos[0].line}:${error.linePos[0].col}`,
    message: YAML_FAULTS[error.code] ?? '不是合格的 YAML，请检查这一行的缩进、冒号和括号',
  }))
  if (broken.length > 0) throw failures.badMapping({ file }, { details: broken })
  const checked = mappingSchema.safeParse(document.toJS({ maxAliasCount: 0 }))
  if (!checked.success)
    throw failures.badMapping({ file }, { details: checked.error.issues.flatMap((issue) => detailOf(issue)) })
  return checked.data
}

/** The mapping of a file that comes without one: every column is the field of the same name. */
export function mappingByHeader(header: readonly string[]): Mapping {
  const fields = Object.fromEntries(header.map((column) => [column, { column }]))
  return { identify_by: 'customer_no', empty: 'keep', unknown: [], fields, skip: [] }
}

export function asOfDate(mapping: Mapping): LocalDate | undefined {
  return typeof mapping.as_of === 'string' ? parseLocalDate(mapping.as_of) : undefined
}

function detailOf(issue: z.core.$ZodIssue): FailureDetail[] {
  const where = issue.path.length === 0 ? '（整个文件）' : issue.path.join('.')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ where: [...issue.path, key].join('.'), message: '没有这一项' }))
  }
  if (issue.code === 'invalid_union') {
    const inner = issue.errors.at(-1)?.flatMap((one) => detailOf(one)) ?? []
    return inner.map((detail) => ({
      where: detail.where === '（整个文件）' ? where : `${where}.${detail.where}`,
      message: detail.message,
    }))
  }
  if (issue.code === 'invalid_type') return [{ where, message: issue.input === undefined ? '缺少这一项' : '写法不对' }]
  return [{ where, message: issue.message }]
}
