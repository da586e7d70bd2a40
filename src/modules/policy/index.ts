import { defineModule } from '../../platform/module.ts'
import { policyCommands } from './commands.ts'
import { POLICY_ACTS } from './contract.ts'
import { policyRoutes } from './routes.ts'

export { checkedPolicies, checkReports, type FolderReport } from './check-report.ts'
export type { CheckedFolder } from './checking.ts'
export { clauseViews } from './clause-view.ts'
export type { BookRange, PolicyFile, PolicyFolder, PolicyVersion, Segment, VersionState } from './domain.ts'
export { readFolders } from './folder.ts'
export { handStatement } from './hand-statement.ts'
export { declaredHooks, declareHooks } from './hooks.ts'
export { type ImportedPolicy, importPolicies } from './import-policies.ts'
export { hookInForce, programForBook, programInForce, programOf, showVersion, versionsInForce } from './in-force.ts'
export { clauseOf, type LoadedProgram, resultDecision } from './programs.ts'
export { loadShippedPolicies } from './shipped.ts'
export { type GradedOptions, gradedStatement } from './statement.ts'
export { readVersionNumber } from './version-number.ts'
export { listVersions } from './views.ts'

export const policyModule = defineModule({
  name: 'policy',
  title: '制度库',
  acts: POLICY_ACTS,
  commands: policyCommands,
  routes: policyRoutes,
})
