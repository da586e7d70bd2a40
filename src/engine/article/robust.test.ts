import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkDocument } from './check.ts'
import { ARTICLE, checkArticles, DEFINITIONS, DICTIONARY, HEAD, SCORECARD } from './examples.fixture.ts'
import { printDocument } from './print.ts'
import { readDocument } from './read.ts'

/** Every text is answered with a program or with problems that stand inside it; none is answered with an exception. */

const sound = [DEFINITIONS, ARTICLE, SCORECARD]
const pieces = [
  '|',
  '\\|',
  '{',
  '}',
  '"',
  '⇒',
  '~~~',
  '~~~cases',
  '##',
  '\n',
  '\n\n',
  '\t',
  '\r',
  '，',
  '：',
  '否决',
  '未知',
  '𠮷',
  '..',
  '50万元',
  ',',
  '-',
  '',
]
const edit = fc.record({
  at: fc.nat(2000),
  drop: fc.nat(6),
  put: fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 3 })),
})

function edited(text: string, edits: readonly { at: number; drop: number; put: string }[]): string {
  return edits.reduce((now, { at, drop, put }) => {
    const place = at % (now.length + 1)
    return now.slice(0, place) + put + now.slice(place + drop)
  }, text)
}

test('any edit of a sound document gives a program or problems, each at a place that the text has', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 }), fc.array(edit, { minLength: 1, maxLength: 4 }), (index, edits) => {
      const articles = sound.map((text, which) => (which === index ? edited(text, edits) : text))
      const { program, problems } = checkArticles(...articles)
      assert.equal(
        program === undefined,
        problems.some(({ severity }) => severity === 'error'),
      )
      for (const { position, message } of problems) {
        const text = articles[Number(position.file.slice(0, 3)) - 1] ?? HEAD
        const lines = text.split(/\r\n|\r|\n/)
        const line = lines[position.line - 1]
        assert.ok(line !== undefined || position.line === lines.length + 1, `${message} at line ${position.line}`)
        assert.ok(
          position.column >= 1 && position.column <= [...(line ?? '')].length + 2,
          `${message} at ${position.column}`,
        )
      }
    }),
    { numRuns: 600 },
  )
})

test('printing keeps the program: the same decisions, cells and cases', () => {
  const meaning = (files: readonly { file: string; text: string }[]) => {
    const { document } = readDocument(files)
    const { program } = document ? checkDocument(document, DICTIONARY) : {}
    return (
      program &&
      JSON.stringify(program, (key, value) =>
        MOVED.has(key) ? undefined : typeof value === 'bigint' ? String(value) : value,
      )
    )
  }
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 }), fc.array(edit, { maxLength: 2 }), (index, edits) => {
      const files = [HEAD, ...sound.map((text, which) => (which === index ? edited(text, edits) : text))].map(
        (text, order) => ({
          file: order === 0 ? 'document.md' : `00${order}.md`,
          text,
        }),
      )
      const before = meaning(files)
      fc.pre(before !== undefined)
      assert.equal(meaning(printDocument(readDocument(files).document!)), before)
    }),
    { numRuns: 150 },
  )
})

/** What printing moves or respaces, and so is no part of the meaning. */
const MOVED: ReadonlySet<string> = new Set(['source', 'span', 'cell', 'cells', 'text'])
