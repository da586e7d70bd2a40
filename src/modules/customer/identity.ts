import { isIdCard, isUnifiedIdentifier } from 'util-helpers'
import { dayNumberOf, type LocalDate, parseLocalDate } from '../../kernel/local-date.ts'

/**
 * An 18-digit resident identity number: shape, a day that exists, and the check digit.
 * @source GB 11643-1999
 */
export function isResidentId(value: string): boolean {
  return birthDateOf(value) !== undefined && isIdCard(value)
}

/** The birth date in a resident identity number; undefined where its digits name no day. */
export function birthDateOf(value: string): LocalDate | undefined {
  if (!/^\d{17}[\dX]$/.test(value)) return undefined
  return parseLocalDate(`${value.slice(6, 10)}-${value.slice(10, 12)}-${value.slice(12, 14)}`)
}

/**
 * A unified social credit code with its check character.
 * @source GB 32100-2015
 */
export function isCreditCode(value: string): boolean {
  return isUnifiedIdentifier(value)
}

/** Upper case, half width, no spaces or hyphens: how a number is kept and compared. */
export function normaliseNumber(value: string): string {
  return /^[0-9A-Z]*$/.test(value) ? value : value.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()
}

/** What is wrong with an identity number of this kind, or undefined. */
export function identityProblem(kind: string, value: string): string | undefined {
  if (kind === 'id_card') {
    if (/^\d{15}$/.test(value)) return '15 位的旧身份证号码请换成 18 位'
    if (!/^\d{17}[\dX]$/.test(value)) return '居民身份证号码应为 17 位数字加 1 位校验码'
    if (
      dayNumberOf(Number(value.slice(6, 10)), Number(value.slice(10, 12)), Number(value.slice(12, 14))) === undefined
    ) {
      return '居民身份证号码中的出生日期不存在'
    }
    return isIdCard(value) ? undefined : '居民身份证号码的校验码不对，请核对每一位'
  }
  if (kind === 'passport') return /^[A-Z0-9]{5,17}$/.test(value) ? undefined : '护照号码应为 5 至 17 位字母和数字'
  if (kind === 'travel_permit') {
    return /^([HM]\d{8}(\d{2})?|\d{8}(\d{2})?)$/.test(value)
      ? undefined
      : '通行证号码应为 H 或 M 加 8 位数字，或 8 位数字'
  }
  return '证件类型应为居民身份证、护照或港澳台居民来往内地通行证'
}

export function creditCodeProblem(value: string): string | undefined {
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(value)) return '统一社会信用代码应为 18 位数字和大写字母（不含 I、O、S、V、Z）'
  return isCreditCode(value) ? undefined : '统一社会信用代码的校验码不对，请核对每一位'
}
