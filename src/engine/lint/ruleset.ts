import type { Outcome } from '../decision/answer.ts'
import { NO_ATTRIBUTE } from '../decision/answer.ts'
import { namesOf } from '../decision/names.ts'
import { outputsOf, valueIn } from '../decision/nodes.ts'
import { rowOrder } from '../decision/row-order.ts'
import { isCollecting } from '../decision/settle-table.ts'
import type { HitPolicy, ScorecardDecision, TableDecision } from '../program.ts'
import { Reason } from '../reason.ts'
import type { Source } from '../source.ts'
import type { Node } from '../tree.ts'

/** Rows over columns, of a decision table or of one 指标 of a scorecard: what the linter reads either as. */
export interface Ruleset {
  readonly decision: TableDecision | ScorecardDecision
  /** What goes without a value where no row holds: 大客户级别, 指标“资产负债率”的得分. */
  readonly yields: string
  /** What a message puts before a row: '' or 指标“资产负债率”. */
  readonly place: string
  readonly hit: HitPolicy
  /** False where it may well be that no row holds: a 加分项 then adds nothing. */
  readonly mustHold: boolean
  readonly columns: readonly { readonly text: string; readonly subject: Node }[]
  readonly rows: readonly RuleRow[]
  /** Indexes of the rows as the hit policy looks at them. */
  readonly order: readonly number[]
  /** Whether this outcome is that no row held. */
  foundNone(outcome: Outcome): boolean
  /** Whether this outcome is that rows contradicted each other. */
  foundConflict(outcome: Outcome): boolean
  /** The rows that fired, or that contradicted each other. */
  fired(outcome: Outcome): readonly number[]
  /** Whether two rows surely say the same. */
  sameResult(one: number, other: number): boolean
  /** Whether two rows surely say nothing in common. */
  differs(one: number, other: number): boolean
}

export interface RuleRow {
  readonly source: Source
  /** From 1, as people count the rows of the table. */
  readonly number: number
  readonly tests: readonly Node[]
  readonly cells: readonly string[]
}

export function rulesetOfTable(decision: TableDecision): Ruleset {
  const { identifier, name } = decision.word
  const outputs = outputsOf(decision)
  const trace = (outcome: Outcome) => outcome.trace[identifier]!.filter((index) => index !== null)
  return {
    decision,
    yields: name,
    place: '',
    hit: decision.hit,
    mustHold: decision.hit !== 'C#',
    columns: decision.inputs,
    rows: decision.rows.map(({ source, tests, cells }, index) => ({ source, number: index + 1, tests, cells })),
    order: rowOrder(decision),
    foundNone: (outcome) => outcome.reasons[identifier] === Reason.noRow,
    foundConflict: (outcome) => outcome.reasons[identifier] === Reason.conflict,
    fired: trace,
    sameResult: (one, other) => outputs[one]!.every((node, k) => compared(node, outputs[other]![k]!) === 'same'),
    differs: (one, other) => outputs[one]!.every((node, k) => compared(node, outputs[other]![k]!) === 'different'),
  }
}

/** One 指标: its 分档 in order, the first that holds scores. */
export function rulesetOfCharacteristic(decision: ScorecardDecision, index: number): Ruleset {
  const { category, text, subject, attributes } = decision.characteristics[index]!
  const before = decision.characteristics.slice(0, index).reduce((sum, one) => sum + one.attributes.length, 0)
  const scored = (outcome: Outcome) => outcome.trace[decision.word.identifier]![3 + 2 * index]
  return {
    decision,
    yields: decision.score.name,
    place: `指标“${text}”`,
    hit: 'F',
    mustHold: category === '基本项',
    columns: [{ text, subject }],
    rows: attributes.map(({ source, test, cell }, at) => ({
      source,
      number: before + at + 1,
      tests: [test],
      cells: [cell],
    })),
    order: attributes.map((_, at) => at),
    foundNone: (outcome) => scored(outcome) === NO_ATTRIBUTE,
    foundConflict: () => false,
    fired: (outcome) => [scored(outcome) ?? NO_ATTRIBUTE],
    sameResult: (one, other) => attributes[one]!.partial === attributes[other]!.partial,
    differs: (one, other) => attributes[one]!.partial !== attributes[other]!.partial,
  }
}

/** U and A: rows that hold together may not be, or may not differ. */
export function forbidsOverlap({ hit }: Ruleset): boolean {
  return hit === 'U' || hit === 'A'
}

/** F and P: of the rows that hold the first in their order decides. */
export function takesFirst({ hit }: Ruleset): boolean {
  return !isCollecting(hit) && hit !== 'U' && hit !== 'A'
}

function compared(one: Node, other: Node): 'same' | 'different' | undefined {
  if (namesOf(one).length > 0 || namesOf(other).length > 0) return undefined
  const [a, b] = [valueIn(one, {}), valueIn(other, {})]
  if (a === null || b === null || Array.isArray(a)) return undefined
  return a === b ? 'same' : 'different'
}
