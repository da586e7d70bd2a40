// Holds the sentences of ARCHITECTURE.md: who may import whom, and who may name which table in SQL.
// Run: node tools/check-architecture.ts. Prints each broken sentence with the place that breaks it.
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface SourceFile {
  /** Relative to the repository, with forward slashes. */
  readonly path: string
  readonly text: string
}

export interface Breach {
  readonly path: string
  readonly sentence: string
  readonly what: string
}

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Layers in the order of the one import arrow: a layer may import itself and what its entry lists. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  app: ['modules', 'platform', 'engine', 'kernel'],
  modules: ['platform', 'engine', 'kernel'],
  platform: ['kernel'],
  engine: ['kernel'],
  kernel: [],
}

/** Files of a module in the order of its inner arrow: each may import those after it (and never those before). */
const INNER: readonly (readonly string[])[] = [
  ['index'],
  ['routes', 'jobs', 'commands'],
  ['service', 'import'],
  ['contract'],
  ['store', 'views'],
  ['hooks', 'facts'],
  ['domain', 'failures'],
]

export function checkArchitecture(
  files: readonly SourceFile[],
  ladder: readonly string[],
  owners: ReadonlyMap<string, string>,
): Breach[] {
  const breaches: Breach[] = []
  for (const file of files) {
    if (!file.path.startsWith('src/')) continue
    for (const target of importsOf(file)) breaches.push(...checkImport(file, target, ladder))
    breaches.push(...checkTables(file, owners))
  }
  return breaches
}

function checkImport(file: SourceFile, target: string, ladder: readonly string[]): Breach[] {
  const from = placeOf(file.path)
  const to = placeOf(target)
  if (!from.layer || !to.layer) return []
  const test = file.path.endsWith('.test.ts')
  const breach = (sentence: string, what: string): Breach => ({ path: file.path, sentence, what })
  if (from.layer !== to.layer && !LAYERS[from.layer]?.includes(to.layer)) {
    if (test) return []
    return [breach('app → modules → platform → kernel, modules → engine → kernel.', `imports ${target}`)]
  }
  if (from.layer !== 'modules' || to.layer !== 'modules' || from.module === to.module) {
    if (from.layer === 'modules' && from.module === to.module && !test) return checkInner(file, from, to, breach)
    return []
  }
  const outOfTurn = ladder.indexOf(to.module) > ladder.indexOf(from.module) || !ladder.includes(to.module)
  return [
    ...(outOfTurn && !test
      ? [breach('A module imports only modules before it in app/ladder.ts.', `imports ${to.module}`)]
      : []),
    ...(to.inner !== 'index' ? [breach('A module imports only the index.ts of another.', `imports ${target}`)] : []),
  ]
}

interface Place {
  readonly layer: string | undefined
  readonly module: string
  /** First name inside the module: `service`, `import`, `web`. */
  readonly inner: string
}

function placeOf(path: string): Place {
  const [src, layer, module = '', inner = ''] = path.split('/')
  const known = src === 'src' && layer !== undefined && layer in LAYERS ? layer : undefined
  return { layer: known, module, inner: inner.replace(/\.tsx?$/, '') }
}

function checkInner(
  file: SourceFile,
  from: Place,
  to: Place,
  breach: (sentence: string, what: string) => Breach,
): Breach[] {
  const rank = (inner: string) => INNER.findIndex((names) => names.includes(inner))
  const [a, b] = [rank(from.inner), rank(to.inner)]
  if (a === -1 || b === -1 || a <= b || file.path.split('/').length > 4) return []
  return [
    breach(
      'Inside a module: contract ← routes, jobs → service → store, views, domain.',
      `${from.inner} imports ${to.inner}`,
    ),
  ]
}

/** Relative imports of a file, resolved to paths of the repository. */
function importsOf(file: SourceFile): string[] {
  const found = file.text.matchAll(
    /(?:^|[\s;])(?:import|export)\b[^'"`;]*?from\s*['"](\.[^'"]+)['"]|import\(\s*['"](\.[^'"]+)['"]/g,
  )
  return [...found].map((match) => posix.join(posix.dirname(file.path), match[1] ?? match[2] ?? ''))
}

const READS = [
  /\b(?:FROM|JOIN)\s+(?:ONLY\s+)?(?:zhike\.)?([a-z][a-z_0-9]*)\b/g,
  /\.(?:selectFrom|innerJoin|leftJoin)\(\s*['"`](?:zhike\.)?([a-z][a-z_0-9]*)/g,
]
const WRITES = [
  /\b(?:INTO|(?<!FOR )UPDATE|COPY|TRUNCATE|DELETE FROM)\s+(?:ONLY\s+)?(?:zhike\.)?([a-z][a-z_0-9]*)\b/g,
  /\.(?:insertInto|updateTable|deleteFrom)\(\s*['"`](?:zhike\.)?([a-z][a-z_0-9]*)/g,
]

/** Tables that SQL text or kysely's calls name: another module's may not be named, the platform's may be read. */
function checkTables(file: SourceFile, owners: ReadonlyMap<string, string>): Breach[] {
  if (file.path.endsWith('.test.ts') || file.path.includes('/web/')) return []
  const place = placeOf(file.path)
  const here = place.layer === 'modules' ? place.module : place.layer
  if (here === undefined || here === 'kernel') return []
  const strange = (patterns: readonly RegExp[], allowed: readonly string[]): string[] => {
    const named = patterns.flatMap((pattern) => [...file.text.matchAll(pattern)].map((match) => match[1]!))
    return [...new Set(named)].filter((table) => owners.has(table) && !allowed.includes(owners.get(table)!))
  }
  const written = strange(WRITES, [here])
  const read = strange(READS, [here, 'platform']).filter((table) => !written.includes(table))
  return [
    ...written.map((table) => ({ table, verb: 'writes', sentence: 'Only its owner writes a table.' })),
    ...read.map((table) => ({
      table,
      verb: 'reads',
      sentence: 'A module reads its own tables and the platform’s; other modules are asked through their index.ts.',
    })),
  ].map(({ table, verb, sentence }) => ({
    path: file.path,
    sentence,
    what: `${here} ${verb} ${table}, which ${owners.get(table)} owns`,
  }))
}

/** Owner of each table, from the migrations: `SELECT enter_class('customer', 'customer', 'business')` and COMMENT ON TABLE. */
export function tableOwners(sql: string): Map<string, string> {
  const owners = new Map<string, string>()
  for (const match of sql.matchAll(/enter_class\('([a-z_0-9]+)',\s*'([a-z]+)'/g)) owners.set(match[1]!, match[2]!)
  for (const match of sql.matchAll(/COMMENT ON TABLE ([a-z_0-9]+) IS '([a-z]+) (?:business|reference|local)'/g))
    owners.set(match[1]!, match[2]!)
  for (const match of sql.matchAll(/create_fact_family\('([a-z_0-9]+)'\)/g)) {
    owners.set(match[1]!, 'fact').set(`${match[1]!}_history`, 'fact')
  }
  return owners
}

/** Module names in the order in which app/ladder.ts lists them. */
export function ladderOf(text: string): string[] {
  const array = /ladder[^=]*=\s*\[([^\]]*)\]/.exec(text)?.[1] ?? ''
  return [...array.matchAll(/\b([a-z]+)(?:Module)?\b/gi)].map((match) => match[1]!.replace(/Module$/, ''))
}

function readAll(pattern: string): SourceFile[] {
  return globSync(pattern, { cwd: root }).map((path) => ({
    path: path.replaceAll('\\', '/'),
    text: readFileSync(join(root, path), 'utf8'),
  }))
}

if (process.argv[1] && relative(process.argv[1], fileURLToPath(import.meta.url)) === '') {
  const files = readAll('src/**/*.{ts,tsx}')
  const ladder = ladderOf(files.find(({ path }) => path === 'src/app/ladder.ts')?.text ?? '')
  const owners = tableOwners(
    readAll('db/**/*.sql')
      .filter(({ path }) => path !== 'db/schema.sql')
      .map(({ text }) => text)
      .join('\n'),
  )
  if (ladder.length === 0 || owners.size === 0) throw new Error('app/ladder.ts or db/migrations could not be read')
  const breaches = checkArchitecture(files, ladder, owners)
  for (const { path, sentence, what } of breaches) console.error(`${path}\n  ${what}\n  ARCHITECTURE.md: ${sentence}`)
  const longest = files
    .map(({ path, text }) => ({ path, lines: text.split('\n').length }))
    .filter(({ lines }) => lines > 400)
  for (const { path, lines } of longest)
    console.error(`${path}\n  ${lines} lines\n  STYLE.md: No file is longer than 400 lines.`)
  console.log(
    `${files.length} files, ${ladder.length} modules, ${owners.size} tables: ${breaches.length + longest.length} breaches`,
  )
  process.exitCode = breaches.length + longest.length > 0 ? 1 : 0
}
