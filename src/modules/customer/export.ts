import { stringify } from 'csv-stringify/sync'
import { authorise, type Context } from '../../platform/context.ts'
import { encodeMark } from '../../platform/http/page.ts'
import { KIND_NAMES, STAGE_NAMES } from './domain.ts'
import { openRows } from './load.ts'
import { maskCustomer } from './masking.ts'
import { type CustomerFilter, selectRows } from './views.ts'

const HEADER = [
  '客户号',
  '客户名称',
  '客户类型',
  '客户阶段',
  '客户归属',
  '证件号码',
  '统一社会信用代码',
  '手机号码',
  '行业',
  '地区',
  '开户日期',
]

const PAGE = 500

/**
 * The customers of a filter as CSV text, a block at a time, masked like a list and limited to the principal's range. The export is
 * audited when it begins and, with its count, when it ends.
 */
export async function* exportCustomers(ctx: Context, filter: CustomerFilter): AsyncGenerator<string> {
  authorise(ctx, 'customer.export')
  await ctx.audit.record({ act: 'customer.export', detail: { filter: { ...filter }, state: 'begun' } })
  // What is wrong with the filter shows before the first byte.
  let rows = await selectRows(ctx, { ...filter, limit: PAGE })
  yield `\u{feff}${block([HEADER])}`
  let exported = 0
  for (;;) {
    const shown = rows.slice(0, PAGE)
    if (shown.length > 0)
      yield block(
        (await openRows(ctx, shown)).map(({ record, scopeNo }) => {
          const masked = maskCustomer(record)
          return [
            record.customerNo,
            masked.name,
            KIND_NAMES[record.kind],
            STAGE_NAMES[record.stage],
            String(scopeNo),
            masked.identityNo ?? '',
            record.registeredCode ?? '',
            masked.phone ?? '',
            record.industry ?? '',
            record.region ?? '',
            record.customerSince ?? '',
          ]
        }),
      )
    exported += shown.length
    const last = shown.at(-1)
    if (rows.length <= PAGE || last === undefined) break
    const after = encodeMark([last.scope_no, last.customer_no, last.party_id])
    rows = await selectRows(ctx, { ...filter, after, limit: PAGE })
  }
  await ctx.audit.record({ act: 'customer.export', detail: { filter: { ...filter }, state: 'done', rows: exported } })
}

function block(rows: readonly (readonly string[])[]): string {
  return stringify(
    rows.map((row) => row.map(inert)),
    { record_delimiter: 'windows' },
  )
}

/** What a spreadsheet would take for the beginning of a formula, in half and full width, also behind blanks or quotes. */
const FORMULA = /^[\s"'\u{feff}]*[=+\-@\t\r\n＝＋－＠]/u

/** A cell that no spreadsheet computes: an apostrophe in front, which spreadsheets read as "this is text". */
export function inert(cell: string): string {
  return FORMULA.test(cell) ? `'${cell}` : cell
}
