import type { Dialect } from '../dialect.ts'
import type { TableDecision } from '../program.ts'
import { areDisjoint } from './disjoint.ts'
import { type Locals, script, scriptOfGuard, scriptOfRow } from './javascript.ts'
import { outputsOf } from './nodes.ts'
import { type Plain, plainTests } from './plain.ts'
import { rowOrder } from './row-order.ts'
import { isCollecting } from './settle-table.ts'

/** Where a decision's compiled statements leave what they find. */
export interface Slots {
  /** The decision's place in the program. */
  readonly index: number
  /** Variables of the answers, in the order of `answersOf`; null before. */
  readonly values: readonly string[]
  readonly reasons: readonly string[]
  readonly trace: string
}

/**
 * A table's plain path as JavaScript statements: values and trace are set where the facts are known and a row decides. Whatever stays
 * null is left to `settleTable`. Empty where the table has no plain path.
 */
export function compileTable(decision: TableDecision, dialect: Dialect, locals: Locals, slots: Slots): string {
  const plain = plainTests(
    decision.rows.map((row) => row.tests),
    dialect,
  )
  if (plain === undefined) return ''
  const body = isCollecting(decision.hit)
    ? collectRows(decision, plain, locals, slots)
    : takeOneRow(decision, plain, locals, slots)
  return `if (${scriptOfGuard(plain.guard, locals)}) {\n${body}\n}`
}

function takeOneRow(decision: TableDecision, plain: Plain, locals: Locals, slots: Slots): string {
  const outputs = outputsOf(decision)
  const branches = rowOrder(decision).map((index, at, order) => {
    const set = slots.values.map((slot, k) => `${slot} = ${script(outputs[index]![k]!, locals)};`)
    const fire = [...set, `${slots.trace} = [${index}];`].join(' ')
    const rivals = order.slice(at + 1).filter((other) => mayContradict(decision, index, other))
    const rivalry = rivals.map((other) => `(${scriptOfRow(plain.tests[other]!, locals)})`).join(' || ')
    const alone = rivals.length === 0 ? fire : `if (!(${rivalry})) { ${fire} }`
    return `if (${scriptOfRow(plain.tests[index]!, locals)}) { ${alone} }`
  })
  return branches.join('\nelse ')
}

/** Whether a second row that matches would be a conflict: under U any, under A one whose outputs are not visibly the same. */
export function mayContradict(decision: TableDecision, index: number, other: number): boolean {
  if (decision.hit !== 'U' && decision.hit !== 'A') return false
  if (areDisjoint(decision.rows[index]!, decision.rows[other]!)) return false
  return decision.hit === 'U' || !haveSameLiterals(decision, index, other)
}

function haveSameLiterals(decision: TableDecision, index: number, other: number): boolean {
  const outputs = outputsOf(decision)
  return outputs[index]!.every((node, k) => {
    const twin = outputs[other]![k]!
    return node.kind === 'literal' && twin.kind === 'literal' && !Array.isArray(node.value) && node.value === twin.value
  })
}

function collectRows(decision: TableDecision, plain: Plain, locals: Locals, slots: Slots): string {
  const outputs = outputsOf(decision)
  const lists = slots.values.map((slot) => `${slot}l`)
  const rows = rowOrder(decision).map((index) => {
    const push = lists.map((list, k) => `${list}.push(${script(outputs[index]![k]!, locals)});`)
    return `if (${scriptOfRow(plain.tests[index]!, locals)}) { ${push.join(' ')} fired.push(${index}); }`
  })
  const open = lists.map((list) => `const ${list} = [];`)
  const complete = decision.hit === 'C#' ? 'true' : lists.map((list) => `!${list}.includes(null)`).join(' && ')
  const close = slots.values.map((slot, k) => `${slot} = $gather[${slots.index}](${lists[k]}, ${k});`)
  return [
    ...open,
    'const fired = [];',
    ...rows,
    `if (${complete}) { ${close.join(' ')} ${slots.trace} = fired; }`,
  ].join('\n')
}
