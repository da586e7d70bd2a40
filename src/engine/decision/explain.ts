import { showValue } from '../literal.ts'
import type { Decision, Program } from '../program.ts'
import { Reason } from '../reason.ts'
import type { Facts } from '../value.ts'
import { sentence } from '../visit/sentence.ts'
import type { Word } from '../vocabulary.ts'
import { answersOf, answersOfProgram, type Outcome } from './answer.ts'
import { explainScorecard, unknownInScorecard } from './explain-scorecard.ts'
import { explainTable, unknownInTable } from './explain-table.ts'
import { environmentOf, missingFacts } from './missing.ts'
import { namesOfAll } from './names.ts'
import type { Environment } from './nodes.ts'
import { nodesOf } from './settle.ts'
import type { Sheet, SheetAnswer, SheetDecision, SheetInput } from './sheet.ts'

/** What explains a program's outcome in one place: the words by identifier, and every value. */
export interface Explaining {
  readonly program: Program
  readonly words: ReadonlyMap<string, Word>
  readonly environment: Environment
  readonly outcome: Outcome
  /** Missing facts by answer, as identifiers. */
  readonly missing: ReadonlyMap<string, readonly string[]>
}

/** The sheet of one outcome. `facts` must be those that the outcome was made of. */
export function explain(program: Program, facts: Facts, outcome: Outcome): Sheet {
  const words = new Map(
    [...program.inputs, ...answersOfProgram(program).map(({ word }) => word)].map((word) => [word.identifier, word]),
  )
  const environment = environmentOf(program, facts, outcome)
  const explaining: Explaining = {
    program,
    words,
    environment,
    outcome,
    missing: missingFacts(program, facts, outcome),
  }
  const { id, title, version, effective } = program.head
  return {
    document: { id, title, version, effective },
    result: program.result?.word.identifier ?? null,
    decisions: program.decisions.map((decision) => explainDecision(decision, explaining)),
  }
}

function explainDecision(decision: Decision, explaining: Explaining): SheetDecision {
  const base = {
    clause: decision.clause.number,
    name: decision.word.name,
    answers: answersOf(decision).map(({ word }) => explainAnswer(decision, word, explaining)),
    inputs: explainInputs(decision, explaining),
  }
  switch (decision.kind) {
    case 'formula':
      return { kind: 'formula', ...base, sentence: sentence(decision.expression) }
    case 'native':
      return { kind: 'native', ...base, native: decision.native, parameters: decision.parameters }
    case 'table':
      return { kind: 'table', ...base, ...explainTable(decision, explaining) }
    case 'scorecard':
      return { kind: 'scorecard', ...base, ...explainScorecard(decision, explaining) }
  }
}

function explainAnswer(decision: Decision, word: Word, explaining: Explaining): SheetAnswer {
  const { identifier, name } = word
  const reason = explaining.outcome.reasons[identifier]!
  const missing = explaining.missing.get(identifier) ?? []
  return {
    name,
    identifier,
    value: showValue(word, explaining.environment[identifier]!),
    known: reason === Reason.known,
    reason,
    because: becauseOf(
      decision,
      reason,
      missing.map((fact) => nameOf(fact, explaining)),
    ),
    missing,
  }
}

function explainInputs(decision: Decision, explaining: Explaining): readonly SheetInput[] {
  return namesOfAll(nodesOf(decision)).map(({ name, identifier, of }) => {
    const value = explaining.environment[identifier]!
    const word = explaining.words.get(identifier)
    return {
      name,
      identifier,
      of: of === 'decision' ? 'decision' : 'fact',
      value: word === undefined ? String(value) : showValue(word, value),
      known: value !== null,
      effect: value === null ? effectOf(decision, identifier, explaining) : '',
    }
  })
}

/** What it does to the decision that this name is unknown. */
function effectOf(decision: Decision, identifier: string, explaining: Explaining): string {
  switch (decision.kind) {
    case 'scorecard':
      return unknownInScorecard(decision, identifier, explaining)
    case 'table':
      return unknownInTable(decision, identifier, explaining)
    case 'formula':
    case 'native':
      return explaining.environment[decision.word.identifier] === null ? '因此没有结果' : '不影响结果'
  }
}

export function nameOf(identifier: string, { words }: Explaining): string {
  return words.get(identifier)?.name ?? identifier
}

/** A reason as a sentence. */
function becauseOf(decision: Decision, reason: Reason, missing: readonly string[]): string {
  const wanting = missing.length === 0 ? '' : `：缺少${missing.map((name) => `“${name}”`).join('、')}`
  switch (reason) {
    case Reason.known:
      return ''
    case Reason.missing:
      return missing.length === 0 ? '规则写明此时未知' : `缺少${missing.map((name) => `“${name}”`).join('、')}`
    case Reason.noRow:
      return decision.kind === 'scorecard' ? '有一个基本项没有适用的分档' : '没有适用的行'
    case Reason.conflict:
      return decision.kind === 'table' && decision.hit === 'U' ? '同时适用的不止一行' : '适用的行结果不同'
    case Reason.notComputable:
      return '算不出来：除数为零，或结果超出范围'
    case Reason.vetoOpen:
      return `一票否决项不能判断${wanting}`
    case Reason.scoreOpen:
      return `得分不能确定${wanting}`
    case Reason.outsideBands:
      return '得分不在任何等级的范围内'
  }
}
