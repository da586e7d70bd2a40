import fc, { type Arbitrary } from 'fast-check'
import type { Dialect } from '../../src/engine/dialect.ts'
import { FACT_BOUND, type Type } from '../../src/engine/type.ts'
import type { Facts, Value } from '../../src/engine/value.ts'
import { type LocalDate, toDayNumber } from '../../src/kernel/local-date.ts'
import { standardWords } from './engine.ts'

/** Kinds of value that an expression may have; in DMN every number but a duration is `plain`. */
type Kind = 'plain' | 'money' | 'ratio' | 'day' | 'month' | 'count' | 'text' | 'code' | 'boolean' | 'date'

/** Texts in which byte, UTF-16 and code point order, quoting and patterns part. */
const TEXTS = ['', 'a', 'A', 'b', 'ab', '知', '知客', '𠮷', '𠮷野家', '\u{e000}', 'é', "it's", '100%', 'a_b', 'ﬁ', '  ']
const DATES = [
  '0001-01-01',
  '9999-12-31',
  '2024-01-31',
  '2024-02-29',
  '2023-02-28',
  '2000-02-29',
  '1969-12-31',
  '1970-01-01',
  '2026-11-22',
]
const CODES = ['好', '较好', '一般', '差']

const LITERALS: Readonly<Record<Kind, readonly string[]>> = {
  plain: ['0', '1', '2', '3', '10', '0.5', '1.5', '2.505', '7', '100', '9000000000000000', '-1', '-0.5', '-3'],
  money: ['0元', '0.01元', '20万元', '50万元', '1亿元', '-1元', '0.005元', '90000000000000元'],
  ratio: ['0%', '60%', '100%', '33.3333%', '-50%', '0.00005%'],
  day: ['0天', '1天', '30天', '-31天', '4000000天'],
  month: ['0个月', '1个月', '5年', '-1个月', '9000000个月'],
  count: ['0次', '3次', '3', '-1'],
  text: TEXTS.map((text) => `"${text}"`),
  code: CODES.map((code) => `"${code}"`),
  boolean: ['true', 'false'],
  date: DATES.map((date) => `date("${date}")`),
}

const FACTS: Readonly<Record<Kind, readonly string[]>> = {
  plain: ['得分', '小数', '得分', '小数'],
  money: ['年用量', '授信额度'],
  ratio: ['资产负债率', '年用量增长率'],
  day: ['逾期天数'],
  month: ['合作年限'],
  count: ['逾期次数'],
  text: ['名称', '别名'],
  code: ['信誉'],
  boolean: ['失信', '特殊'],
  date: ['成立日', '评定日'],
}

const ROUNDINGS = [
  'round half up',
  'round half down',
  'round half even',
  'round up',
  'round down',
  'floor',
  'ceiling',
  'decimal',
]

/** Writes well-typed expressions of one dialect; a few are still refused (too many digits), which the caller skips. */
export function anyExpression(dialect: Dialect, depth: number): Arbitrary<string> {
  const generators = new Map<string, Arbitrary<string>>()
  const kinds: readonly Kind[] =
    dialect === 'article'
      ? ['plain', 'money', 'ratio', 'day', 'month', 'count', 'text', 'code', 'boolean', 'date']
      : ['plain', 'text', 'code', 'boolean', 'date']
  return fc.oneof(
    { weight: 4, arbitrary: of('boolean', depth) },
    { weight: 3, arbitrary: fc.constantFrom(...kinds).chain((kind) => of(kind, depth)) },
  )

  /** One generator per kind and depth: made anew at each use, their number would grow as the expressions themselves. */
  function of(kind: Kind, left: number): Arbitrary<string> {
    const key = `${kind} ${left}`
    const made =
      generators.get(key) ??
      (left <= 0
        ? leaf(kind)
        : fc.oneof({ weight: 1, arbitrary: leaf(kind) }, { weight: 5, arbitrary: compound(kind, left - 1) }))
    generators.set(key, made)
    return made
  }

  function leaf(kind: Kind): Arbitrary<string> {
    const known = fc.constantFrom(...FACTS[kind])
    if (dialect === 'dmn' && (kind === 'day' || kind === 'month')) {
      return fc.constantFrom(
        ...(kind === 'day'
          ? ['duration("P30D")', '-duration("P1D")', '评定日 - 成立日']
          : ['duration("P1M")', '-duration("P1Y2M")']),
      )
    }
    return fc.oneof({ weight: 3, arbitrary: known }, { weight: 2, arbitrary: fc.constantFrom(...LITERALS[kind]) })
  }

  function compound(kind: Kind, left: number): Arbitrary<string> {
    const same = () => of(kind, left)
    const choice = write`(if ${of('boolean', left)} then ${same()} else ${same()})`
    switch (kind) {
      case 'boolean':
        return condition(left)
      case 'text':
        return fc.oneof(
          choice,
          write`(${same()} + ${same()})`,
          write`${fc.constantFrom('upper case', 'lower case')}(${same()})`,
          write`${fc.constantFrom('min', 'max')}(${same()}, ${same()})`,
          write`substring(${same()}, ${fc.constantFrom('1', '2', '-1', '-3', '0', '得分')})`,
          write`substring(${same()}, ${fc.constantFrom('1', '2', '-2')}, ${fc.constantFrom('1', '2', '0', '100', '得分')})`,
        )
      case 'code':
        return choice
      case 'date':
        return fc.oneof(
          choice,
          write`(${same()} ${fc.constantFrom('+', '-')} ${of('day', 0)})`,
          write`(${same()} ${fc.constantFrom('+', '-')} ${of('month', 0)})`,
          write`${fc.constantFrom('min', 'max')}(${same()}, ${same()})`,
          write`date(${fc.constantFrom('2024', '得分', '0', '9999')}, ${fc.constantFrom('2', '12', '得分')}, ${fc.constantFrom('29', '31', '1')})`,
        )
      default:
        return number(kind, left, choice)
    }
  }

  function number(kind: Kind, left: number, choice: Arbitrary<string>): Arbitrary<string> {
    const same = () => of(kind, left)
    const common = [
      choice,
      write`(${same()} ${fc.constantFrom('+', '-')} ${same()})`,
      write`(-${same()})`,
      write`abs(${same()})`,
      write`${fc.constantFrom('min', 'max')}(${same()}, ${same()}, ${same()})`,
      write`${fc.constantFrom('min', 'max', 'sum', 'mean')}([${same()}, ${same()}])`,
      write`modulo(${same()}, ${same()})`,
      write`${fc.constantFrom(...ROUNDINGS)}(${same()}, ${fc.constantFrom('0', '1', '2', '-1', '-4', '5')})`,
      write`(${same()} * ${of('plain', left)})`,
      write`(${same()} / ${of('plain', left)})`,
    ]
    if (kind === 'ratio')
      return fc.oneof(...common, write`(${of('money', left)} / ${of('money', left)})`, write`(${same()} * ${same()})`)
    if (kind === 'money' && dialect === 'article')
      return fc.oneof(...common, write`(${same()} * ${of('ratio', left)})`, write`sum(金额列)`, write`max(金额列)`)
    if (kind === 'day') return fc.oneof(...common, write`(${of('date', left)} - ${of('date', left)})`)
    if (kind === 'month')
      return fc.oneof(
        write`完整年数(${of('date', left)}, ${of('date', left)})`,
        write`完整月数(${of('date', left)}, ${of('date', left)})`,
      )
    if (kind !== 'plain') return fc.oneof(...common)
    return fc.oneof(
      ...common,
      write`(${same()} ** ${fc.constantFrom('2', '3', '0', '-1', '得分')})`,
      write`${fc.constantFrom('sqrt', 'log', 'exp')}(${same()})`,
      write`string length(${of('text', left)})`,
      write`${fc.constantFrom('year', 'month', 'day')}(${of('date', left)})`,
      write`count(${list()})`,
    )
  }

  function list(): Arbitrary<string> {
    return fc.constantFrom('产品', '[名称, "a"]', '["知", "𠮷", 别名]', '[]')
  }

  function condition(left: number): Arbitrary<string> {
    const ordered = fc.constantFrom<Kind>(...kinds.filter((kind) => kind !== 'code' && kind !== 'boolean'))
    const any = fc.constantFrom<Kind>(...kinds)
    const same = () => of('boolean', left)
    return fc.oneof(
      write`(if ${same()} then ${same()} else ${same()})`,
      ordered.chain((kind) => write`(${of(kind, left)} ${fc.constantFrom('<', '<=', '>', '>=')} ${of(kind, left)})`),
      any.chain((kind) => write`(${of(kind, left)} ${fc.constantFrom('=', '!=')} ${of(kind, left)})`),
      ordered.chain(
        (kind) =>
          write`(${of(kind, left)} in ${fc.constantFrom('[', '(')}${leaf(kind)}..${leaf(kind)}${fc.constantFrom(']', ')')})`,
      ),
      any.chain((kind) => write`(${of(kind, left)} in (${leaf(kind)}, ${leaf(kind)}, ${leaf(kind)}))`),
      ordered.chain((kind) => write`(${of(kind, left)} in (< ${leaf(kind)}, ${leaf(kind)}, null))`),
      write`(${same()} and ${same()})`,
      write`(${same()} or ${same()} or ${same()})`,
      write`not(${same()})`,
      any.chain((kind) => write`is known(${of(kind, left)})`),
      write`${fc.constantFrom('contains', 'starts with', 'ends with')}(${of('text', left)}, ${of('text', left)})`,
      write`list contains(${list()}, ${of('text', left)})`,
      write`(${fc.constantFrom('some', 'every')} x in ${fc.constantFrom('产品', '[名称, "a"]')} satisfies (x ${fc.constantFrom('<', '=', '!=')} ${of('text', left)}))`,
    )
  }
}

/** Facts with unknowns, boundaries, ties with the constants above, and the largest values a column may hold. */
export function anyFacts(): Arbitrary<Facts> {
  return fc.record(Object.fromEntries(standardWords.map(({ identifier, type }) => [identifier, anyValue(type)])))
}

function anyValue(type: Type): Arbitrary<Value> {
  return fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight: 4, arbitrary: knownValue(type) })
}

function knownValue(type: Type): Arbitrary<Value> {
  switch (type.kind) {
    case 'number': {
      const largest = Number(FACT_BOUND)
      const ties = [
        0, 1, -1, 2, 3, 5, 30, 60, 500, 1000, 1500, 2505, 600_000, 599_999, 1_000_000, 20_000_000, 50_000_000,
        49_999_999,
      ]
      return fc.oneof(
        fc.constantFrom(...ties),
        fc.constantFrom(largest, -largest, largest - 1),
        fc.integer({ min: -100, max: 3000 }),
        fc.integer({ min: -largest, max: largest }),
      )
    }
    case 'text':
      return fc.oneof(fc.constantFrom(...TEXTS), anyCodePoints(4))
    case 'code':
      return fc.constantFrom(...type.codes)
    case 'boolean':
      return fc.boolean()
    case 'date':
      return fc.oneof(
        fc.constantFrom(...DATES).map((date) => toDayNumber(date as LocalDate)),
        fc.integer({ min: -719_162, max: 2_932_896 }),
        fc.integer({ min: 19_000, max: 21_000 }),
      )
    case 'list':
      return fc.array(anyValue(type.of), { maxLength: 4 })
    case 'nothing':
      return fc.constant(null)
  }
}

function write(parts: TemplateStringsArray, ...holes: Arbitrary<string>[]): Arbitrary<string> {
  return fc.tuple(...holes).map((texts) => parts.reduce((text, part, index) => `${text}${texts[index - 1]}${part}`))
}

/** Text of any whole characters but NUL, beyond the BMP too: what PostgreSQL can hold. */
export function anyCodePoints(maxLength: number): Arbitrary<string> {
  const point = fc.oneof(
    fc.integer({ min: 1, max: 0xd7ff }),
    fc.integer({ min: 0xe000, max: 0xffff }),
    fc.integer({ min: 0x1_0000, max: 0x10_ffff }),
  )
  return fc.array(point, { maxLength }).map((points) => String.fromCodePoint(...points))
}
