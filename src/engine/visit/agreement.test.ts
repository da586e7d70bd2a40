import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import fc from 'fast-check'
import { canonical, canonicalSql, sqlValue, standardScope, standardWords } from '../../../test/factories/engine.ts'
import { anyExpression, anyFacts } from '../../../test/factories/expressions.ts'
import { type TestGround, testGround } from '../../../test/harness.ts'
import { SYSTEM } from '../../platform/principal.ts'
import type { Dialect } from '../dialect.ts'
import { parseExpression } from '../language/parse.ts'
import { source } from '../source.ts'
import type { NameNode, Node } from '../tree.ts'
import type { Facts } from '../value.ts'
import { compileExpression } from './evaluate.ts'
import { emitJs } from './js.ts'
import { emitSql } from './sql.ts'

/** Comparisons of one run; 100,000 is the bar that the language is held to. */
const COMPARISONS = Number(process.env.ZHIKE_COMPARISONS ?? 20_000)
const EXPRESSIONS = 40
const ROWS = 25
const DEPTH = 4

type Emit = (node: Node, names: (node: NameNode) => string) => string
interface BackEnds {
  readonly js: Emit
  readonly sql: Emit
}

interface Difference {
  readonly text: string
  readonly facts: Facts
  readonly js: string
  readonly sql: string
}

suite('both back ends agree on generated expressions', () => {
  let ground: TestGround
  before(async () => {
    ground = await testGround()
  })
  after(() => ground.stop())

  for (const dialect of ['article', 'dmn'] as const) {
    test(`${dialect}: ${COMPARISONS / 2} comparisons without a difference`, async () => {
      const seed = Number(process.env.ZHIKE_SEED ?? Date.now() % 1_000_000)
      const batches = Math.ceil(COMPARISONS / 2 / (EXPRESSIONS * ROWS))
      for (let batch = 0; batch < batches; batch++) {
        const found = await differences(dialect, seed * 1000 + batch, { js: emitJs, sql: emitSql })
        assert.deepEqual(shortest(found), [], `ZHIKE_SEED=${seed}`)
      }
    })
  }

  const mutants: readonly { title: string; mutate: (emit: BackEnds) => BackEnds }[] = [
    { title: 'JavaScript with >= read as >', mutate: ({ js, sql }) => ({ js: replacing(js, ' >= ', ' > '), sql }) },
    {
      title: 'JavaScript whose or knows no unknown',
      mutate: ({ js, sql }) => ({ js: replacing(js, '$.or(', '$.and('), sql }),
    },
    {
      title: 'JavaScript that takes an unknown fact for zero',
      mutate: ({ js, sql }) => ({ js: zeroForUnknown(js), sql }),
    },
    { title: 'SQL with <= read as <', mutate: ({ js, sql }) => ({ js, sql: replacing(sql, ' <= ', ' < ') }) },
    {
      title: 'SQL that compares text by the database',
      mutate: ({ js, sql }) => ({ js, sql: replacing(sql, '"C"', '"en-x-icu"') }),
    },
    {
      title: 'SQL whose least passes over unknowns',
      mutate: ({ js, sql }) => ({ js, sql: replacing(sql, 'IS NULL THEN NULL', "IS NULL AND 'a' = 'b' THEN NULL") }),
    },
    {
      title: 'SQL that rounds down where it should round up',
      mutate: ({ js, sql }) => ({ js, sql: replacing(sql, 'ceil(', 'floor(') }),
    },
  ]
  for (const { title, mutate } of mutants) {
    test(`a mutant is caught: ${title}`, async () => {
      const emit = mutate({ js: emitJs, sql: emitSql })
      for (let batch = 0; batch < 20; batch++) {
        const dialect = batch % 2 === 0 ? 'article' : 'dmn'
        if ((await differences(dialect, 4711 + batch, emit)).length > 0) return
      }
      assert.fail('the mutant was not caught')
    })
  }

  /** One batch of expressions over one batch of facts, in one statement. */
  async function differences(dialect: Dialect, seed: number, emit: BackEnds): Promise<readonly Difference[]> {
    const texts = fc.sample(anyExpression(dialect, DEPTH), { numRuns: EXPRESSIONS, seed })
    const rows = fc.sample(anyFacts(), { numRuns: ROWS, seed })
    const scope = standardScope(dialect)
    const checked = texts.flatMap((text) => {
      const { node } = parseExpression(source(text), scope)
      return node === undefined ? [] : [{ text, node }]
    })
    assert.ok(checked.length > EXPRESSIONS / 2, 'most generated expressions are accepted')
    const columns = checked.map(({ node }) => `(${emit.sql(node, ({ identifier }) => `f.${identifier}`)})::text`)
    const answers = await answersOf(columns, rows, checked)
    return checked.flatMap(({ text, node }, column) => {
      const run = compileExpression(node, emit.js)
      return rows.flatMap((facts, row) => {
        const js = canonical(node.type, run(facts))
        const sql = canonicalSql(node.type, answers[row]![column] ?? null)
        const agree = js === sql && (js !== 'null' || node.optional)
        return agree ? [] : [{ text, facts: read(facts, node), js, sql }]
      })
    })
  }

  async function answersOf(
    columns: readonly string[],
    rows: readonly Facts[],
    checked: readonly { readonly text: string }[],
  ): Promise<readonly (string | null)[][]> {
    const values = rows.map(
      (facts) =>
        `(${standardWords.map(({ identifier, type }) => sqlValue(type, facts[identifier] ?? null)).join(', ')})`,
    )
    const from = `FROM (VALUES ${values.join(',\n')}) AS f(${standardWords.map(({ identifier }) => identifier).join(', ')})`
    const select = (list: readonly string[]) =>
      ground.transact(SYSTEM, async ({ client }) => {
        const { rows: found } = await client.query<(string | null)[]>({
          text: `SELECT ${list.join(',\n')} ${from}`,
          rowMode: 'array',
        })
        return found
      })
    try {
      return await select(columns)
    } catch (error) {
      // One of them raised, which none may: name it.
      for (const [index, column] of columns.entries()) {
        await select([column]).catch((raised: Error) =>
          assert.fail(`${checked[index]!.text} raised ${raised.message}\n${column}`),
        )
      }
      throw error
    }
  }
})

function replacing(emit: Emit, from: string, to: string): Emit {
  return (node, names) => emit(node, names).replaceAll(from, to)
}

/** Reads every number fact as 0 where it is unknown. */
function zeroForUnknown(emit: Emit): Emit {
  return (node, names) => emit(node, (name) => (name.type.kind === 'number' ? `(${names(name)} ?? 0)` : names(name)))
}

function shortest(found: readonly Difference[]): readonly Difference[] {
  return [...found].sort((one, other) => one.text.length - other.text.length).slice(0, 3)
}

/** Only the facts that the expression speaks of. */
function read(facts: Facts, node: Node): Facts {
  const code = emitSql(node, ({ identifier }) => `f.${identifier};`)
  return Object.fromEntries(Object.entries(facts).filter(([identifier]) => code.includes(`f.${identifier};`)))
}
