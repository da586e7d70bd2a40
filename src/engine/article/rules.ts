import type { FactDeclaration } from '../program.ts'
import type { Vocabulary } from '../vocabulary.ts'
import { outputName } from './columns.ts'
import { nativeDraft } from './decide-native.ts'
import { scorecardDraft } from './decide-scorecard.ts'
import { tableDraft } from './decide-table.ts'
import { readDefinitions } from './define.ts'
import { attributeOf, type Clause, type GridBlock, KIND_TITLES, type PolicyDocument } from './document.ts'
import { brokenDraft, type Draft, headOf, identifiersOf, type Report } from './draft.ts'

/** What the `define` and `decide` clauses of a document say, in its order, before any expression is read. */
export interface Rules {
  readonly declarations: readonly FactDeclaration[]
  readonly drafts: readonly Draft[]
  /** Rules whose form is broken. */
  readonly broken: readonly Draft[]
}

export function readRules(document: PolicyDocument, vocabulary: Vocabulary, report: Report): Rules {
  const declarations: FactDeclaration[] = []
  const drafts: Draft[] = []
  const broken: Draft[] = []
  for (const { order, clauses } of document.articles) {
    const identifier = identifiersOf(order)
    for (const clause of clauses) {
      if (clause.kind === 'define') {
        const definitions = readDefinitions(clause, vocabulary, identifier, report)
        declarations.push(...definitions.declarations)
        drafts.push(...definitions.drafts)
        broken.push(...definitions.broken)
      } else if (clause.kind === 'decide') {
        const draft = decisionDraft(clause, identifier, report)
        if (draft) drafts.push(draft)
        else broken.push(brokenDraft(headOf(clause), [clause.name, ...outputNames(clause)]))
      }
      if (clause.kind !== 'decide') warnOfIdle(clause, report)
    }
  }
  return { declarations, drafts, broken }
}

function tablesOf(clause: Clause): GridBlock[] {
  return clause.blocks.filter((block): block is GridBlock => block.kind === 'table')
}

function outputNames(clause: Clause): string[] {
  return tablesOf(clause).flatMap((table) => table.header.flatMap((cell) => outputName(cell) ?? []))
}

function decisionDraft(clause: Clause, identifier: () => string, report: Report): Draft | undefined {
  const tables = tablesOf(clause)
  const form = attributeOf(clause, 'form')?.value ?? 'table'
  switch (form) {
    case 'scorecard':
      return scorecardDraft(clause, tables, identifier, report)
    case 'native':
      return nativeDraft(clause, tables, identifier, report)
    case 'table':
      if (tables.length === 1) return tableDraft(clause, tables[0]!, identifier, report)
      return report.clause(headOf(clause), 'table-one', `判定表要有一张，这里有 ${tables.length} 张；多张表请分成多款`)
    default:
      return report.clause(headOf(clause), 'form', `“${form}”不是判定的形式`, 'table、scorecard、native')
  }
}

/** What stands in the text and has no effect is said, never silently dropped. */
function warnOfIdle(clause: Clause, report: Report): void {
  const head = headOf(clause)
  if (clause.kind === 'define' || clause.kind === 'note') {
    if (head.binds.length > 0) report.clause(head, 'binds', `${KIND_TITLES[clause.kind]}条款不能挂接`, 'decide 条款')
  } else {
    report.warn(head, 'not-executed', `${clause.number}（${KIND_TITLES[clause.kind]}）已读入并保存，尚未实现执行`)
  }
}
