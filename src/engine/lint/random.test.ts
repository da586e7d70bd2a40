import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { documentOf, findingsOf, line, tableClause } from '../../../test/factories/lint.ts'
import { type Dice, dice, factsOfDice, programOfDice } from '../../../test/factories/programs.ts'
import { compileProgram } from '../decision/compile.ts'
import type { Program } from '../program.ts'
import { Reason } from '../reason.ts'
import type { Facts, Value } from '../value.ts'
import type { Finding } from './finding.ts'
import { lintProgram } from './lint.ts'

const FACTS = [
  ['金额', 'amount', '金额'],
  ['次数', 'times', '数量', '次'],
  ['等级', 'grade', '代码：甲、乙、丙'],
  ['标志', 'flag', '是否'],
  ['日期', 'day', '日期'],
] as const
type Name = (typeof FACTS)[number][0]

/** What ordered columns are cut at, ascending, as written and as the run-time value. */
const CUTS: Partial<Record<Name, readonly (readonly [string, number])[]>> = {
  金额: [
    ['-1万元', -1_000_000],
    ['0元', 0],
    ['10万元', 10_000_000],
    ['100000.01元', 10_000_001],
    ['50万元', 50_000_000],
  ],
  次数: [
    ['0次', 0],
    ['1次', 1],
    ['3次', 3],
    ['10次', 10],
  ],
  日期: [
    ['2020-02-29', 18321],
    ['2026-01-01', 20454],
  ],
}
const CODES: Partial<Record<Name, readonly string[]>> = { 等级: ['"甲"', '"乙"', '"丙"'], 标志: ['是', '否'] }

/** Every value on, beside and between the cuts, every code, and unknown: what tells any two tables apart. */
const VALUES: Readonly<Record<Name, readonly Value[]>> = {
  金额: [...new Set(CUTS.金额!.flatMap(([, at]) => [at - 1, at, at + 1])), null],
  次数: [...new Set(CUTS.次数!.flatMap(([, at]) => [at - 1, at, at + 1])), null],
  日期: [...new Set(CUTS.日期!.flatMap(([, at]) => [at - 1, at, at + 1])), null],
  等级: ['甲', '乙', '丙', null],
  标志: [true, false, null],
}

/** Half-open pieces between cuts, or sets of codes: a box of a partition. Undefined: everything. */
type Piece = { readonly from?: string; readonly to?: string } | { readonly codes: readonly string[] } | undefined

/** Rows that cover everything once: one box, split again and again. */
function partition(chance: Dice, columns: readonly Name[], splits: number): (readonly Piece[])[] {
  const boxes: Piece[][] = [columns.map(() => undefined)]
  for (let count = 0; count < splits; count++) {
    const at = chance.roll(boxes.length)
    const column = chance.roll(columns.length)
    const halves = split(chance, columns[column]!, boxes[at]![column])
    if (halves) boxes.splice(at, 1, ...halves.map((half) => boxes[at]!.with(column, half)))
  }
  return boxes
}

function split(chance: Dice, name: Name, piece: Piece): Piece[] | undefined {
  const codes = CODES[name]
  if (codes) {
    const left = piece && 'codes' in piece ? piece.codes : codes
    if (left.length < 2) return undefined
    const cut = 1 + chance.roll(left.length - 1)
    return [{ codes: left.slice(0, cut) }, { codes: left.slice(cut) }]
  }
  const { from, to } = (piece ?? {}) as { from?: string; to?: string }
  const cuts = CUTS[name]!.map(([text]) => text)
  const inside = cuts.slice(
    from === undefined ? 0 : cuts.indexOf(from) + 1,
    to === undefined ? undefined : cuts.indexOf(to),
  )
  if (inside.length === 0) return undefined
  const cut = chance.pick(inside)
  return [
    { ...(from !== undefined && { from }), to: cut },
    { from: cut, ...(to !== undefined && { to }) },
  ]
}

function cell(piece: Piece): string {
  if (piece === undefined) return '-'
  if ('codes' in piece) return piece.codes.join(', ')
  const { from, to } = piece
  if (from !== undefined && to !== undefined) return `[${from}..${to})`
  return from === undefined ? `< ${to}` : `>= ${from}`
}

/** Any cell there is over a column: it need not fit the others. */
function anyCell(chance: Dice, name: Name, unknowns: boolean): string {
  if (chance.chance(0.2)) return '-'
  if (unknowns && chance.chance(0.15)) return '未知'
  const codes = CODES[name]
  if (codes) return chance.chance(0.3) ? `not(${chance.pick(codes)})` : chance.pick(codes)
  const texts = CUTS[name]!.map(([text]) => text)
  const [low, high] = [chance.pick(texts), chance.pick(texts)]
  const range = `${chance.pick(['[', '('])}${low}..${high}${chance.pick([']', ')'])}`
  return chance.pick([
    `< ${low}`,
    `<= ${low}`,
    `> ${low}`,
    `>= ${low}`,
    low,
    range,
    range,
    `${low}, > ${high}`,
    `not(${range})`,
  ])
}

function tableOf(hit: string, columns: readonly Name[], rows: readonly string[]): Program {
  const results = rows.map((row, index) => `${row} | ${index}`)
  return documentOf(FACTS, tableClause('结果', hit, `${columns.join(' | ')} | ⇒ 结果`, results)).program
}

function written(boxes: readonly (readonly Piece[])[]): string[] {
  return boxes.map((box) => box.map(cell).join(' | '))
}

/** One to three columns; with `again` a fact may be asked in two of them. */
function columnsOf(chance: Dice, again = false): Name[] {
  const names = FACTS.map(([name]) => name)
  const chosen = Array.from({ length: 1 + chance.roll(3) }, () => chance.pick(names))
  return again ? chosen : [...new Set(chosen)]
}

/** What really happens, tried value by value: the oracle that knows nothing of boxes. */
function tried(program: Program, columns: readonly Name[]) {
  const compiled = compileProgram(program)
  const { identifier } = program.decisions[0]!.word
  const fired = new Set<number>()
  const pairs = new Set<string>()
  let hole = false
  for (const facts of everyFacts([...new Set(columns)])) {
    const { reasons, trace } = compiled.assess(facts)
    const rows = trace[identifier]!.map(Number)
    if (reasons[identifier] === Reason.noRow && Object.values(facts).every((value) => value !== null)) hole = true
    if (reasons[identifier] === Reason.conflict)
      for (const one of rows) for (const other of rows) if (one < other) pairs.add(`${one + 1},${other + 1}`)
    if (reasons[identifier] === Reason.known) for (const row of rows) fired.add(row)
  }
  return { hole, fired, pairs: [...pairs].sort() }
}

function* everyFacts(columns: readonly Name[]): Iterable<Facts> {
  const [first, ...others] = columns
  if (first === undefined) return yield {}
  const identifier = FACTS.find(([name]) => name === first)![1]
  for (const rest of everyFacts(others)) for (const value of VALUES[first]) yield { ...rest, [identifier]: value }
}

/** Every example shows what its finding says, run again here. */
function reevaluate(program: Program, findings: readonly Finding[]): void {
  const compiled = compileProgram(program)
  const { identifier } = program.decisions[0]!.word
  for (const finding of findings) {
    const { code, rows, example } = finding
    if (!['gap', 'contradiction', 'overlap', 'double-boundary', 'never-fires'].includes(code)) continue
    assert.ok(example, line(finding))
    const { reasons, trace } = compiled.assess(example.facts)
    if (code === 'gap') assert.equal(reasons[identifier], Reason.noRow, line(finding))
    else if (code === 'never-fires') assert.ok(!trace[identifier]!.includes(rows[0]! - 1), line(finding))
    else if (program.decisions[0]!.kind === 'table' && program.decisions[0]!.hit === 'U') {
      assert.equal(reasons[identifier], Reason.conflict, line(finding))
      for (const row of rows) assert.ok(trace[identifier]!.includes(row - 1), line(finding))
    }
  }
}

const SEEDS = Array.from({ length: 150 }, (_, seed) => seed)
const OVERLAPS = ['overlap', 'contradiction', 'double-boundary']

suite('random tables', () => {
  test('complete and disjoint ones have no finding', () => {
    for (const seed of SEEDS) {
      const chance = dice(seed)
      const columns = columnsOf(chance)
      const program = tableOf(
        chance.pick(['unique', 'first']),
        columns,
        written(partition(chance, columns, chance.roll(9))),
      )
      assert.deepEqual(findingsOf(program).map(line), [], `seed ${seed}`)
    }
  })

  test('a row taken away is found as a gap, and nothing else is', () => {
    for (const seed of SEEDS) {
      const chance = dice(seed)
      const columns = columnsOf(chance)
      const boxes = partition(chance, columns, 1 + chance.roll(8))
      if (boxes.length === 1) continue
      const program = tableOf('unique', columns, written(boxes.toSpliced(chance.roll(boxes.length), 1)))
      const findings = findingsOf(program)
      assert.ok(findings.length > 0, `seed ${seed}`)
      assert.deepEqual([...new Set(findings.map(({ code }) => code))], ['gap'], `seed ${seed}`)
      reevaluate(program, findings)
    }
  })

  test('a row put in a second time, or wider, is found with each row that it overlaps', () => {
    for (const seed of SEEDS) {
      const chance = dice(seed)
      const columns = columnsOf(chance)
      const boxes = partition(chance, columns, 1 + chance.roll(8))
      const copy = chance.pick(boxes).with(chance.roll(columns.length), undefined)
      const program = tableOf('unique', columns, written([...boxes, copy]))
      const findings = findingsOf(program)
      const { pairs } = tried(program, columns)
      assert.ok(pairs.length > 0)
      assert.deepEqual(findings.map(({ rows }) => rows.join()).sort(), pairs, `seed ${seed}`)
      reevaluate(program, findings)
    }
  })

  test('a row behind rows that take everything is found, and no other', () => {
    for (const seed of SEEDS) {
      const chance = dice(seed)
      const columns = columnsOf(chance)
      const boxes = partition(chance, columns, chance.roll(9))
      const dead = chance.pick(boxes).with(chance.roll(columns.length), undefined)
      const program = tableOf('first', columns, written([...boxes, dead]))
      const findings = findingsOf(program)
      assert.deepEqual(
        findings.map(({ code, rows }) => [code, rows[0]]),
        [['never-fires', boxes.length + 1]],
        `seed ${seed}`,
      )
      reevaluate(program, findings)
    }
  })

  test('whatever the rows are, gaps, overlaps and idle rows are those that trying every value finds', () => {
    let [holes, overlaps, idle] = [0, 0, 0]
    for (const seed of SEEDS) {
      const chance = dice(seed)
      const columns = columnsOf(chance, true)
      const unknowns = seed % 3 === 0
      const rows = Array.from({ length: 1 + chance.roll(6) }, () =>
        columns.map((name) => anyCell(chance, name, unknowns)).join(' | '),
      )
      const unique = tableOf('unique', columns, rows)
      const found = findingsOf(unique)
      const truth = tried(unique, columns)
      assert.equal(
        found.some(({ code }) => code === 'gap'),
        truth.hole,
        `seed ${seed}`,
      )
      const pairs = found.filter(({ code }) => OVERLAPS.includes(code)).map((finding) => finding.rows.join())
      assert.deepEqual(pairs.sort(), truth.pairs, `seed ${seed}`)
      const first = tableOf('first', columns, rows)
      const reported = findingsOf(first)
      const never = reported
        .filter(({ code }) => code === 'never-fires' || code === 'row-empty')
        .map((one) => one.rows[0]! - 1)
      const { fired } = tried(first, columns)
      const truly = rows.map((_, index) => index).filter((index) => !fired.has(index))
      if (unknowns) for (const row of never) assert.ok(truly.includes(row), `seed ${seed}`)
      else assert.deepEqual(never, truly, `seed ${seed}`)
      for (const [program, findings] of [
        [unique, found],
        [first, reported],
      ] as const)
        reevaluate(program, findings)
      holes += Number(truth.hole)
      overlaps += truth.pairs.length
      idle += truly.length
    }
    assert.ok(holes > 50 && overlaps > 50 && idle > 20, `${holes} ${overlaps} ${idle}`)
  })
})

test('in programs of every form and dialect, what is said never to happen does not, and nothing throws', () => {
  let said = 0
  for (let seed = 0; seed < 120; seed++) {
    const chance = dice(seed)
    const program = programOfDice(chance, seed % 2 === 0 ? 'article' : 'dmn')
    const findings = lintProgram(program)
    const compiled = compileProgram(program)
    const tries = Array.from({ length: 150 }, () => compiled.assess(factsOfDice(chance)))
    for (const finding of findings) {
      const { code, source, rows } = finding
      for (const decision of program.decisions) {
        const { identifier } = decision.word
        if (decision.kind === 'scorecard' && code === 'grade-unreachable') {
          const grade = decision.bands.find((band) => band.source === source)?.grade
          for (const { values } of grade === undefined ? [] : tries)
            assert.notEqual(values[identifier], grade, line(finding))
        } else if (decision.kind === 'table' && (code === 'never-fires' || code === 'row-empty')) {
          if (!decision.rows.some((row) => row.source === source)) continue
          for (const { trace } of tries) assert.ok(!trace[identifier]!.includes(rows[0]! - 1), line(finding))
        } else continue
        said++
      }
    }
  }
  assert.ok(said > 100, `${said}`)
})
