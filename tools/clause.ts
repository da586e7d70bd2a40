// npm run clause key-account/004: a clause of a shipped document with its text, its rule, the SQL that it compiles to, its cases, the
// hooks that it binds and every place that asks them.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { editDistance } from '../src/app/command-line/nearest.ts'
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

/** What to say where no document has the id: the names that it may be meant for first. */
export function noDocument(id: string, ids: readonly string[]): string {
  if (id === '') return `which document? npm run clause DOCUMENT[/CLAUSE], with one of: ${ids.join(', ')}`
  const near = [...ids].sort((a, b) => editDistance(id, a) - editDistance(id, b)).slice(0, 3)
  return `no document ${id}; nearest: ${near.join(', ')}`
}

async function checkedFolders(): Promise<CheckedFolder[]> {
  const folders = await readFolders(join(root, 'policies'))
  const ground = await testGround()
  try {
    return await ground.transact(SYSTEM, (ctx) => checkedPolicies(ctx, folders))
  } finally {
    await ground.stop()
  }
}

/** Prints the newest version's clauses. @returns what is wrong with the request, undefined where nothing is. */
async function show(id: string, wanted: string): Promise<string | undefined> {
  const checked = await checkedFolders()
  const named = checked.filter(({ document }) => document !== undefined)
  const newest = named
    .filter(({ document }) => document!.head.id === id)
    .sort((a, b) => b.document!.head.version - a.document!.head.version)[0]
  if (!newest) return noDocument(id, [...new Set(named.map(({ document }) => document!.head.id))])
  return print(newest, wanted)
}

function print({ document, program }: CheckedFolder, wanted: string): string | undefined {
  if (!document || !program) return 'the document has errors: npm run zhike -- policy check policies'
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
  return clauses.length === 0 ? `no clause ${wanted} in ${document.head.id}` : undefined
}

if (import.meta.main) {
  const [id = '', wanted = ''] = (process.argv[2] ?? '').split('/')
  const complaint = await show(id, wanted)
  if (complaint !== undefined) {
    console.error(complaint)
    process.exitCode = 2
  }
}
