import { type Article, type Clause, type GridBlock, KIND_TITLES, listOf } from '../../engine/index.ts'
import type { ClauseView } from './contract.ts'
import { failures } from './failures.ts'
import type { LoadedProgram } from './programs.ts'
import { ruleSentences } from './rule-sentences.ts'

/** Every clause of a version in the order of its articles. */
export function clauseViews(loaded: Pick<LoadedProgram, 'document' | 'program'>): ClauseView[] {
  return loaded.document.articles.flatMap((article) => article.clauses.map((clause) => viewOf(loaded, article, clause)))
}

/** The clauses that `wanted` names: a number (第四条第一款), its beginning (第四条), or an article's file (004). */
export function findClauses(loaded: LoadedProgram, wanted: string): ClauseView[] {
  const all = clauseViews(loaded)
  const inFile = all.filter(({ file }) => file === `${wanted.padStart(3, '0')}.md`)
  const found = inFile.length > 0 ? inFile : all.filter(({ number }) => number === wanted)
  const under = found.length > 0 ? found : all.filter(({ number }) => number.startsWith(wanted))
  if (under.length > 0) return under
  const clauses = all.map(({ number }) => number).join('、')
  throw failures.clauseNotFound({ document: loaded.version.documentId, clause: wanted, clauses })
}

function viewOf({ program }: Pick<LoadedProgram, 'program'>, article: Article, clause: Clause): ClauseView {
  const lines = article.file.text.split('\n')
  const grids = (kind: GridBlock['kind']) =>
    clause.blocks
      .flatMap((block) => (block.kind === kind ? lines.slice(block.first - 1, block.last).join('\n') : []))
      .join('\n\n')
  const rules = program.decisions.filter(
    (decision) => decision.clause.source.file === clause.source.file && decision.clause.number === clause.number,
  )
  return {
    file: article.file.file,
    number: clause.number,
    kind: clause.kind,
    kindTitle: KIND_TITLES[clause.kind],
    name: clause.name,
    binds: [...listOf(clause, 'binds')],
    covers: [...listOf(clause, 'covers')],
    text: clause.blocks.flatMap((block) => (block.kind === 'text' ? block.lines.join('\n') : [])).join('\n\n'),
    rule: grids('table'),
    cases: grids('cases'),
    sentences: rules.flatMap(ruleSentences),
  }
}
