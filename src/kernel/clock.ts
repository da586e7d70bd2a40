import { type LocalDate, localDateOf } from './local-date.ts'

/** The only way to learn the time: a test, a replay and the demo bring their own. */
export interface Clock {
  now(): Date
  /** The business date in the organisation's zone. */
  today(): LocalDate
}

export function systemClock(zone: string): Clock {
  return { now: () => new Date(), today: () => localDateOf(new Date(), zone) }
}

export function fixedClock(instant: Date, zone = 'Asia/Shanghai'): Clock {
  return { now: () => instant, today: () => localDateOf(instant, zone) }
}
