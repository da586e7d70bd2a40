import { answersOf } from '../decision/answer.ts'
import { children, namesOfAll } from '../decision/names.ts'
import { nodesOf } from '../decision/settle.ts'
import type { Decision, Program } from '../program.ts'
import type { NameNode, Node } from '../tree.ts'
import type { Type } from '../type.ts'
import type { Value } from '../value.ts'
import { type Axis, axisOf, sampleOf } from './axis.ts'
import { type Cut, cutsOf } from './cuts.ts'

/** A fact of the program with values that stand for all: one of each part into which all the program's conditions cut it. */
export interface FactParts {
  readonly identifier: string
  readonly type: Type
  readonly samples: readonly Value[]
  /** False where the program also computes with the fact: two values of one part may then lead to different ends. */
  readonly exact: boolean
}

export function factPartsOf(program: Program): ReadonlyMap<string, FactParts> {
  const found = new Map<string, { name: NameNode; cuts: Cut[]; exact: boolean }>()
  for (const node of program.decisions.flatMap(nodesOf)) collect(node)
  return new Map([...found.values()].map(({ name, cuts, exact }) => [name.identifier, partsOf(name, cuts, exact)]))

  function collect(node: Node): void {
    const name = askedName(node)
    const cuts = name && cutsOf(node, name)
    if (name && cuts) note(name, cuts, true)
    else if (node.kind === 'name' && node.of === 'fact') note(node, [], node.type.kind === 'boolean')
    else for (const child of children(node)) collect(child)
  }

  function note(name: NameNode, cuts: readonly Cut[], exact: boolean): void {
    const entry = found.get(name.identifier) ?? { name, cuts: [], exact: true }
    entry.cuts.push(...cuts)
    entry.exact &&= exact
    found.set(name.identifier, entry)
  }
}

/** The one fact that a boolean condition asks about. */
function askedName(node: Node): NameNode | undefined {
  if (node.kind !== 'compare' && node.kind !== 'in' && node.kind !== 'known') return undefined
  const names = namesOfAll([node])
  return names.length === 1 && names[0]!.of === 'fact' ? names[0] : undefined
}

function partsOf(name: NameNode, cuts: readonly Cut[], exact: boolean): FactParts {
  const axis: Axis | undefined = axisOf(name.identifier, name.name, name, cuts)
  const { identifier, type } = name
  if (!axis) return { identifier, type, samples: [null], exact: false }
  return { identifier, type, samples: axis.parts.map((part) => sampleOf(axis, part)), exact }
}

/** The facts that trees read, directly or through other decisions. */
export function factsBehind(program: Program, nodes: readonly Node[]): ReadonlySet<string> {
  const makers = new Map<string, Decision>()
  for (const decision of program.decisions)
    for (const { word } of answersOf(decision)) makers.set(word.identifier, decision)
  const facts = new Set<string>()
  const seen = new Set<Decision>()
  const visit = (part: readonly Node[]): void => {
    for (const { identifier } of namesOfAll(part)) {
      const maker = makers.get(identifier)
      if (!maker) facts.add(identifier)
      else if (!seen.has(maker)) {
        seen.add(maker)
        visit(nodesOf(maker))
      }
    }
  }
  visit(nodes)
  return facts
}
