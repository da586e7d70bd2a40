import type { Type } from '../type.ts'
import { isBig } from '../visit/representation.ts'
import { showLiteral } from '../visit/show-literal.ts'
import { type Axis, allParts, knownParts, type Part } from './axis.ts'
import { type Box, partsOf, runsOf } from './box.ts'
import type { Example } from './finding.ts'

/** A box as a policy would say it: 年用量超过30万元、不满50万元，回款信誉为“一般”或“差”. */
export function describeBox(axes: readonly Axis[], box: Box): string {
  const said = axes.flatMap((axis, at) => {
    const set = box[at]!
    return set === allParts(axis) || set === knownParts(axis) ? [] : [`${axis.text}${describeSet(axis, set)}`]
  })
  return said.length === 0 ? '任何情况' : said.join('，')
}

export function describeExample({ shown }: Example): string {
  return shown.length === 0 ? '全部数据项未知' : shown.map(({ name, value }) => `${name} ${value}`).join('，')
}

function describeSet(axis: Axis, set: bigint): string {
  if (axis.ordered)
    return runsOf(set)
      .map((run) => describeRun(axis, run))
      .join('，或')
  const parts = partsOf(set).map((part) => axis.parts[part]!)
  const left = partsOf(knownParts(axis) & ~set).map((part) => axis.parts[part]!)
  const inverted = left.length < parts.length && left.length <= 2 && parts.length > 3
  return inverted ? `不为${namesOf(left)}` : `为${namesOf(parts)}`
}

function namesOf(parts: readonly Part[]): string {
  return parts.map(nameOf).join('或')
}

function nameOf(part: Part): string {
  switch (part.kind) {
    case 'value':
      return part.value === true ? '是' : part.value === false ? '否' : `“${part.value}”`
    case 'other':
      return '其他文字'
    case 'unknown':
    case 'interval':
      return '未知'
  }
}

function describeRun(axis: Axis, run: bigint): string {
  const parts = partsOf(run).map((part) => axis.parts[part]!)
  const intervals = parts.filter((part) => part.kind === 'interval')
  const [first, last] = [intervals[0], intervals.at(-1)]
  if (!first || !last) return '未知'
  const unknown = intervals.length < parts.length ? '，或未知' : ''
  return `${describeInterval(axis, first.low, last.high)}${unknown}`
}

function describeInterval({ parts, marks, subject: { type } }: Axis, low: bigint, high: bigint): string {
  const show = (value: bigint) => showScaled(type, value)
  const words = type.kind === 'date' ? DATES : NUMBERS
  if (low === high) return `为${show(low)}`
  const bounds = parts.filter((part) => part.kind === 'interval')
  const above =
    low === bounds[0]!.low
      ? []
      : [!marks.has(low) && marks.has(low - 1n) ? words.above(show(low - 1n)) : words.from(show(low))]
  const below =
    high === bounds.at(-1)!.high
      ? []
      : [!marks.has(high) && marks.has(high + 1n) ? words.below(show(high + 1n)) : words.to(show(high))]
  // 在20万元以上、30万元以下: one 在 is enough.
  return [...above, ...below.map((said) => (above.length > 0 ? said.replace(/^在/, '') : said))].join('、')
}

function showScaled(type: Type, value: bigint): string {
  return showLiteral(type, isBig(type) ? value : Number(value))
}

type Words = Readonly<Record<'above' | 'from' | 'below' | 'to', (value: string) => string>>

const NUMBERS: Words = {
  above: (value) => `超过${value}`,
  from: (value) => `在${value}以上`,
  below: (value) => `不满${value}`,
  to: (value) => `在${value}以下`,
}

const DATES: Words = {
  above: (value) => `晚于${value}`,
  from: (value) => `不早于${value}`,
  below: (value) => `早于${value}`,
  to: (value) => `不晚于${value}`,
}
