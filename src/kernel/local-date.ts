/**
 * A calendar date without a time zone, written `2026-01-31`. A business date is a date in the organisation's zone.
 * Arithmetic is done on the day number (days since 1970-01-01), the form the engine and PostgreSQL's `date` share.
 */
export type LocalDate = string & { readonly LocalDate: unique symbol }

const PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/
const DAY = 86_400_000

/** The date that `text` writes as `YYYY-MM-DD`, or undefined where it names no day of the calendar. */
export function parseLocalDate(text: string): LocalDate | undefined {
  const match = PATTERN.exec(text)
  if (!match) return undefined
  const day = dayNumberOf(Number(match[1]), Number(match[2]), Number(match[3]))
  return day === undefined ? undefined : (text as LocalDate)
}

/** Days since 1970-01-01 of a year, month (1–12) and day, or undefined where there is no such day. Years 1 to 9999. */
export function dayNumberOf(year: number, month: number, day: number): number | undefined {
  if (!(year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)))
    return undefined
  return utc(year, month, day) / DAY
}

export function toDayNumber(date: LocalDate): number {
  const [year, month, day] = partsOf(date)
  return Math.floor(utc(year, month, day) / DAY)
}

export function fromDayNumber(days: number): LocalDate {
  return new Date(days * DAY).toISOString().slice(0, 10) as LocalDate
}

/** The date `months` later; a day that the month lacks becomes its last (31 January + 1 month = 28 or 29 February). */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const [year, month, day] = partsOf(date)
  const index = year * 12 + (month - 1) + months
  const toYear = Math.floor(index / 12)
  const toMonth = index - toYear * 12 + 1
  return fromDayNumber(utc(toYear, toMonth, Math.min(day, daysInMonth(toYear, toMonth))) / DAY)
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return fromDayNumber(toDayNumber(date) + days)
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** The date that `instant` has in the IANA time zone `zone`. */
export function localDateOf(instant: Date, zone: string): LocalDate {
  return formatIn(zone).format(instant) as LocalDate
}

/** Kept by zone: making one costs 0.1 ms, which every transaction would pay. */
function formatIn(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone)
  if (format === undefined) {
    // The English of Canada writes dates as YYYY-MM-DD.
    format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
    formats.set(zone, format)
  }
  return format
}

export function daysInMonth(year: number, month: number): number {
  return new Date(utc(year, month + 1, 1) - DAY).getUTCDate()
}

function partsOf(date: LocalDate): [number, number, number] {
  return [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10))]
}

/** `Date.UTC` reads years 0 to 99 as 1900 to 1999; this does not. */
function utc(year: number, month: number, day: number): number {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  return date.getTime()
}
