import { attributeOf, type PolicyDocument } from '../article/document.ts'
import { checkProgram } from '../decision/check-program.ts'
import { namesOfAll } from '../decision/names.ts'
import { type Natives, NO_NATIVES } from '../decision/native.ts'
import { nodesOf } from '../decision/settle.ts'
import type { Decision, Program, ScorecardDecision } from '../program.ts'
import { type Finding, inOrderOfText } from './finding.ts'
import { findingOf } from './found.ts'
import { lintGrades } from './grades.ts'
import { lintRuleset } from './lint-ruleset.ts'
import { rulesetOfCharacteristic, rulesetOfTable } from './ruleset.ts'
import { type Trials, trialsOf } from './trials.ts'

export interface LintOptions {
  readonly natives?: Natives
  /** Identifiers of facts that other documents use: declared here, they are not idle. */
  readonly usedElsewhere?: ReadonlySet<string>
}

/**
 * Reads a checked program as a lawyer would, in the order of its text. What it says of values it has shown by running the program;
 * what it cannot show it says so, or leaves out. Never throws for a program that compiles with these natives; empty for one that does not.
 */
export function lintProgram(program: Program, options: LintOptions = {}): readonly Finding[] {
  const natives = options.natives ?? NO_NATIVES
  if (checkProgram(program, natives).length > 0) return []
  const trials = trialsOf(program, natives)
  const findings = program.decisions.flatMap((decision) => lintDecision(decision, trials))
  return inOrderOfText([...findings, ...lintUnused(program, options.usedElsewhere ?? new Set())])
}

function lintDecision(decision: Decision, trials: Trials): readonly Finding[] {
  switch (decision.kind) {
    case 'table':
      return lintRuleset(rulesetOfTable(decision), trials)
    case 'scorecard':
      return [
        ...decision.characteristics.flatMap((_, index) =>
          lintRuleset(rulesetOfCharacteristic(decision, index), trials),
        ),
        ...lintVetoes(decision),
        ...lintGrades(decision, trials),
      ]
    case 'formula':
    case 'native':
      return []
  }
}

function lintVetoes(decision: ScorecardDecision): readonly Finding[] {
  return decision.characteristics.flatMap(({ text, attributes }, index) =>
    attributes.flatMap(({ partial, reason, cell }, at) =>
      partial === null && reason === ''
        ? [
            findingOf(
              rulesetOfCharacteristic(decision, index),
              'warning',
              'veto-without-reason',
              [at],
              `一票否决“${text} ${cell}”没有写理由`,
            ),
          ]
        : [],
    ),
  )
}

function lintUnused(program: Program, usedElsewhere: ReadonlySet<string>): readonly Finding[] {
  const used = new Set([
    ...usedElsewhere,
    ...namesOfAll(program.decisions.flatMap(nodesOf)).map(({ identifier }) => identifier),
  ])
  const formulas = program.decisions.filter(
    (decision) => decision.kind === 'formula' && decision !== program.result && decision.clause.binds.length === 0,
  )
  return [...program.declarations, ...formulas]
    .filter(({ word }) => !used.has(word.identifier))
    .map(({ clause, word }) => ({
      severity: 'warning',
      code: 'fact-unused',
      clause: { number: clause.number, name: clause.name },
      source: clause.source,
      rows: [],
      message: `“${word.name}”定义了，没有一条规则用到它`,
    }))
}

/** 期限未明: duties that set no time. */
export function lintDocument(document: PolicyDocument): readonly Finding[] {
  const duties = document.articles.flatMap(({ clauses }) => clauses.filter(({ kind }) => kind === 'duty'))
  return duties.flatMap((clause) =>
    clause.blocks.flatMap((block): readonly Finding[] => {
      if (block.kind !== 'table') return []
      const column = block.header.findIndex(({ text }) => text === '时限')
      return block.rows.flatMap(({ cells, source }, index): Finding[] => {
        const limit = cells[column]?.text ?? ''
        if (limit !== '' && limit !== '-') return []
        const { number, name } = clause
        const message = `期限未明：“${name || attributeOf(clause, 'about')?.value || number}”没有写多久以内办`
        return [
          {
            severity: 'warning',
            code: 'deadline-missing',
            clause: { number, name },
            source,
            rows: [index + 1],
            message,
          },
        ]
      })
    }),
  )
}
