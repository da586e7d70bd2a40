import { defineModule } from '../../platform/module.ts'
import { registerFactSource } from '../fact/index.ts'
import { CUSTOMER_ACTS } from './contract.ts'
import { CUSTOMER_SOURCE } from './facts.ts'
import { importCommand } from './import/command.ts'
import { importTask } from './import/task.ts'

export type { CustomerDraft, CustomerKind, CustomerStage, DraftFacts, SaveMode, Verdict } from './domain.ts'
export { type SaveOptions, type SaveResult, saveCustomers } from './save.ts'

registerFactSource(CUSTOMER_SOURCE)

export const customerModule = defineModule({
  name: 'customer',
  title: '客户档案',
  acts: CUSTOMER_ACTS,
  commands: [importCommand],
  tasks: [importTask],
})
