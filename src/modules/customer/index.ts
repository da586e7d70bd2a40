import { defineModule } from '../../platform/module.ts'
import { registerFactSource } from '../fact/index.ts'
import { customerCommands } from './commands.ts'
import { CUSTOMER_ACTS } from './contract.ts'
import { CUSTOMER_SOURCE } from './facts.ts'
import { importCommand } from './import/command.ts'
import { importTask } from './import/task.ts'
import { customerRoutes } from './routes.ts'
import { selectionCommands } from './selection-commands.ts'

export type {
  CustomerDraft,
  CustomerKind,
  CustomerStage,
  DraftFacts,
  SaveMode,
  StoredCustomer,
  Verdict,
} from './domain.ts'
export { nameOf } from './domain.ts'
export { maskCustomer } from './masking.ts'
export { listRelated, type RelationDraft } from './related.ts'
export { type SaveOptions, type SaveResult, saveCustomers } from './save.ts'
export { findCustomer, searchCustomers } from './search.ts'
export { relateCustomer } from './service.ts'
export { type CustomerSheet, customerSheet } from './sheet.ts'
export { type CustomerLine, listCustomers } from './views.ts'

registerFactSource(CUSTOMER_SOURCE)

export const customerModule = defineModule({
  name: 'customer',
  title: '客户档案',
  acts: CUSTOMER_ACTS,
  commands: [importCommand, ...customerCommands, ...selectionCommands],
  tasks: [importTask],
  routes: customerRoutes,
})
