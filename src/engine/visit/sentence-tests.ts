import type { Comparison, Node, Test } from '../tree.ts'
import { conditionOf, termOf } from './sentence.ts'

/** What is asked of a subject: “年用量在20万元以上且不满50万元”, “信誉为“好”或“较好””. */
export function sentenceOfTests(subject: Node, tests: readonly Test[]): string {
  const name = termOf(subject)
  const equal = tests.flatMap((test) => (test.kind === 'compare' && test.operator === '=' ? [termOf(test.value)] : []))
  if (equal.length === tests.length) return `${name}为${equal.join('或')}`
  const said = tests.map((test) =>
    test.kind === 'condition' ? conditionOf(test.condition) : `${name}${phrase(subject, test)}`,
  )
  return said.join('，或')
}

function phrase(subject: Node, test: Exclude<Test, { kind: 'condition' }>): string {
  switch (test.kind) {
    case 'any':
      return '不限'
    case 'unknown':
      return '未知'
    case 'member':
      return `在${termOf(test.list)}之中`
    case 'compare':
      return bound(subject, test.operator, test.value)
    case 'range': {
      const { low, high, lowClosed, highClosed } = test
      if (lowClosed && highClosed && subject.type.kind !== 'date') return `在${termOf(low)}以上、${termOf(high)}以下`
      return `${bound(subject, lowClosed ? '>=' : '>', low)}且${bound(subject, highClosed ? '<=' : '<', high)}`
    }
  }
}

function bound(subject: Node, operator: Comparison, value: Node): string {
  const said = termOf(value)
  const phrases = subject.type.kind === 'date' ? DATES : isName(value) ? TERMS : NUMBERS
  return phrases[operator](said)
}

/** After a number 以上 reads well; after a name it does not. */
function isName(node: Node): boolean {
  return node.kind !== 'literal'
}

type Phrases = Readonly<Record<Comparison, (value: string) => string>>

const NUMBERS: Phrases = {
  '=': (value) => `为${value}`,
  '!=': (value) => `不为${value}`,
  '<': (value) => `不满${value}`,
  '<=': (value) => `在${value}以下`,
  '>': (value) => `超过${value}`,
  '>=': (value) => `在${value}以上`,
}

const TERMS: Phrases = {
  '=': (value) => `等于${value}`,
  '!=': (value) => `不等于${value}`,
  '<': (value) => `小于${value}`,
  '<=': (value) => `不大于${value}`,
  '>': (value) => `大于${value}`,
  '>=': (value) => `不小于${value}`,
}

const DATES: Phrases = {
  '=': (value) => `为${value}`,
  '!=': (value) => `不为${value}`,
  '<': (value) => `早于${value}`,
  '<=': (value) => `不晚于${value}`,
  '>': (value) => `晚于${value}`,
  '>=': (value) => `不早于${value}`,
}
