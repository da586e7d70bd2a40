// npm run clause key-account/004: a clause of a shipped document with its text, its rule, the SQL that it compiles to, its cases, the
// hooks that it binds and every place that asks them.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import '../src/app/ladder.ts'
import { programSql } from '../src/engine/index.ts'
import { type CheckedFolder, checkedPolicies, clauseViews, readFolders } from '../src/modules/policy/index.ts'
import { SYSTEM } from '../src/platform/principal.ts'
import { testGround } from '../test/harness.ts'

const root = join(import.meta.dirname, '..')

/** Lines of the source that name the hook, `src/modules/rating/hooks.ts:12`. */
export function placesThatName(hook: string, folder = root): string[] {
  return globSync('src/**/*.{ts,tsx}', { cwd: folder })
    .toSorted()
    .flatMap((file) =>
      readFileSync(join(folder, file), 'utf8')
        .split('\n')
        .flatMap((line, index) => (line.includes(`'${hook}'`) ? [`${file}:${index + 1}`] : [])),
    )
}

async function findDocument(id: string): Promise<CheckedFolder> {
  const folders = await readFolders(join(root, 'policies'))
  const ground = await testGround()
  try {
    const checked = await ground.transact(SYSTEM, (ctx) => checkedPolicies(ctx, folders))
    const versions = checked.filter(({ document }) => document?.head.id === id)
    const newest = versions.toSorted((a, b) => b.document!.head.version - a.document!.head.version)[0]
    if (newest) return newest
    throw new Error(`no document ${id}; there are ${checked.map(({ document }) => document?.head.id).join(', ')}`)
  } finally {
    await ground.stop()
  }
}

function print({ document, program }: CheckedFolder, wanted: string): void {
  if (!document || !program) throw new Error('the document has errors: npm run zhike -- policy check policies')
  const clauses = clauseViews({ document, program }).filter(
    ({ file, number }) => wanted === '' || file === `${wanted.padStart(3, '0')}.md` || number.startsWith(wanted),
  )
  for (const clause of clauses) {
    const { number, kindTitle, name, file, text, rule, sentences, cases, binds, covers } = clause
    console.log(`\n${number} 〔${kindTitle}〕${name} (${file}) ${covers.join(' ')}`)
    for (const part of [text, rule, sentences.join('\n'), cases]) if (part !== '') console.log(`\n${part}`)
    const decisions = program.decisions.filter((one) => one.clause.number === number && one.clause.source.file === file)
    for (const decision of decisions) {
      const column = (identifier: string) => `facts."${identifier}"`
      const { text: sql } = programSql(
        { ...program, decisions: [decision] },
        { from: 'facts', column, keys: ['facts.party_id'] },
      )
      console.log(`\n-- ${decision.word.name}\n${sql}`)
    }
    for (const hook of binds) console.log(`\nbinds ${hook}, asked at ${placesThatName(hook).join(', ') || 'no place'}`)
  }
  if (clauses.length === 0) throw new Error(`no clause ${wanted}`)
}

if (import.meta.main) {
  const [id = '', wanted = ''] = (process.argv[2] ?? '').split('/')
  print(await findDocument(id), wanted)
}
