import { showValue } from '../literal.ts'
import type { TableDecision } from '../program.ts'
import type { Node } from '../tree.ts'
import { sentence } from '../visit/sentence.ts'
import { elementType } from './answer.ts'
import type { Explaining } from './explain.ts'
import { isAny, namesOfAll } from './names.ts'
import { outputsOf, valueIn } from './nodes.ts'
import { isCollecting, settleTable } from './settle-table.ts'
import type { SheetRow, SheetTable } from './sheet.ts'

/** The rows that decided, or that leave the table undecided. */
export function explainTable(decision: TableDecision, explaining: Explaining): Pick<SheetTable, 'hit' | 'rows'> {
  const { fired } = settled(decision, explaining)
  const open = openRows(decision, explaining)
  const rows = decision.rows.flatMap((_, index): SheetRow[] => {
    if (fired.includes(index)) return [explainRow(decision, index, 'fired', explaining)]
    return open.includes(index) ? [explainRow(decision, index, 'open', explaining)] : []
  })
  return { hit: decision.hit, rows }
}

/** What an unknown name does to a table. */
export function unknownInTable(decision: TableDecision, identifier: string, explaining: Explaining): string {
  const blamed = settled(decision, explaining).open.flat()
  if (!reads(blamed, identifier)) return '不影响结果'
  const rows = openRows(decision, explaining)
    .filter((index) => reads(decision.rows[index]!.tests, identifier))
    .map((index) => index + 1)
  return rows.length === 0 ? '因此没有结果' : `因此第 ${rows.join('、')} 行不能判断`
}

function settled(decision: TableDecision, { program, environment }: Explaining) {
  return settleTable(decision, program.head.dialect, environment)
}

/** Rows that have a cell among those that leave an answer open. */
function openRows(decision: TableDecision, explaining: Explaining): readonly number[] {
  const blamed = new Set<Node>(settled(decision, explaining).open.flat())
  return decision.rows.flatMap((row, index) => (row.tests.some((test) => blamed.has(test)) ? [index] : []))
}

function reads(nodes: readonly Node[], identifier: string): boolean {
  return namesOfAll(nodes).some((name) => name.identifier === identifier)
}

function explainRow(
  decision: TableDecision,
  index: number,
  state: SheetRow['state'],
  { environment }: Explaining,
): SheetRow {
  const row = decision.rows[index]!
  const telling = row.tests.filter((test) => !isAny(test))
  return {
    number: index + 1,
    state,
    sentence: telling.length === 0 ? '其余情形' : telling.map(sentence).join('，且'),
    cells: row.cells,
    outputs: outputsOf(decision)[index]!.map((node, k) => {
      const { word } = decision.outputs[k]!
      // C# counts its rows, whatever their outputs are.
      if (decision.hit === 'C#') return sentence(node)
      const type = isCollecting(decision.hit) ? elementType(word.type) : word.type
      return showValue({ ...word, type }, valueIn(node, environment))
    }),
    reason: row.reason,
  }
}
