/**
 * Columns of rows as PostgreSQL arrays in the binary format, for `unnest($1::uuid[], $2::bigint[], …)`: one statement for any
 * number of rows, nothing quoted, nothing parsed. node-postgres sends a Buffer parameter as binary.
 * @source PostgreSQL array_send: dimensions, has-null flag, element oid, length, lower bound, then (length, bytes) per element
 */
export type ColumnType = 'uuid' | 'integer' | 'bigint' | 'text' | 'boolean' | 'date' | 'bytea' | 'timestamptz'

export type ColumnValue = string | number | boolean | Buffer | Date | null | undefined

const HEAD = 20

interface Encoding {
  readonly oid: number
  /** Bytes of one element; undefined where they differ. */
  readonly width?: number
  write(into: Buffer, at: number, value: NonNullable<ColumnValue>): number
}

const DAYS_BEFORE_2000 = 10_957
const MILLISECONDS_BEFORE_2000 = 946_684_800_000

const ENCODINGS: Readonly<Record<ColumnType, Encoding>> = {
  uuid: { oid: 2950, width: 16, write: (into, at, value) => writeUuid(into, at, value as string) },
  integer: { oid: 23, width: 4, write: (into, at, value) => into.writeInt32BE(value as number, at) - at },
  bigint: { oid: 20, width: 8, write: (into, at, value) => writeInteger(into, at, value as number) },
  boolean: { oid: 16, width: 1, write: (into, at, value) => into.writeUInt8(value ? 1 : 0, at) - at },
  date: { oid: 1082, width: 4, write: (into, at, value) => into.writeInt32BE(dayOf(value as string), at) - at },
  timestamptz: {
    oid: 1184,
    width: 8,
    write: (into, at, value) => writeInteger(into, at, ((value as Date).getTime() - MILLISECONDS_BEFORE_2000) * 1000),
  },
  text: { oid: 25, write: (into, at, value) => into.write(value as string, at, 'utf8') },
  bytea: { oid: 17, write: (into, at, value) => (value as Buffer).copy(into, at) },
}

/** The array of `values`; null and undefined are NULL. A bigint is given as an exact number, a date as `YYYY-MM-DD`. */
export function columnArray(type: ColumnType, values: readonly ColumnValue[]): Buffer {
  const encoding = ENCODINGS[type]
  const buffer = Buffer.allocUnsafe(HEAD + values.length * 4 + sizeOf(type, encoding, values))
  buffer.writeInt32BE(values.length === 0 ? 0 : 1, 0)
  buffer.writeInt32BE(1, 4)
  buffer.writeInt32BE(encoding.oid, 8)
  buffer.writeInt32BE(values.length, 12)
  buffer.writeInt32BE(1, 16)
  let at = HEAD
  for (const value of values) {
    if (value === null || value === undefined) {
      at = buffer.writeInt32BE(-1, at)
      continue
    }
    const size = encoding.write(buffer, at + 4, value)
    buffer.writeInt32BE(size, at)
    at += 4 + size
  }
  return values.length === 0 ? buffer.subarray(0, 12) : buffer.subarray(0, at)
}

/** An upper bound: UTF-8 needs at most three bytes for a UTF-16 unit. */
function sizeOf(type: ColumnType, encoding: Encoding, values: readonly ColumnValue[]): number {
  if (encoding.width !== undefined) return encoding.width * values.length
  const factor = type === 'text' ? 3 : 1
  let size = 0
  for (const value of values) size += value === null || value === undefined ? 0 : (value as string).length * factor
  return size
}

function writeUuid(into: Buffer, at: number, value: string): number {
  if (into.write(value.replaceAll('-', ''), at, 16, 'hex') !== 16) throw new TypeError(`not a UUID: ${value}`)
  return 16
}

/** An integer of at most 2^53 in absolute value as a signed 64-bit integer, without a BigInt. */
function writeInteger(into: Buffer, at: number, value: number): number {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not an exact integer: ${value}`)
  const high = Math.floor(value / 4_294_967_296)
  into.writeInt32BE(high, at)
  into.writeUInt32BE(value - high * 4_294_967_296, at + 4)
  return 8
}

function dayOf(date: string): number {
  const time = Date.parse(date)
  if (Number.isNaN(time) || date.length !== 10) throw new TypeError(`not a date: ${date}`)
  return time / 86_400_000 - DAYS_BEFORE_2000
}
