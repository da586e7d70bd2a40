import { ZenEngine } from '@gorules/zen-engine'
import { Engine } from 'json-rules-engine'

/** A scorecard as plain numbers: of each characteristic the lower ends of its attributes, highest first, and their points. */
export interface PlainScorecard {
  readonly characteristics: readonly {
    readonly fact: string
    readonly attributes: readonly (readonly [from: number, points: number])[]
  }[]
  /** Lower ends of the grades, highest first. */
  readonly grades: readonly (readonly [grade: string, from: number])[]
}

export type PlainFacts = Readonly<Record<string, number>>

/** One way to grade customers: all of them, one after the other as far as a caller can tell. */
export type GradeAll = (customers: readonly PlainFacts[]) => Promise<readonly string[]>

const LOWEST = -1_000_000_000

/**
 * The scorecard in GoRules' zen engine, as its editor would have it: one decision table per characteristic, one expression for the sum,
 * one table for the grade; the trace on. The decision is made once; calls run `together` at a time.
 */
export function zenScorecard({ characteristics, grades }: PlainScorecard, together: number): GradeAll {
  const decision = new ZenEngine().createDecision(Buffer.from(JSON.stringify(zenGraph({ characteristics, grades }))))
  return async (customers) => {
    const found: string[] = []
    for (let at = 0; at < customers.length; at += together) {
      const batch = customers.slice(at, at + together)
      const answers = await Promise.all(batch.map((customer) => decision.evaluate(customer, { trace: true })))
      for (const { result } of answers) found.push((result as { grade: string }).grade)
    }
    return found
  }
}

function zenGraph({ characteristics, grades }: PlainScorecard) {
  const tables = characteristics.map(({ fact, attributes }, index) =>
    zenTable(
      `t${index}`,
      fact,
      `p${index}`,
      attributes.map(([from, points]) => [from, String(points)]),
    ),
  )
  const sum = {
    id: 'sum',
    type: 'expressionNode',
    name: 'sum',
    content: {
      expressions: [{ id: 'e', key: 'score', value: characteristics.map((_, index) => `p${index}`).join(' + ') }],
    },
  }
  const grade = zenTable(
    'grade',
    'score',
    'grade',
    grades.map(([name, from]) => [from, `"${name}"`]),
  )
  const input = { id: 'in', type: 'inputNode', name: 'in' }
  const output = { id: 'out', type: 'outputNode', name: 'out' }
  const edge = (sourceId: string, targetId: string) => ({
    id: `${sourceId}-${targetId}`,
    type: 'edge',
    sourceId,
    targetId,
  })
  return {
    nodes: [input, ...tables, sum, grade, output],
    edges: [
      ...tables.flatMap(({ id }) => [edge('in', id), edge(id, 'sum')]),
      edge('sum', 'grade'),
      edge('grade', 'out'),
    ],
  }
}

function zenTable(
  id: string,
  input: string,
  output: string,
  rows: readonly (readonly [from: number, value: string])[],
) {
  return {
    id,
    type: 'decisionTableNode',
    name: id,
    content: {
      hitPolicy: 'first',
      inputs: [{ id: 'i', name: input, field: input }],
      outputs: [{ id: 'o', name: output, field: output }],
      rules: rows.map(([from, value], index) => ({ _id: `${id}-${index}`, i: `>= ${from}`, o: value })),
    },
  }
}

/** The scorecard in json-rules-engine: one rule per attribute; what fired is the trace; sum and grade in JavaScript. */
export function jsonRulesScorecard({ characteristics, grades }: PlainScorecard): GradeAll {
  const engine = new Engine()
  characteristics.forEach(({ fact, attributes }) => {
    attributes.forEach(([from, points], index) => {
      const above = attributes[index - 1]?.[0]
      const conditions = [{ fact, operator: 'greaterThanInclusive', value: from }]
      if (above !== undefined) conditions.push({ fact, operator: 'lessThan', value: above })
      engine.addRule({ conditions: { all: conditions }, event: { type: fact, params: { points } } })
    })
  })
  return async (customers) => {
    const found: string[] = []
    for (const customer of customers) {
      const { events } = await engine.run(customer)
      const score = events.reduce((sum, { params }) => sum + (params as { points: number }).points, 0)
      found.push(grades.find(([, from]) => score >= from)![0])
    }
    return found
  }
}

export { LOWEST }
