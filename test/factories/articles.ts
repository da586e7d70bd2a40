import { checkDocument } from '../../src/engine/article/check.ts'
import { readDocument } from '../../src/engine/article/read.ts'
import type { Dialect } from '../../src/engine/dialect.ts'
import { showProblem } from '../../src/engine/problem.ts'
import type { Program } from '../../src/engine/program.ts'
import { type Vocabulary, vocabulary } from '../../src/engine/vocabulary.ts'

/** The program of one article, or an error that shows its problems. */
export function programOf(
  article: string,
  { dialect = 'article', words = vocabulary('customer', []) }: { dialect?: Dialect; words?: Vocabulary } = {},
): Program {
  const head = [
    'id: test',
    'title: 试行办法',
    'about: customer',
    `dialect: ${dialect}`,
    'version: 1',
    'effective: 2026-01-01',
  ]
  const read = readDocument([
    { file: 'document.md', text: `---\n${head.join('\n')}\n---\n\n试行。\n` },
    { file: '001.md', text: article },
  ])
  const checked = read.document && checkDocument(read.document, words)
  if (checked?.program) return checked.program
  throw new Error([...read.problems, ...(checked?.problems ?? [])].map(showProblem).join('\n'))
}
