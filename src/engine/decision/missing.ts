import type { Decision, Program, ScorecardDecision } from '../program.ts'
import type { NameNode, Node } from '../tree.ts'
import type { Facts, Value } from '../value.ts'
import { answersOf, type Outcome, Veto } from './answer.ts'
import { factsOf } from './compile.ts'
import { namesOf, namesOfAll } from './names.ts'
import { type Environment, holds } from './nodes.ts'
import { weighCharacteristic } from './settle-scorecard.ts'
import { settleTable } from './settle-table.ts'

/** Every name of the program with its value: the facts as given and the answers as found. */
export function environmentOf(program: Program, facts: Facts, outcome: Outcome): Environment {
  const environment: Record<string, Value> = { ...outcome.values }
  for (const identifier of factsOf(program)) environment[identifier] = facts[identifier] ?? null
  return environment
}

/**
 * The unknown facts that leave an answer without a value, by the answer's identifier, in order of first use. What another decision
 * lacks is named in its place. Empty where the answer is known, or is not known for another reason than a missing fact.
 */
export function missingFacts(program: Program, facts: Facts, outcome: Outcome): ReadonlyMap<string, readonly string[]> {
  const environment = environmentOf(program, facts, outcome)
  const missing = new Map<string, readonly string[]>()
  for (const decision of program.decisions) {
    for (const { word, output } of answersOf(decision)) {
      const names = environment[word.identifier] === null ? unknownNames(decision, output, program, environment) : []
      const found = names.flatMap(({ of, identifier }) =>
        of === 'fact' ? [identifier] : (missing.get(identifier) ?? []),
      )
      missing.set(word.identifier, [...new Set(found)])
    }
  }
  return missing
}

/** The unknown names because of which one answer of the decision is open. */
function unknownNames(
  decision: Decision,
  output: number | 'score',
  program: Program,
  environment: Environment,
): readonly NameNode[] {
  const unknown = (nodes: readonly Node[]) => namesOfAll(nodes).filter((name) => environment[name.identifier] === null)
  switch (decision.kind) {
    case 'formula':
      return unknown([decision.expression])
    case 'native':
      return unknown(decision.inputs)
    case 'table':
      return unknown(settleTable(decision, program.head.dialect, environment).open[output as number]!)
    case 'scorecard':
      return unknown(openNodesOfScorecard(decision, output, program, environment))
  }
}

function openNodesOfScorecard(
  decision: ScorecardDecision,
  output: number | 'score',
  { head }: Program,
  environment: Environment,
): readonly Node[] {
  return decision.characteristics.flatMap((one) => {
    const { possible, none, low, high, veto } = weighCharacteristic(one, head.dialect, environment)
    const certain = possible.length + Number(none) <= 1
    const matters = low !== high || (output !== 'score' && veto === Veto.open)
    if (certain || !matters) return []
    return one.attributes
      .map(({ test }) => test)
      .filter((test) => holds(test, environment) === null && namesOf(test).length > 0)
  })
}
