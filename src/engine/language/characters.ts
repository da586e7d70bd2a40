/**
 * Full-width punctuation, as Chinese input methods type it. What can mean only one thing is read as that; what could mean two
 * is refused with the character to write instead.
 */
export const ACCEPTED: Readonly<Record<string, string>> = {
  '（': '(',
  '）': ')',
  '［': '[',
  '］': ']',
  '，': ',',
  '、': ',',
  '＞': '>',
  '＜': '<',
  '＝': '=',
  '≥': '>=',
  '≤': '<=',
  '≠': '!=',
  '＋': '+',
  '－': '-',
  '−': '-',
  '×': '*',
  '÷': '/',
  '？': '?',
}

/** Refused characters and their replacement. */
export const REPLACED: Readonly<Record<string, string>> = {
  '《': '"',
  '》': '"',
  '‘': '"',
  '’': '"',
  '「': '"',
  '」': '"',
  "'": '"',
  '【': '[',
  '】': ']',
  '〔': '[',
  '〕': ']',
  '～': '..',
  '~': '..',
  '…': '..',
  '；': ',',
  ';': ',',
  '：': '=',
  ':': '=',
  '。': '.',
  '！': 'not(…)',
  '!': 'not(…)',
  '＊': '*',
  '／': '/',
  '≈': '=',
  '&': 'and',
  '＆': 'and',
  '|': 'or',
  '｜': 'or',
  '^': '**',
}

const SPACE = /\s/u
const WORD_START = /[\p{L}_]/u
const WORD_PART = /[\p{L}\p{N}\p{M}_]/u

export function isSpace(character: string): boolean {
  return SPACE.test(character)
}

export function isWordStart(character: string): boolean {
  return WORD_START.test(character)
}

export function isWordPart(character: string): boolean {
  return WORD_PART.test(character)
}

/** The whole character at `at`, also where it takes two UTF-16 units; empty at the end. */
export function characterAt(text: string, at: number): string {
  const point = text.codePointAt(at)
  return point === undefined ? '' : String.fromCodePoint(point)
}

/** Where the word that starts at `at` ends. */
export function wordEnd(text: string, at: number): number {
  let end = at
  for (let next = characterAt(text, end); next !== '' && isWordPart(next); next = characterAt(text, end))
    end += next.length
  return end
}
