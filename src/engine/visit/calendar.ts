import { dayNumberOf } from '../../kernel/local-date.ts'

/** Calendar arithmetic on day numbers without a Date: proleptic Gregorian, years 1 to 9999, as PostgreSQL's `date` counts. */

const FIRST_DAY = -719_162
const LAST_DAY = 2_932_896

export function addDays(day: number, count: number): number | null {
  const result = day + count
  return result >= FIRST_DAY && result <= LAST_DAY ? result : null
}

/** A day that the month lacks becomes its last. */
export function addMonths(day: number, count: number): number | null {
  const { year, month, day: dayOfMonth } = calendarDay(day)
  const index = year * 12 + month - 1 + count
  if (!(index >= 12 && index < 120_000)) return null
  const toYear = Math.floor(index / 12)
  const toMonth = index - toYear * 12 + 1
  for (let last = dayOfMonth; ; last--) {
    const found = dayNumberOf(toYear, toMonth, last)
    if (found !== undefined) return found
  }
}

export function dayOf(year: number, month: number, day: number): number | null {
  return dayNumberOf(year, month, day) ?? null
}

/** Whole months from one day to another, negative backwards; 31 January to 28 February is none. */
export function completeMonths(from: number, to: number): number {
  const start = calendarDay(from)
  const end = calendarDay(to)
  const months = (end.year - start.year) * 12 + end.month - start.month
  if (months > 0 && end.day < start.day) return months - 1
  if (months < 0 && end.day > start.day) return months + 1
  return months
}

/** 0 for Monday to 6 for Sunday: day 0 was a Thursday. */
export function weekday(day: number): number {
  return (((day + 3) % 7) + 7) % 7
}

export interface CalendarDay {
  readonly year: number
  readonly month: number
  readonly day: number
}

/** Year, month and day of a day number, by the civil-from-days algorithm (eras of 400 years that begin on 1 March). */
export function calendarDay(days: number): CalendarDay {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  }
}
