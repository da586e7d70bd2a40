import pg from 'pg'

const { builtins } = pg.types
const BIGINT_ARRAY = 1016
const DATE_ARRAY = 1182
const TEXT_ARRAY = 1009

const textArray = pg.types.getTypeParser(TEXT_ARRAY as number, 'text') as (text: string) => (string | null)[]

/** bigint as a number. Figures are bounded by the schema; one beyond 2^53 is a defect, never a rounded value. */
export function parseBigint(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} is not exact as a number`)
  return value
}

const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  [builtins.INT8]: parseBigint,
  [BIGINT_ARRAY]: (text) => textArray(text).map((item) => (item === null ? null : parseBigint(item))),
  // A business date has no zone and no time: `2026-01-31`, a LocalDate.
  [builtins.DATE]: (text) => text,
  [DATE_ARRAY]: textArray,
}

/** How values come out of PostgreSQL, in every pool of this product. */
export const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers[oid]) || pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
}
