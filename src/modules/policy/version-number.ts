import { failures } from './failures.ts'

/** A version number as people write it; throws `policy.badVersion`. */
export function readVersionNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw failures.badVersion({ version: text })
  return Number(text)
}
