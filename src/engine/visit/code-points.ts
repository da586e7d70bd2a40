/** Text by code point, as PostgreSQL counts and (under COLLATE "C") compares it. Texts are well-formed. */

export function codePointCount(text: string): number {
  let count = 0
  for (let at = 0; at < text.length; at++) if ((text.charCodeAt(at) & 0xfc00) !== 0xdc00) count++
  return count
}

/** Negative, 0 or positive. UTF-16 order differs only where a surrogate meets U+E000–U+FFFF. */
export function compareText(one: string, other: string): number {
  const length = Math.min(one.length, other.length)
  for (let at = 0; at < length; at++) {
    const left = one.charCodeAt(at)
    const right = other.charCodeAt(at)
    if (left === right) continue
    const surrogates = Number(left >= 0xd800 && left <= 0xdfff) - Number(right >= 0xd800 && right <= 0xdfff)
    return surrogates !== 0 && left >= 0xd800 && right >= 0xd800 ? surrogates : left - right
  }
  return one.length - other.length
}

/** FEEL's substring: from 1, or from the end where negative; unknown at 0 and for a length below 1. */
export function substring(text: string, start: number, length: number | undefined): string | null {
  if (start === 0 || (length !== undefined && length < 1)) return null
  const points = [...text]
  const from = start > 0 ? start - 1 : points.length + start
  if (from < 0) return null
  return points.slice(from, length === undefined ? undefined : from + length).join('')
}

export function upperCase(text: string): string {
  return text.replaceAll(/[a-z]+/g, (letters) => letters.toUpperCase())
}

export function lowerCase(text: string): string {
  return text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase())
}
