import { sql } from 'kysely'
import { typeOfFact } from '../../engine/literal.ts'
import { type Vocabulary, vocabulary, type Word } from '../../engine/vocabulary.ts'
import type { Context } from '../../platform/context.ts'
import { type FactDefinition, isFactIdentifier, isFactType, sameFactType, showFactType } from './domain.ts'
import { failures } from './failures.ts'
import { factSource } from './source.ts'

interface DefinitionRow {
  subject: string
  identifier: string
  name: string
  type: string
  unit: string
  codes: string[]
  protection: 'measure' | 'public'
  source: string
  fresh_days: number | null
  family: string
  defined_by: string | null
}

/** The dictionary of one subject in the order of its families: shipped facts and the organisation's own. */
export async function listFacts(ctx: Pick<Context, 'db'>, subject: string): Promise<FactDefinition[]> {
  const { rows } = await sql<DefinitionRow>`
    SELECT subject, identifier, name, type, unit, codes, protection, source, fresh_days, family, defined_by
    FROM fact_definition WHERE subject = ${subject} ORDER BY family, created_at, identifier`.execute(ctx.db)
  return rows.map((row) => ({
    subject: row.subject,
    identifier: row.identifier,
    name: row.name,
    type: row.type,
    unit: row.unit,
    codes: row.codes,
    protection: row.protection,
    source: row.source,
    freshDays: row.fresh_days ?? undefined,
    family: row.family,
    definedBy: row.defined_by ?? undefined,
  }))
}

/** Every word that a rule about the subject may use: the columns of its own table, then the dictionary. */
export async function factVocabulary(ctx: Pick<Context, 'db'>, subject: string): Promise<Vocabulary> {
  const own = (factSource(subject)?.words ?? []).map((word) => wordOf(word))
  const defined = (await listFacts(ctx, subject)).map((definition) => wordOf(definition))
  return vocabulary(subject, [...own, ...defined])
}

function wordOf(
  fact: Pick<FactDefinition, 'name' | 'identifier' | 'type' | 'unit' | 'codes'> & Partial<FactDefinition>,
): Word {
  const type = typeOfFact(fact.type, fact.unit, fact.codes)
  if (type === undefined) throw failures.badType({ name: fact.name, type: fact.type })
  return {
    name: fact.name,
    identifier: fact.identifier,
    type,
    unit: fact.unit,
    ...(fact.source === undefined ? {} : { source: fact.source }),
    ...(fact.freshDays === undefined ? {} : { freshDays: fact.freshDays }),
  }
}

/**
 * Adds a fact to the dictionary and its column to its family. Adding the same fact again is no change; the same name or
 * identifier for something else is `fact.differs` or `fact.nameTaken`. The column is added under a lock timeout of 3 s.
 */
export async function addFact(ctx: Pick<Context, 'db'>, wanted: FactDefinition): Promise<'added' | 'unchanged'> {
  if (!isFactIdentifier(wanted.identifier)) throw failures.badIdentifier({ identifier: wanted.identifier })
  if (!isFactType(wanted.type) || (wanted.type === '代码' && wanted.codes.length === 0))
    throw failures.badType({ name: wanted.name, type: wanted.type })
  const present = await listFacts(ctx, wanted.subject)
  const own = factSource(wanted.subject)?.words ?? []
  const same = [...present, ...own].find((fact) => fact.identifier === wanted.identifier)
  if (same !== undefined) {
    if (same.name === wanted.name && sameFactType(same, wanted)) return 'unchanged'
    throw failures.differs({
      name: same.name,
      identifier: same.identifier,
      present: showFactType(same),
      wanted: showFactType(wanted),
    })
  }
  const named = [...present, ...own].find((fact) => fact.name === wanted.name)
  if (named !== undefined) throw failures.nameTaken({ name: wanted.name, identifier: named.identifier })
  await requireFamily(ctx, wanted.family)
  await addColumn(ctx, wanted)
  return 'added'
}

async function addColumn(ctx: Pick<Context, 'db'>, fact: FactDefinition): Promise<void> {
  try {
    await sql`SELECT add_fact(${fact.subject}, ${fact.identifier}, ${fact.name}, ${fact.type}, ${fact.unit},
      ${fact.codes}::text[], ${fact.protection}, ${fact.source}, ${fact.freshDays ?? null}::int, ${fact.family},
      ${fact.definedBy ?? null})`.execute(ctx.db)
  } catch (error) {
    if ((error as { code?: string }).code === '55P03') throw failures.busy({ name: fact.name }, { cause: error })
    throw error
  }
}

/** The columns of a family, with their PostgreSQL types, as the dictionary knows them. */
export async function familyFacts(ctx: Pick<Context, 'db'>, family: string): Promise<FactDefinition[]> {
  const subject = family.split('_')[1] ?? ''
  const facts = (await listFacts(ctx, subject)).filter((fact) => fact.family === family)
  if (facts.length === 0) await requireFamily(ctx, family)
  return facts
}

async function requireFamily(ctx: Pick<Context, 'db'>, family: string): Promise<void> {
  const { rows } = await sql<{ table_name: string }>`
    SELECT c.relname AS table_name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'zhike' AND c.relkind IN ('r', 'p') AND c.relname LIKE 'fact\_%' AND c.relname NOT LIKE '%\_history'
      AND c.relname <> 'fact_definition' ORDER BY 1`.execute(ctx.db)
  const known = rows.map((row) => row.table_name)
  if (!known.includes(family)) throw failures.unknownFamily({ family, known: known.join('、') })
}
