import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { GridBlock, PolicyDocument } from './document.ts'
import { ARTICLE, DEFINITIONS, DUTY, FLOW, HEAD, MEASURE, NOTE, PERMIT, SCORECARD } from './examples.fixture.ts'
import { printDocument } from './print.ts'
import { readDocument } from './read.ts'
import { replaceBlock } from './replace.ts'
import { displayWidth, tidyExpression } from './tidy.ts'

function read(...articles: readonly string[]): PolicyDocument {
  const { document, problems } = readDocument([
    { file: 'document.md', text: HEAD },
    ...articles.map((text, index) => ({ file: `${String(index + 1).padStart(3, '0')}.md`, text })),
  ])
  assert.ok(document, JSON.stringify(problems))
  return document
}

test('a canonical text prints as itself', () => {
  const articles = [DEFINITIONS, ARTICLE, SCORECARD, PERMIT, DUTY, FLOW, MEASURE, NOTE]
  assert.deepEqual(
    printDocument(read(...articles)).map((file) => file.text),
    [HEAD, ...articles],
  )
})

test('spacing, signs, alignment, order of attributes and layout come out in one form', () => {
  const loose = ARTICLE.replace(
    '{decide 大客户级别, hit: first, binds: rating.class,',
    '{decide 大客户级别 , binds:rating.class,hit: first,',
  )
    .replace('| >= 50万元 | "好" |', '|≥50万元|   "好"|')
    .replace('| "好", "较好" |', '| "好"，"较好" |')
    .replace('| ⇒ 大客户级别 |', '|⇒大客户级别|')
    .replace('|---|---|---|---|---|', '| :-- | --- | --- | --- | ---: |')
    .replace('60万元      | 未知     |', '60万元|未知|')
    .replaceAll('\n\n', '\n\n\n')
    .replaceAll('\n', '  \r\n')
  assert.notEqual(loose, ARTICLE)
  assert.equal(printDocument(read(loose))[1]!.text, ARTICLE)
})

test('strings, and expressions whose quotes do not pair, keep every character', () => {
  assert.equal(tidyExpression('"甲，  乙≥"'), '"甲，  乙≥"')
  assert.equal(tidyExpression('"a\\"  ，"'), '"a\\"  ，"')
  assert.equal(tidyExpression('“甲，乙”，"丙"'), '“甲，乙”, "丙"')
  assert.equal(tidyExpression('="好'), '="好')
  assert.equal(tidyExpression('a>=b  and c!=d'), 'a >= b and c != d')
  assert.equal(tidyExpression('≤5，≥6，≠7，＞8，＜9，＝ 1'), '<= 5, >= 6, != 7, > 8, < 9, = 1')
  assert.equal(tidyExpression(']20..50['), ']20..50[')
  assert.equal(tidyExpression('1,000元 ,a,b'), '1,000元, a, b')
})

test('a wide character takes two columns', () => {
  assert.equal(displayWidth('年用量 >= 5'), 11)
  assert.equal(displayWidth('𠮷（）“”⇒'), 9)
})

test('a head keeps any value, quoted where YAML needs it', () => {
  const values = ['a: b # c', '- x', '[x]', '"x"', '《办法》（试行）', '营〔2026〕1 号', "it's", '甲，乙', 'x, y']
  for (const value of values) {
    const head = HEAD.replace('大客户管理办法', JSON.stringify(value)).replace(
      'basis: []',
      `basis: [${JSON.stringify(value)}, 乙]`,
    )
    const { document } = readDocument([{ file: 'document.md', text: head }])
    assert.deepEqual([document?.head.title, document?.head.basis], [value, [value, '乙']])
    const once = printDocument(document!)
    const again = readDocument(once).document!
    assert.deepEqual([again.head, printDocument(again)], [document!.head, once])
  }
})

test('an edit of one grid changes that block alone', () => {
  const untidy = ARTICLE.replace('| - | - | < 3% |', '|-|-|<3%|')
  const document = read(DEFINITIONS, untidy)
  const clause = document.articles[1]!.clauses[0]!
  const cases = clause.blocks[2] as GridBlock
  const header = cases.header.map((cell) => cell.text)
  const after = replaceBlock(document, clause, cases, { header, rows: [['1元', '好', '5%', 'A|B']] })
  assert.equal(after.file, '002.md')
  const [before] = untidy.split('~~~cases')
  assert.equal(
    after.text,
    `${before}~~~cases\n年用量 | 回款信誉 | 利润贡献率 | ⇒ 大客户级别\n1元    | 好       | 5%         | A\\|B\n~~~\n`,
  )
})

const cell = fc
  .string({ unit: fc.constantFrom(...'甲乙𠮷a1 |\\"≥<，,()[%⇒-', '年用量', '>=', '..'), maxLength: 6 })
  .map((text) => text.replace(/\\+(?=\||$)/g, ''))
const column = cell.filter((text) => text.trim() !== '')
const grid = fc.integer({ min: 1, max: 4 }).chain((width) =>
  fc.record({
    header: fc.array(column, { minLength: width, maxLength: width }),
    rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 4 }),
  }),
)
const paragraph = fc.constantFrom(
  '年用量五十万元以上的，为 A1 级。',
  '1. 逐项\n   缩进  两行',
  '**要点** `x`',
  '甲\n乙',
)
const heading = fc.constantFrom(
  'decide 级别, hit: first',
  'define',
  'note, because: 宗旨，原则',
  'permit, x: 1',
  'decide 分, form: native, native: n',
)

function written(kind: 'table' | 'cases', { header, rows }: { header: string[]; rows: string[][] }): string {
  const bars = (cells: string[]) => cells.map((text) => text.replaceAll('|', '\\|'))
  if (kind === 'table')
    return [
      `|${bars(header).join('|')}|`,
      `|${'-|'.repeat(header.length)}`,
      ...rows.map((row) => `|${bars(row).join('|')}|`),
    ].join('\n')
  return ['~~~cases', ...[header, ...rows].map((row) => bars(row).join(' | ')), '~~~'].join('\n')
}

test('printing is idempotent, and what is canonical stays', () => {
  const block = fc.oneof(
    paragraph,
    grid.map((one) => written('table', one)),
    grid.map((one) => written('cases', one)),
  )
  const clause = fc.tuple(heading, fc.array(block, { maxLength: 4 }))
  fc.assert(
    fc.property(fc.array(clause, { minLength: 1, maxLength: 3 }), (clauses) => {
      const text = clauses
        .map(([head, blocks], index) => [`##  第${index + 1}条 { ${head} }`, ...blocks].join('\n\n'))
        .join('\n\n\n')
      const { document } = readDocument([
        { file: 'document.md', text: HEAD },
        { file: '001.md', text },
      ])
      fc.pre(document !== undefined)
      const once = printDocument(document)
      const again = readDocument(once)
      assert.deepEqual(again.problems, [])
      assert.deepEqual(printDocument(again.document!), once)
      const shape = (read: PolicyDocument) =>
        read.articles.map((article) => article.clauses.map((one) => one.blocks.map((each) => each.kind)))
      assert.deepEqual(shape(again.document!), shape(document))
    }),
    { numRuns: 500 },
  )
})
