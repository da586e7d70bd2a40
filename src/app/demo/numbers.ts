import type { LocalDate } from '../../kernel/local-date.ts'

/**
 * Numbers that are well formed and belong to nobody: identity numbers and credit codes carry right check digits over division
 * codes that are not assigned (province 23 has no prefecture 60 to 99), telephone numbers a prefix that no operator has been given.
 */
const PROVINCE = '23'
const DIVISION = '239801'
const MOBILE_PREFIX = '154'

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/**
 * A resident identity number: division, birth date, order of the day (odd for men), check digit. Nearly two million orders give
 * two million numbers, whatever the birth dates.
 * @source GB 11643-1999
 */
export function identityCard(birthDate: LocalDate, order: number, male: boolean): string {
  const division = Math.floor(order / 499)
  const place = PROVINCE + String(9_801 - 100 * Math.floor(division / 99) + (division % 99))
  const sequence = String((order % 499) * 2 + (male ? 1 : 2)).padStart(3, '0')
  const body = `${place}${birthDate.replaceAll('-', '')}${sequence}`
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(body[at]), 0)
  return body + '10X98765432'[sum % 11]
}

const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]
const CODE_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/**
 * A unified social credit code: registrar and kind (91 company, 12 institution, 92 sole trader), division, organisation code with
 * its own check digit, check digit.
 * @source GB 32100-2015, GB 11714-1997
 */
export function creditCode(registrar: '91' | '12' | '92', order: number): string {
  const body = `${registrar}${DIVISION}${organisationCode(order)}`
  let sum = 0
  let weight = 1
  for (const letter of body) {
    sum += CODE_ALPHABET.indexOf(letter) * weight
    weight = (weight * 3) % 31
  }
  return body + CODE_ALPHABET[(31 - (sum % 31)) % 31]
}

/** The organisation's own code: MA, six letters that count, check digit. */
function organisationCode(order: number): string {
  let counted = ''
  for (let left = order; counted.length < 6; left = Math.floor(left / 31)) counted = CODE_ALPHABET[left % 31] + counted
  const body = `MA${counted}`
  const sum = ORGANISATION_WEIGHTS.reduce((total, weight, at) => total + weight * Number.parseInt(body[at]!, 36), 0)
  return body + '0X987654321'[sum % 11]
}

export function mobile(order: number): string {
  return `${MOBILE_PREFIX}${String((order * 7_919 + 10_007) % 100_000_000).padStart(8, '0')}`
}

/** 港澳居民来往内地通行证: H and eight digits. */
export function hongKongPermit(order: number): string {
  return `H${String(99_000_000 + order).padStart(8, '0')}`
}

export function customerNumber(index: number): string {
  return `QH${String(index + 1).padStart(8, '0')}`
}
