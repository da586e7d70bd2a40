import type { Outcome, ScorecardDecision } from '../../engine/index.ts'
import { type LoadedProgram, resultDecision } from '../policy/index.ts'
import type { Assessment } from './domain.ts'

export type Judgement = Pick<Assessment, 'grade' | 'score' | 'scoreLow' | 'scoreHigh' | 'reason'>

/** What a run's statement would write of the same facts: the result decision's value as text, its score and the score's interval. */
export function judgementOf(loaded: LoadedProgram, outcome: Outcome): Judgement {
  const result = resultDecision(loaded)
  const scorecard = result.kind === 'scorecard' ? result : undefined
  const identifier = scorecard?.bands.length === 0 ? scorecard.score.identifier : result.word.identifier
  const value = outcome.values[identifier] ?? null
  return {
    grade: value === null ? null : String(value),
    reason: outcome.reasons[identifier]!,
    ...(scorecard ? scoresOf(scorecard, outcome) : { score: null, scoreLow: null, scoreHigh: null }),
  }
}

function scoresOf(scorecard: ScorecardDecision, { values, trace }: Outcome): Omit<Judgement, 'grade' | 'reason'> {
  const [low, high] = trace[scorecard.word.identifier] ?? []
  const score = values[scorecard.score.identifier] ?? null
  return { score: score === null ? null : Number(score), scoreLow: low ?? null, scoreHigh: high ?? null }
}
