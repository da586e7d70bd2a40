import { defineModule } from '../../platform/module.ts'
import { declareHooks } from '../policy/index.ts'
import { ratingCommands } from './commands.ts'
import { RATING_ACTS } from './contract.ts'
import { ratingHooks } from './hooks.ts'
import { assessTask } from './jobs.ts'
import { ratingRoutes } from './routes.ts'

export type { Assessment, GradeCount } from './domain.ts'
export { type ExplainedResult, explainCustomer, explainTrial, listResults, replayResult } from './explain.ts'
export type { RunReport } from './run.ts'
export { type AssessedOne, assessOne, type Simulation, simulate } from './service.ts'
export { resultHistory, resultsInForce } from './views.ts'

const hooks = Object.values(ratingHooks)
declareHooks(hooks)

export const ratingModule = defineModule({
  name: 'rating',
  title: '评定',
  acts: RATING_ACTS,
  hooks,
  tasks: [assessTask],
  commands: ratingCommands,
  routes: ratingRoutes,
})
