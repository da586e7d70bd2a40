import { z } from 'zod'

/** Keyset paging: `after` is the opaque mark of the last row seen, so a page costs the same however deep it lies. */
export const pageQuery = z.object({
  after: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export function pageOf<Row extends z.ZodType>(row: Row) {
  return z.object({ rows: z.array(row), next: z.string().nullable() })
}

export interface Page<Row> {
  readonly rows: Row[]
  /** The mark to give as `after`; null on the last page. */
  readonly next: string | null
}

/** A page out of up to `limit` + 1 rows: the one too many tells that there is a next page. */
export function pageFrom<Row>(rows: readonly Row[], limit: number, mark: (row: Row) => string): Page<Row> {
  const shown = rows.slice(0, limit)
  return { rows: shown, next: rows.length > limit ? mark(shown.at(-1)!) : null }
}

/** A mark of several columns, for a sort key that is not unique by itself. */
export function encodeMark(parts: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

/** The columns of a mark, or undefined where the text is no mark of such columns: it comes back from outside. */
export function decodeMark<Columns extends z.ZodType>(mark: string, columns: Columns): z.output<Columns> | undefined {
  try {
    return columns.safeParse(JSON.parse(Buffer.from(mark, 'base64url').toString('utf8'))).data
  } catch {
    return undefined
  }
}
