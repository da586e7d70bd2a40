import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import {
  canonical,
  canonicalSql,
  expression,
  readFacts,
  sqlValue,
  standardScope,
  standardWords,
} from '../../test/factories/engine.ts'
import { withGround } from '../../test/harness.ts'
import { SYSTEM } from '../platform/principal.ts'
import type { Dialect } from './dialect.ts'
import { parseExpression, parseTests } from './language/parse.ts'
import type { Parsed } from './language/scope.ts'
import { source } from './source.ts'
import type { Node } from './tree.ts'
import type { Facts } from './value.ts'
import { evaluate } from './visit/evaluate.ts'
import { emitSql } from './visit/sql.ts'

interface StandardCase {
  readonly title: string
  readonly dialect: Dialect
  readonly expression: string
  readonly facts: Facts
  readonly expected: string
}

type CsvRow = Readonly<Record<'group' | 'dialect' | 'expression' | 'facts' | 'expected' | 'note', string>>

const ROWS_PER_STATEMENT = 100

const rows = parse(readFileSync(new URL('./standard.csv', import.meta.url)), { columns: true }) as CsvRow[]
const cases: readonly StandardCase[] = rows.flatMap((row, index) =>
  (['article', 'dmn'] as const)
    .filter((dialect) => row.dialect === dialect || row.dialect === 'both')
    .map((dialect) => ({
      title: `${index + 2} ${row.group} ${dialect} ${row.expression} {${row.facts}}`,
      dialect,
      expression: row.expression,
      facts: readFacts(row.facts),
      expected: row.expected,
    })),
)
const refused = cases.filter(({ expected }) => expected.startsWith('error '))
const answered = cases.filter(({ expected }) => !expected.startsWith('error '))

/** `subject ⊢ cell` is a cell of a decision table under its subject. */
function parseCase({ expression: text, dialect }: StandardCase): Parsed {
  const scope = standardScope(dialect)
  const [subject, cell] = text.split(' ⊢ ')
  return cell === undefined
    ? parseExpression(source(text), scope)
    : parseTests(source(cell), expression(subject!, scope), scope)
}

function checkedNode(one: StandardCase): Node {
  const { node, problems } = parseCase(one)
  assert.deepEqual(problems, [])
  return node!
}

/** What is expected, written as an expression over the same facts. */
function expectedValue({ dialect, expected, facts }: StandardCase): string {
  const node = expression(expected, standardScope(dialect))
  return canonical(node.type, evaluate(node, facts))
}

suite('the language as a table of cases', () => {
  test('has every row once', () => {
    const keys = cases.map(
      ({ dialect, expression: text }, index) => `${dialect} ${text} ${JSON.stringify(cases[index]!.facts)}`,
    )
    assert.deepEqual(
      keys.filter((key, index) => keys.indexOf(key) !== index),
      [],
    )
    assert.ok(rows.length >= 250)
  })

  for (const one of refused) {
    test(one.title, () => {
      const { node, problems } = parseCase(one)
      assert.equal(node, undefined)
      assert.equal(`error ${problems[0]!.code}`, one.expected)
    })
  }

  for (const one of answered) {
    test(`${one.title} on JavaScript`, () => {
      const node = checkedNode(one)
      const value = evaluate(node, one.facts)
      assert.equal(canonical(node.type, value), expectedValue(one))
      if (value === null) assert.ok(node.optional, 'an unknown value of a node that says it is always known')
    })
  }

  test('every answered row on PostgreSQL', async (t) => {
    const ground = await withGround(t)
    const wrong: string[] = []
    for (let start = 0; start < answered.length; start += ROWS_PER_STATEMENT) {
      const batch = answered.slice(start, start + ROWS_PER_STATEMENT)
      const nodes = batch.map(checkedNode)
      const columns = nodes.map((node, index) => `(${inlined(node, batch[index]!.facts)})::text`)
      const [values] = await ground.transact(SYSTEM, async ({ client }) => {
        const result = await client.query<(string | null)[]>({
          text: `SELECT ${columns.join(',\n')}`,
          rowMode: 'array',
        })
        return result.rows
      })
      batch.forEach((one, index) => {
        const found = canonicalSql(nodes[index]!.type, values![index] ?? null)
        const wanted = expectedValue(one)
        if (found !== wanted) wrong.push(`${one.title}: ${found}, not ${wanted}\n  ${columns[index]}`)
      })
    }
    assert.deepEqual(wrong, [])
  })
})

/** The SQL of an expression with its facts written into it. */
function inlined(node: Node, facts: Facts): string {
  return emitSql(node, ({ identifier }) => {
    const { type } = standardWords.find((word) => word.identifier === identifier)!
    return sqlValue(type, facts[identifier] ?? null)
  })
}
