import type { TableRow } from '../program.ts'
import type { Node, Test } from '../tree.ts'

/**
 * Whether two rows can be seen from their cells never to match together: in one column both ask the same subject for literal values
 * or ranges that have nothing in common. False where it is not seen; the back ends then look for the second match at run time.
 */
export function areDisjoint(a: TableRow, b: TableRow): boolean {
  return a.tests.some((test, column) => {
    const [left, right] = [areaOf(test), areaOf(b.tests[column]!)]
    return left !== undefined && right !== undefined && left.every((x) => right.every((y) => !meet(x, y)))
  })
}

type Bound = bigint | string | boolean

/** Equal to one value, or an interval of numbers or dates; an absent end is open without limit. */
type Area =
  | { readonly only: Bound }
  | { readonly low?: bigint; readonly high?: bigint; readonly lowClosed: boolean; readonly highClosed: boolean }

function areaOf(node: Node): readonly Area[] | undefined {
  if (node.kind !== 'in' || node.negated || node.subject.type.kind === 'list') return undefined
  const areas = node.tests.map(areaOfTest)
  return areas.every((area) => area !== undefined) ? areas : undefined
}

function areaOfTest(test: Test): Area | undefined {
  if (test.kind === 'range') {
    const [low, high] = [numberOf(test.low), numberOf(test.high)]
    if (low === undefined || high === undefined) return undefined
    return { low, high, lowClosed: test.lowClosed, highClosed: test.highClosed }
  }
  if (test.kind !== 'compare') return undefined
  const value = numberOf(test.value)
  if (test.operator === '=') {
    const only = value ?? wordOf(test.value)
    return only === undefined ? undefined : { only }
  }
  if (value === undefined) return undefined
  switch (test.operator) {
    case '<':
    case '<=':
      return { high: value, highClosed: test.operator === '<=', lowClosed: false }
    case '>':
    case '>=':
      return { low: value, lowClosed: test.operator === '>=', highClosed: false }
    default:
      return undefined
  }
}

/** More decimals than any literal has: all are brought to this one scale, for two cells of a column may differ in theirs. */
const COMMON_SCALE = 120

/** A literal number or day number at the common scale. */
function numberOf(node: Node): bigint | undefined {
  if (node.kind !== 'literal' || (node.type.kind !== 'number' && node.type.kind !== 'date')) return undefined
  const scale = node.type.kind === 'number' ? node.type.scale : 0
  if (scale > COMMON_SCALE) return undefined
  return BigInt(node.value as number | bigint) * 10n ** BigInt(COMMON_SCALE - scale)
}

function wordOf(node: Node): string | boolean | undefined {
  if (node.kind !== 'literal') return undefined
  return typeof node.value === 'string' || typeof node.value === 'boolean' ? node.value : undefined
}

function meet(a: Area, b: Area): boolean {
  if ('only' in a && 'only' in b) return a.only === b.only
  if ('only' in a) return within(a.only, b)
  if ('only' in b) return within(b.only, a)
  return startsBefore(a, b) && startsBefore(b, a)
}

function within(value: Bound, area: Area): boolean {
  if ('only' in area) return area.only === value
  const { low, high, lowClosed, highClosed } = area
  if (typeof value !== 'bigint') return false
  return (
    (low === undefined || value > low || (lowClosed && value === low)) &&
    (high === undefined || value < high || (highClosed && value === high))
  )
}

/** Whether `a` begins where `b` has not yet ended. */
function startsBefore(a: Exclude<Area, { only: Bound }>, b: Exclude<Area, { only: Bound }>): boolean {
  if (a.low === undefined || b.high === undefined) return true
  return a.low < b.high || (a.low === b.high && a.lowClosed && b.highClosed)
}
