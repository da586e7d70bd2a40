import { checkDocument } from '../../src/engine/article/check.ts'
import { readDocument } from '../../src/engine/article/read.ts'
import type { Dialect } from '../../src/engine/dialect.ts'
import { typeOfFact } from '../../src/engine/literal.ts'
import { showProblem } from '../../src/engine/problem.ts'
import type { Program } from '../../src/engine/program.ts'
import { FACT_BOUND } from '../../src/engine/type.ts'
import type { Facts, Value } from '../../src/engine/value.ts'
import { type Vocabulary, vocabulary } from '../../src/engine/vocabulary.ts'

/** Random but repeatable choices. */
export interface Dice {
  /** A whole number from 0 to below `sides`. */
  roll(sides: number): number
  pick<T>(choices: readonly T[]): T
  chance(share: number): boolean
}

export function dice(seed: number): Dice {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const roll = (sides: number) => Math.floor(next() * sides)
  return { roll, pick: (choices) => choices[roll(choices.length)]!, chance: (share) => next() < share }
}

const FACTS = [
  ['金额', 'amount', '金额', '元'],
  ['比率', 'ratio', '比率', ''],
  ['次数', 'times', '数量', '次'],
  ['小数', 'fraction', '小数(2)', ''],
  ['年限', 'years', '年数', '年'],
  ['代码', 'code', '代码', ''],
  ['名称', 'title', '文本', ''],
  ['标志', 'flag', '是否', ''],
  ['日期', 'day', '日期', ''],
] as const
type FactName = (typeof FACTS)[number][0]

const CODES = ['甲', '乙', '丙', '𠮷']

/** One fact of every type. */
export const programVocabulary: Vocabulary = vocabulary(
  'customer',
  FACTS.map(([name, identifier, typeName, unit]) => ({
    name,
    identifier,
    unit,
    type: typeOfFact(typeName, unit, typeName === '代码' ? CODES : [])!,
  })),
)

/** What cells of an ordered fact are cut at, lowest first, as written and as the run-time value. */
const CUTS: Readonly<Partial<Record<FactName, readonly (readonly [text: string, value: number])[]>>> = {
  金额: [
    ['-5万元', -5000000],
    ['0元', 0],
    ['0.01元', 1],
    ['20万元', 20000000],
    ['50万元', 50000000],
  ],
  比率: [
    ['-3%', -30000],
    ['0%', 0],
    ['40%', 400000],
    ['58.12%', 581200],
  ],
  次数: [
    ['-1次', -1],
    ['0次', 0],
    ['3次', 3],
    ['10次', 10],
  ],
  小数: [
    ['-1.5', -150],
    ['0', 0],
    ['0.99', 99],
    ['2', 200],
  ],
  年限: [
    ['0年', 0],
    ['18个月', 18],
    ['5年', 60],
  ],
  日期: [
    ['date("1969-12-31")', -1],
    ['date("2000-02-29")', 11016],
    ['date("2026-01-01")', 20454],
  ],
}
const NAMES = ['张三', '𠮷野', '𠀋', 'z', '']

/** Facts near and on what the cells are cut at, a quarter of them unknown. */
export function factsOfDice(chance: Dice): Facts {
  return Object.fromEntries(
    FACTS.flatMap(([name, identifier]): [string, Value][] => {
      if (chance.chance(0.25)) return chance.chance(0.5) ? [] : [[identifier, null]]
      return [[identifier, valueOfFact(chance, name)]]
    }),
  )
}

function valueOfFact(chance: Dice, name: FactName): Value {
  if (name === '代码') return chance.pick(CODES)
  if (name === '名称') return chance.pick(NAMES)
  if (name === '标志') return chance.chance(0.5)
  const value = chance.pick(CUTS[name]!)[1] + chance.pick([0, 0, 1, -1])
  const huge = name !== '日期' && chance.chance(0.05)
  return huge ? chance.pick([1, -1]) * Number(FACT_BOUND) : value
}

/** A program of one to four decisions, of every form and hit policy, which use each other. */
export function programOfDice(chance: Dice, dialect: Dialect): Program {
  const text = articlesOfDice(chance, dialect)
  const head = [
    ['id', 'generated'],
    ['title', '生成的办法'],
    ['about', 'customer'],
    ['units', '全行'],
    ['dialect', dialect],
    ['version', '1'],
    ['effective', '2026-01-01'],
    ['basis', '[]'],
    ['covers', '000-00'],
  ]
  const document = `---\n${head.map((pair) => pair.join(': ')).join('\n')}\n---\n\n生成。\n`
  const read = readDocument([
    { file: 'document.md', text: document },
    { file: '001.md', text },
  ])
  const checked = read.document && checkDocument(read.document, programVocabulary)
  if (checked?.program === undefined) {
    throw new Error([...read.problems, ...(checked?.problems ?? [])].map(showProblem).join('\n') + text)
  }
  return checked.program
}

/** A column that tests may be written for, and how to write one. */
interface Subject {
  readonly text: string
  cell(): string
}

function articlesOfDice(chance: Dice, dialect: Dialect): string {
  const clauses = ['# 第一章 总则']
  const earlier: Subject[] = []
  const numerals = '一二三四五六'
  const add = (make: (name: string) => { attributes: string; body: string; subjects: readonly Subject[] }) => {
    const at = clauses.length - 1
    const name = `判定${numerals[at]}`
    const { attributes, body, subjects } = make(name)
    clauses.push(`## 第${numerals[at]}条 {${attributes}}\n\n${body}`)
    earlier.push(...subjects)
  }
  if (chance.chance(0.4)) add((name) => formula(chance, name))
  const decisions = 1 + chance.roll(3)
  for (let made = 0; made < decisions; made++) {
    add((name) =>
      chance.chance(0.35) ? scorecard(chance, name, earlier, dialect) : table(chance, name, earlier, dialect),
    )
  }
  return `${clauses.join('\n\n')}\n`
}

function formula(chance: Dice, name: string) {
  const expression = chance.pick(['金额 / 次数', '金额 * 比率', 'if 标志 then 金额 else 0元', '金额 - 20万元'])
  const body = `| 项目 | 类型 | 公式 |\n|---|---|---|\n| ${name} | 金额 | ${expression} |`
  return { attributes: `define ${name}`, body, subjects: [ordered(chance, name, '金额')] }
}

function subjectOf(chance: Dice, earlier: readonly Subject[], dialect: Dialect): Subject {
  if (earlier.length > 0 && chance.chance(0.3)) return chance.pick(earlier)
  if (chance.chance(0.1)) return ordered(chance, chance.pick(['金额 / 次数', '金额 * 2', '金额 - 0.005元']), '金额')
  // In DMN a duration is a type of its own, and a fact of months a plain number.
  const name = chance.pick(FACTS.filter(([fact]) => dialect === 'article' || fact !== '年限'))[0]
  if (name === '代码') return listed(chance, name, CODES)
  if (name === '名称') return listed(chance, name, NAMES)
  if (name === '标志') return { text: name, cell: () => chance.pick(['true', 'false', '是', '-', '未知']) }
  return ordered(chance, name, name)
}

function ordered(chance: Dice, text: string, like: FactName): Subject {
  const cuts = CUTS[like]!.map(([cut]) => cut)
  const cell = (): string => {
    const at = chance.roll(cuts.length)
    const cut = cuts[at]!
    const above = cuts[Math.min(at + 1 + chance.roll(2), cuts.length - 1)]!
    switch (chance.roll(10)) {
      case 0:
        return '-'
      case 1:
        return '未知'
      case 2:
        return `not(${cut})`
      case 3:
        return `${cut}, > ${above}`
      case 4:
        return `? > ${cut} and 标志`
      case 5:
      case 6:
        return `${chance.pick(['[', '('])}${cut}..${above}${chance.pick([']', ')'])}`
      default:
        return `${chance.pick(['<', '<=', '>', '>=', '>=', ''])} ${cut}`.trim()
    }
  }
  return { text, cell }
}

function listed(chance: Dice, text: string, values: readonly string[]): Subject {
  const one = () => `"${chance.pick(values)}"`
  return { text, cell: () => chance.pick([one(), one(), `${one()}, ${one()}`, `not(${one()})`, '-', '未知']) }
}

const HITS = [
  'first',
  'first',
  'unique',
  'any',
  'priority',
  'rule order',
  'output order',
  'collect',
  'sum',
  'count',
  'min',
  'max',
]
const GRADES = ['A', 'B', '𠮷']

function table(chance: Dice, name: string, earlier: readonly Subject[], dialect: Dialect) {
  const hit = chance.pick(HITS)
  const inputs = Array.from({ length: 1 + chance.roll(3) }, () => subjectOf(chance, earlier, dialect))
  const numeric =
    ['sum', 'count', 'min', 'max'].includes(hit) || (!['priority', 'output order'].includes(hit) && chance.chance(0.2))
  const second = !['sum', 'count', 'min', 'max', 'priority', 'output order'].includes(hit) && chance.chance(0.3)
  const output = () =>
    numeric ? chance.pick(['1', '0', '-2.5', '3', '小数 + 1', '小数 / 小数']) : `"${chance.pick(GRADES)}"`
  const rows = Array.from({ length: 1 + chance.roll(5) }, () => [
    ...inputs.map((input) => input.cell()),
    output(),
    ...(second ? [chance.pick(['1次', '次数', '2次'])] : []),
  ])
  if (chance.chance(0.4)) rows.push([...inputs.map(() => '-'), output(), ...(second ? ['0次'] : [])])
  const header = [...inputs.map(({ text }) => text), `⇒ ${name}`, ...(second ? [`⇒ ${name}乙`] : [])]
  const ranked = hit === 'priority' || hit === 'output order' ? ', priority: B A 𠮷' : ''
  const single = !['rule order', 'output order', 'collect', 'count'].includes(hit)
  const subjects = !single
    ? []
    : [
        numeric
          ? ordered(chance, name, '小数')
          : listed(
              chance,
              name,
              GRADES.filter((grade) => rows.some((row) => row[inputs.length] === `"${grade}"`)),
            ),
      ]
  return { attributes: `decide ${name}, hit: ${hit}${ranked}`, body: grid(header, rows), subjects }
}

function scorecard(chance: Dice, name: string, earlier: readonly Subject[], dialect: Dialect) {
  const rows: string[][] = []
  const vetoes = chance.chance(0.5)
  const add = (category: string, points: () => string) => {
    const subject = subjectOf(chance, earlier, dialect)
    const count = 1 + chance.roll(4)
    for (let at = 0; at < count; at++) {
      rows.push([at === 0 ? category : '', at === 0 ? subject.text : '', subject.cell(), points()])
    }
  }
  for (let made = 0; made < 1 + chance.roll(3); made++)
    add('基本项', () => chance.pick(['15', '10', '4', '0', '-3', '2.5']))
  if (chance.chance(0.5)) add('加分项', () => chance.pick(['5', '2', '0']))
  if (chance.chance(0.5)) add('减分项', () => chance.pick(['-5', '-0.5', '0']))
  if (vetoes) add('一票否决', () => '否决')
  const bands = [
    ['"A"', '>= 15'],
    ['"B"', '[8..15)'],
    ['"C"', `< 8${vetoes && chance.chance(0.7) ? ', 否决' : ''}`],
  ]
  if (vetoes && !bands[2]![1]!.includes('否决')) bands.push(['"D"', '否决'])
  const baseline = chance.pick(['0', '5', '-2'])
  return {
    attributes: `decide ${name}, form: scorecard, score: ${name}得分, baseline: ${baseline}`,
    body: `${grid(['类别', '指标', '分档', '⇒ 得分'], rows)}\n\n${grid([`⇒ ${name}`, '得分'], bands)}`,
    subjects: [listed(chance, name, ['A', 'B', 'C'])],
  }
}

function grid(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(header), `|${header.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n')
}
