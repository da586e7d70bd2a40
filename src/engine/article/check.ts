import type { Scope } from '../language/scope.ts'
import type { Problem } from '../problem.ts'
import type { Binding, Decision, FactDeclaration, Program } from '../program.ts'
import type { Vocabulary, Word } from '../vocabulary.ts'
import { readCasesOf } from './cases.ts'
import { attributeOf, type Clause, type PolicyDocument } from './document.ts'
import { type Draft, headOf, type Report, startReport } from './draft.ts'
import { nameFault } from './name-fault.ts'
import { inOrder } from './order.ts'
import { inputsOf, wordsOf } from './parts.ts'
import { resultOf } from './result.ts'
import { type Rules, readRules } from './rules.ts'

export interface CheckedDocument {
  /** Undefined where a problem is an error. */
  readonly program: Program | undefined
  readonly problems: readonly Problem[]
}

/** Checks a read document against the words of its subject: what comes out is what the back ends compile. */
export function checkDocument(document: PolicyDocument, vocabulary: Vocabulary): CheckedDocument {
  const problems: Problem[] = []
  const report = startReport(problems)
  checkSubject(document, vocabulary, report)
  const rules = readRules(document, vocabulary, report)
  const facts = factsOf(vocabulary, rules.declarations, report)
  checkNames(rules.drafts, facts, report)
  const decisions = checkDecisions(document, rules, facts, report)
  const cases = casesOf(document, facts, decisions, report)
  const program: Program = {
    head: document.head,
    declarations: rules.declarations,
    decisions,
    result: resultOf(clausesOf(document), decisions, report),
    inputs: inputsOf(decisions, facts),
    bindings: decisions.flatMap((decision): Binding[] =>
      decision.clause.binds.map((hook) => ({ hook, clause: decision.clause, decision: decision.word.name })),
    ),
    cases,
  }
  const sound = !problems.some(({ severity }) => severity === 'error')
  return { program: sound ? program : undefined, problems }
}

function clausesOf(document: PolicyDocument): readonly Clause[] {
  return document.articles.flatMap((article) => article.clauses)
}

function checkSubject({ head, articles, file }: PolicyDocument, vocabulary: Vocabulary, report: Report): void {
  if (head.about !== vocabulary.subject) {
    const source = { file: file.file, text: '', line: 1, column: 1 }
    report.clause(
      { source },
      'subject',
      `制度说的是“${head.about}”，数据项是“${vocabulary.subject}”的`,
      vocabulary.subject,
    )
  }
  for (const clause of articles.flatMap((article) => article.clauses)) {
    const about = attributeOf(clause, 'about')
    if (about && about.value !== head.about && isRule(clause)) {
      report.clause(headOf(clause), 'subject', `条款说的是“${about.value}”，制度说的是“${head.about}”`, head.about)
    }
  }
}

function isRule({ kind }: Clause): boolean {
  return kind === 'define' || kind === 'decide'
}

function factsOf(
  vocabulary: Vocabulary,
  declarations: readonly FactDeclaration[],
  report: Report,
): ReadonlyMap<string, Word> {
  const facts = new Map(vocabulary.words)
  const seen = new Map<string, FactDeclaration>()
  for (const declaration of declarations) {
    const { word, clause } = declaration
    const twin = seen.get(word.name) ?? seen.get(word.identifier)
    if (twin) report.clause(clause, 'fact-twice', `“${word.name}”在${twin.clause.number}已经定义`)
    seen.set(word.name, declaration).set(word.identifier, declaration)
    facts.set(word.name, word)
  }
  return facts
}

function checkNames(drafts: readonly Draft[], facts: ReadonlyMap<string, Word>, report: Report): void {
  const makers = new Map<string, Draft>()
  for (const draft of drafts) {
    for (const { name } of draft.makes) {
      const fault = nameFault(name)
      if (fault) report.clause(draft.head, 'decision-name', fault)
      if (facts.has(name)) report.clause(draft.head, 'same-name', `“${name}”已经是数据项，判定要用别的名称`)
      const maker = makers.get(name)
      if (maker) report.clause(draft.head, 'same-name', `“${name}”在${maker.head.number}已经判定，名称不能重复`)
      makers.set(name, draft)
    }
  }
}

/** In the order of their uses. What uses a decision that has errors is not checked: its problems would only be echoes. */
function checkDecisions(
  document: PolicyDocument,
  rules: Rules,
  facts: ReadonlyMap<string, Word>,
  report: Report,
): Decision[] {
  const drafts = [...rules.drafts, ...rules.broken]
  const decisions = new Set(drafts.flatMap((draft) => draft.makes.map(({ name }) => name)))
  let scope: Scope = { dialect: document.head.dialect, words: facts, decisions }
  const { ordered, usesOf } = inOrder(drafts, facts.keys(), report)
  const failed = new Set<Draft>(drafts.filter((draft) => !ordered.includes(draft)))
  return ordered.flatMap((draft) => {
    const echo = usesOf(draft).some((used) => failed.has(used))
    const decision = echo ? undefined : draft.check(scope, report)
    if (!decision) {
      failed.add(draft)
      return []
    }
    const made = wordsOf(decision).map((word) => [word.name, word] as const)
    // A scope never changes: what the language derives from one stays right.
    scope = { ...scope, words: new Map([...scope.words, ...made]) }
    return [decision]
  })
}

function casesOf(
  document: PolicyDocument,
  facts: ReadonlyMap<string, Word>,
  decisions: readonly Decision[],
  report: Report,
) {
  const words = new Map(decisions.flatMap(wordsOf).map((word) => [word.name, word]))
  const broken = report.problems.some(({ severity }) => severity === 'error')
  // Where a rule has errors its cases cannot be judged: its name would be called unknown.
  if (broken) return []
  const cases = clausesOf(document).flatMap((clause) => readCasesOf(clause, { facts, decisions: words }, report))
  if (report.problems.some(({ severity }) => severity === 'error')) return []
  const proved = new Set(cases.flatMap(({ expected }) => Object.keys(expected)))
  for (const decision of decisions) {
    if (!wordsOf(decision).some(({ identifier }) => proved.has(identifier))) {
      report.warn(decision.clause, 'no-case', `“${decision.word.name}”没有用例`)
    }
  }
  return cases
}
