import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { expression, standardScope, standardWords } from '../../../test/factories/engine.ts'
import { source } from '../source.ts'
import { evaluate } from '../visit/evaluate.ts'
import { sentence } from '../visit/sentence.ts'
import { emitSql } from '../visit/sql.ts'
import { FUNCTION_NAMES } from './function-names.ts'
import { parseExpression, parseTests } from './parse.ts'

/** What an author might type: words of the language in any order, and any characters at all. */
const WORDS = [
  ...standardWords.map(({ name }) => name),
  ...FUNCTION_NAMES.keys(),
  ...[
    '(',
    ')',
    '[',
    ']',
    '..',
    ',',
    '<',
    '>=',
    '=',
    '!=',
    '+',
    '-',
    '*',
    '/',
    '**',
    '?',
    '@',
    '（',
    '）',
    '，',
    '、',
    '≥',
  ],
  ...[
    'and',
    'or',
    'not',
    'if',
    'then',
    'else',
    'in',
    'between',
    'some',
    'every',
    'satisfies',
    '未知',
    '是',
    '否',
    '非',
    'x',
  ],
  ...['1', '0.5', '50万元', '60%', '30天', '5年', '3次', '"好"', '"2024-02-29"', '2024-02-29', '以上', '，'],
]

const anyText = fc.oneof(
  fc.array(fc.constantFrom(...WORDS), { maxLength: 12 }).map((words) => words.join(' ')),
  fc.array(fc.constantFrom(...WORDS), { maxLength: 6 }).map((words) => words.join('')),
  fc.string({ unit: 'binary', maxLength: 20 }),
)

suite('any text is read or refused, never thrown at', () => {
  for (const dialect of ['article', 'dmn'] as const) {
    const scope = standardScope(dialect)
    const subjects = ['年用量', '名称', '失信', '成立日', '信誉', '产品'].map((name) => expression(name, scope))

    test(`${dialect}: expressions and cells`, () => {
      const property = fc.property(anyText, fc.constantFrom(...subjects), (text, subject) => {
        for (const { node, problems } of [
          parseExpression(source(text), scope),
          parseTests(source(text), subject, scope),
        ]) {
          assert.equal(problems.length, node === undefined ? 1 : 0)
          if (node === undefined) {
            assert.ok(problems[0]!.position.line >= 1 && problems[0]!.position.column >= 1)
            continue
          }
          assert.notEqual(sentence(node), '')
          assert.ok(!emitSql(node, ({ identifier }) => identifier).includes('undefined'))
          if (evaluate(node, {}) === null) assert.ok(node.optional)
        }
      })
      fc.assert(property, { numRuns: 3000 })
    })
  }
})
