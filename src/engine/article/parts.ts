import { namesOfAll } from '../decision/names.ts'
import type { Decision } from '../program.ts'
import type { Node } from '../tree.ts'
import type { Word } from '../vocabulary.ts'

/** The words that a decision makes, its value first. */
export function wordsOf(decision: Decision): readonly Word[] {
  if (decision.kind === 'table') return decision.outputs.map(({ word }) => word)
  return decision.kind === 'scorecard' ? [decision.word, decision.score] : [decision.word]
}

/** Every expression of a decision, in the order of the text. */
export function nodesOf(decision: Decision): readonly Node[] {
  switch (decision.kind) {
    case 'formula':
      return [decision.expression]
    case 'table':
      return [
        ...decision.inputs.map(({ subject }) => subject),
        ...decision.rows.flatMap((row) => [...row.tests, ...row.outputs]),
      ]
    case 'scorecard':
      return decision.characteristics.flatMap(({ subject, attributes }) => [
        subject,
        ...attributes.map(({ test }) => test),
      ])
    case 'native':
      return decision.inputs
  }
}

/** The facts that decisions read, in order of first use. */
export function inputsOf(decisions: readonly Decision[], facts: ReadonlyMap<string, Word>): Word[] {
  const names = namesOfAll(decisions.flatMap(nodesOf)).filter((node) => node.of === 'fact')
  return names.map(({ name }) => facts.get(name)!)
}
