import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { dice, factsOfDice, programOfDice } from '../../../test/factories/programs.ts'
import { type TestGround, testGround } from '../../../test/harness.ts'
import { fromDayNumber } from '../../kernel/local-date.ts'
import { SYSTEM } from '../../platform/principal.ts'
import type { Dialect } from '../dialect.ts'
import type { Program } from '../program.ts'
import { Reason } from '../reason.ts'
import type { Type } from '../type.ts'
import type { Facts, Value } from '../value.ts'
import { answersOfProgram } from './answer.ts'
import { factsRelation } from './cases.ts'
import { type CompileOptions, compileProgram } from './compile.ts'
import { environmentOf, missingFacts } from './missing.ts'
import { NO_NATIVES } from './native.ts'
import { programSql } from './program-sql.ts'
import { settle } from './settle.ts'

/** Comparisons of one run: answers of programs, each a value and a reason. 100,000 is the bar that the engine is held to. */
const COMPARISONS = Number(process.env.ZHIKE_COMPARISONS ?? 20_000)
const ROWS = 60

interface Rewrites extends CompileOptions {
  readonly sql?: (text: string) => string
}

suite('both back ends agree on generated programs', () => {
  let ground: TestGround
  before(async () => {
    ground = await testGround()
  })
  after(() => ground.stop())

  for (const dialect of ['article', 'dmn'] as const) {
    test(`${dialect}: ${COMPARISONS / 2} answers without a difference`, async () => {
      const seed = Number(process.env.ZHIKE_SEED ?? Date.now() % 1_000_000)
      for (let done = 0, batch = 0; done < COMPARISONS / 2; batch++) {
        const { compared, differences } = await compare(dialect, seed * 1000 + batch, {})
        assert.deepEqual(differences.slice(0, 2), [], `ZHIKE_SEED=${seed}, batch ${batch}`)
        done += compared
      }
    })
  }

  test('the plain path of the compiled program says what the settling functions say', () => {
    for (let seed = 0; seed < 200; seed++) {
      const chance = dice(seed)
      const program = programOfDice(chance, seed % 2 === 0 ? 'article' : 'dmn')
      const { assess } = compileProgram(program)
      for (let row = 0; row < 20; row++) {
        const facts = factsOfDice(chance)
        const outcome = assess(facts)
        const environment = environmentOf(program, facts, outcome)
        for (const decision of program.decisions) {
          const { values, reasons, trace } = settle(decision, program.head.dialect, environment, NO_NATIVES)
          const words = answersOfProgram(program).filter((answer) => answer.decision === decision)
          assert.deepEqual(
            words.map(({ word }) => outcome.values[word.identifier]),
            values,
          )
          assert.deepEqual(
            words.map(({ word }) => outcome.reasons[word.identifier]),
            reasons,
          )
          assert.deepEqual(outcome.trace[decision.word.identifier], trace)
        }
      }
    }
  })

  test('what is missing is named, and knowing it is what the answer waits for', () => {
    let named = 0
    for (let seed = 0; seed < 100; seed++) {
      const chance = dice(seed)
      const program = programOfDice(chance, 'article')
      const { assess } = compileProgram(program)
      for (let row = 0; row < 20; row++) {
        const facts = factsOfDice(chance)
        const outcome = assess(facts)
        for (const [identifier, missing] of missingFacts(program, facts, outcome)) {
          assert.ok(
            missing.every((fact) => (facts[fact] ?? null) === null),
            'only unknown facts are missing',
          )
          if (outcome.reasons[identifier] === Reason.known) assert.deepEqual(missing, [])
          named += missing.length
        }
      }
    }
    assert.ok(named > 100)
  })

  const mutants: readonly { readonly title: string; readonly rewrites: Rewrites }[] = [
    {
      title: 'JavaScript that fires on an open row',
      rewrites: { rewrite: (code) => code.replaceAll(' !== null', ' !== undefined') },
    },
    { title: 'JavaScript with >= read as >', rewrites: { rewrite: (code) => code.replaceAll(' >= ', ' > ') } },
    {
      title: 'JavaScript that forgets the veto',
      rewrites: { rewrite: (code) => code.replaceAll('vetoed = true', 'vetoed = false') },
    },
    { title: 'SQL with <= read as <', rewrites: { sql: (text) => text.replaceAll(' <= ', ' < ') } },
    {
      title: 'SQL that takes an open row for none',
      rewrites: { sql: (text) => text.replaceAll('IS NOT FALSE', 'IS TRUE') },
    },
    { title: 'SQL whose interval has no width', rewrites: { sql: (text) => text.replaceAll('>> 32', '>> 62') } },
    {
      title: 'SQL that does not look for a second match',
      rewrites: { sql: (text) => text.replaceAll('ELSE 0 END) > 1', 'ELSE 0 END) > 9') },
    },
  ]
  for (const { title, rewrites } of mutants) {
    test(`a mutant is caught: ${title}`, async () => {
      for (let batch = 0; batch < 120; batch++) {
        const { differences } = await compare(batch % 2 === 0 ? 'article' : 'dmn', 815 + batch, rewrites)
        if (differences.length > 0) return
      }
      assert.fail('the mutant was not caught')
    })
  }

  /** One program over many facts, in one statement. */
  async function compare(dialect: Dialect, seed: number, rewrites: Rewrites) {
    const chance = dice(seed)
    const program = programOfDice(chance, dialect)
    const given = Array.from({ length: ROWS }, () => factsOfDice(chance))
    const statement = programSql(program, { ...factsRelation(program, given), keys: ['subject.case_no'] })
    const texts = statement.answers.flatMap(({ answer, value, reason }) => [
      answer.word.type.kind === 'list' ? `array_to_json("${value}")::text` : `"${value}"::text`,
      `"${reason}"::text`,
    ])
    const text = `SELECT ${texts.join(', ')} FROM (${statement.text}) AS result ORDER BY "case_no"`
    const rows = await run(rewrites.sql?.(text) ?? text)
    const { assess } = compileProgram(program, NO_NATIVES, rewrites)
    const differences = given.flatMap((facts, row) => {
      const found = inJavaScript(program, assess, facts)
      const differing = found.findIndex((one, at) => one !== rows[row]![at])
      if (differing === -1) return []
      const { word } = statement.answers[differing >> 1]!.answer
      return [{ word: word.name, facts, js: found[differing], sql: rows[row]![differing], program: textOf(program) }]
    })
    return { compared: given.length * statement.answers.length, differences }
  }

  async function run(text: string): Promise<readonly (string | null)[][]> {
    return ground.transact(SYSTEM, async ({ client }) => {
      const { rows } = await client.query<(string | null)[]>({ text, rowMode: 'array' })
      return rows
    })
  }
})

/** Value and reason of each answer as PostgreSQL's text. */
function inJavaScript(
  program: Program,
  assess: (facts: Facts) => ReturnType<ReturnType<typeof compileProgram>['assess']>,
  facts: Facts,
) {
  const { values, reasons } = assess(facts)
  return answersOfProgram(program).flatMap(({ word: { identifier, type } }) => [
    textOfValue(type, values[identifier]!),
    String(reasons[identifier]),
  ])
}

function textOfValue(type: Type, value: Value): string | null {
  if (value === null) return null
  if (type.kind === 'list') {
    const items = (value as readonly Value[]).map((item) =>
      typeof item === 'string' ? JSON.stringify(item) : (textOfValue(type.of, item) ?? 'null'),
    )
    return `[${items.join(',')}]`
  }
  return type.kind === 'date' ? fromDayNumber(value as number) : String(value)
}

function textOf(program: Program): string {
  return program.decisions.map(({ clause }) => clause.source.text).join('\n')
}
