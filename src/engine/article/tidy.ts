const STRING = /"(?:[^"\\]|\\.)*"|“[^”]*”/u

/**
 * An expression or cell with the spacing and signs of the canonical form. Strings stay as they are; an expression whose quotes do
 * not pair is left alone, for the checker to refuse.
 */
export function tidyExpression(text: string): string {
  const parts = text.split(new RegExp(`(${STRING.source})`, 'u'))
  if (parts.some((part, index) => index % 2 === 0 && /["“”]/.test(part))) return text
  return parts
    .map((part, index) => (index % 2 === 0 ? tidyPart(part) : part))
    .join('')
    .trim()
}

const SIGNS: Readonly<Record<string, string>> = {
  '≥': '>=',
  '≤': '<=',
  '≠': '!=',
  '＞': '>',
  '＜': '<',
  '＝': '=',
  '，': ',',
}

function tidyPart(part: string): string {
  return (
    part
      .replace(/[≥≤≠＞＜＝，]/g, (sign) => SIGNS[sign]!)
      .replace(/\s+/g, ' ')
      .replace(/ *(>=|<=|!=|(?<![<>!])=|>|<) */g, ' $1 ')
      // 1,000 is no list: the checker refuses it as it was written.
      .replace(/ *, */g, (_, at: number, whole: string) => (/^\d,\d/.test(whole.slice(at - 1)) ? ',' : ', '))
      .replace(/\( +/g, '(')
      .replace(/ +\)/g, ')')
  )
}

/** Columns that the text takes on a terminal: two for a wide character, none for a combining mark. */
export function displayWidth(text: string): number {
  let width = 0
  for (const character of text) {
    if (/\p{Mn}/u.test(character)) continue
    width += WIDE.test(character) ? 2 : 1
  }
  return width
}

const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u
