import type { FactDeclaration, Program, Vocabulary } from '../../engine/index.ts'
import type { Context } from '../../platform/context.ts'
import { addFact, type FactDefinition, factSubjects, factVocabulary } from '../fact/index.ts'
import type { VocabularyOf } from './checking.ts'

/** The dictionary's words of every subject there is. */
export async function vocabularies(ctx: Context): Promise<VocabularyOf> {
  const known = new Map<string, Vocabulary>()
  for (const subject of factSubjects()) known.set(subject, await factVocabulary(ctx, subject))
  return (subject) => known.get(subject)
}

/** Adds the facts that the program's `define` clauses declare to the dictionary; returns the names of the new ones. */
export async function addDeclaredFacts(ctx: Context, program: Program): Promise<string[]> {
  const added: string[] = []
  for (const declaration of program.declarations) {
    const outcome = await addFact(ctx, definitionOf(program, declaration))
    if (outcome === 'added') added.push(declaration.word.name)
  }
  return added
}

/** An organisation's own facts live in its subject's own family, `fact_customer_own`. */
function definitionOf({ head }: Program, { clause, word, typeName, protection }: FactDeclaration): FactDefinition {
  return {
    subject: head.about,
    identifier: word.identifier,
    name: word.name,
    type: typeName,
    unit: word.unit,
    codes: word.type.kind === 'code' ? word.type.codes : [],
    protection,
    source: word.source ?? '',
    freshDays: word.freshDays,
    family: `fact_${head.about}_own`,
    definedBy: `${head.id}/${head.version}/${clause.number}`,
  }
}
