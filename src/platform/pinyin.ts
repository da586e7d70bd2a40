import { pinyin } from 'pinyin-pro'

const HAN = /\p{Script=Han}/u
const ALL_HAN = /^\p{Script=Han}+$/u
/** Personal names have at most four characters, compound surname included; what is longer is an organisation. */
const LONGEST_PERSON = 4

/** One spelling of a name for searching: full-width becomes half-width, capitals small, spaces and punctuation go. */
export function normaliseName(name: string): string {
  return wordsOf(name).join('')
}

/**
 * Search tokens of a personal name: each character, each pair, the whole, and for each reading (a surname may have its own:
 * 单 is shàn, not dān) the full pinyin and the initials from the first syllable on. 单晓明 has 单, 单晓, shan, shanxiao, sxm …
 */
export function nameTokens(name: string): string[] {
  const words = wordsOf(name)
  const whole = words.join('')
  const tokens = new Set(hanTokens(whole, true))
  if (whole !== '') tokens.add(whole)
  for (const word of words) if (!HAN.test(word)) tokens.add(word)
  const readings = words.some((word) => HAN.test(word)) ? readingsOf(whole) : [words]
  for (const syllables of readings) {
    let full = ''
    let initials = ''
    for (const syllable of syllables) {
      full += syllable
      initials += initialOf(syllable)
      tokens.add(full)
      if (full !== syllable) tokens.add(initials)
    }
  }
  return [...tokens]
}

/**
 * Tokens that a name must all have to match what was typed: 晓明, shanxiao, sxm, 单xm. Empty where nothing can be searched: a
 * single letter, punctuation.
 */
export function queryTokens(query: string): string[] {
  const plain = normaliseName(query)
  const mixed = /^(\p{Script=Han}+)([a-z]+)$/u.exec(plain)
  if (mixed) return [...hanTokens(mixed[1]!, false), continued(mixed[1]!, mixed[2]!)]
  if (HAN.test(plain)) return hanTokens(plain, false)
  return plain.length >= 2 ? [plain] : []
}

/** The `search_text` of a public name: the name, the full pinyin of each reading, its initials, separated by spaces. */
export function searchText(publicName: string): string {
  const plain = normaliseName(publicName)
  const readings = HAN.test(plain) ? readingsOf(plain) : []
  return [...new Set([plain, ...readings.map((syllables) => syllables.join('')), ...readings.map(initialsOf)])].join(
    ' ',
  )
}

/**
 * Sorts Chinese names by sound, then tone, then character, under collation C: the same on every server and version.
 * 单晓 is `shan4单 xiao3晓`.
 */
export function sortKey(name: string): string {
  const plain = normaliseName(name)
  if (!HAN.test(plain)) return plain
  const surname = [...plain].length <= LONGEST_PERSON ? 'head' : 'off'
  const sounds = pinyin(plain, { toneType: 'num', type: 'array', nonZh: 'spaced', v: true, surname })
  return [...plain]
    .map((character, i) => (HAN.test(character) ? `${sounds[i]}${character} ` : character))
    .join('')
    .trimEnd()
}

function wordsOf(name: string): string[] {
  const plain = name.normalize('NFKC').toLowerCase()
  if (ALL_HAN.test(plain)) return [plain]
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
}

/** Pairs imply their characters, so a query of two or more needs no single ones. */
function hanTokens(text: string, single: boolean): string[] {
  const characters = [...text]
  const pairs = characters.slice(1).flatMap((next, i) => {
    const pair = characters[i]! + next
    return HAN.test(characters[i]!) || HAN.test(next) ? [pair] : []
  })
  return single || pairs.length === 0 ? [...characters.filter((character) => HAN.test(character)), ...pairs] : pairs
}

/** The usual reading, and the one with the surname's own sound where it differs. A run of other letters is one syllable. */
function readingsOf(plain: string): string[][] {
  const options = { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true } as const
  const asName = pinyin(plain, { ...options, surname: 'head' })
  const asWord = pinyin(plain, options)
  return asName.join(' ') === asWord.join(' ') ? [asName] : [asName, asWord]
}

/** What was begun in characters and ended in letters: 单xm is the initials sxm, 单xiaoming the pinyin shanxiaoming. */
function continued(han: string, letters: string): string {
  const head = readingsOf(han)[0]!
  return (/[aeiouv]/.test(letters) ? head.join('') : initialsOf(head)) + letters
}

function initialsOf(syllables: readonly string[]): string {
  return syllables.map(initialOf).join('')
}

function initialOf(syllable: string): string {
  return String.fromCodePoint(syllable.codePointAt(0)!)
}
