import { defineModule } from '../../platform/module.ts'
import { factCommands } from './commands.ts'
import { FACT_ACTS } from './contract.ts'
import { factRoutes } from './routes.ts'

export { type Choice, chosenBy } from './chosen.ts'
export { compileCondition, type FactCondition } from './condition.ts'
export { addFact, factVocabulary, listFacts } from './dictionary.ts'
export type { FactColumnValue, FactDefinition, FactRow, Moment, Provenance } from './domain.ts'
export { loadMetric, type MetricValue, saveMetrics } from './metric.ts'
export { type FactRelation, factRelation, type PartySpan } from './relation.ts'
export { type FactSource, factSubjects, registerFactSource, type SourceWord } from './source.ts'
export { type FactVerdict, judgeFacts, type SaveCounts, saveFacts } from './store.ts'
export { type LoadedFacts, loadFacts } from './views.ts'

export const factModule = defineModule({
  name: 'fact',
  title: '数据项与指标',
  acts: FACT_ACTS,
  commands: factCommands,
  routes: factRoutes,
})
