import { defineModule } from '../../platform/module.ts'
import { orgCommands } from './commands.ts'
import { ORG_ACTS } from './contract.ts'
import { orgRoutes } from './routes.ts'

export { ensureAdministrator } from './administrator.ts'
export type { LoadedBooks, NewBook, NewPost, NewStaff, NewUnit, OrganisationTree, Reach, Unit } from './domain.ts'
export { loadOrganisation } from './load.ts'
export { principalOfStaff, staffPrincipals } from './principals.ts'
export {
  assignPost,
  createBook,
  createStaff,
  createUnit,
  definePost,
  disableStaff,
  endPost,
  handOverBook,
  issueStaffCode,
} from './service.ts'
export { findStaff, findUnit, listBooks, listStaff, listUnits, missingBooks, unitRange } from './views.ts'

export const orgModule = defineModule({
  name: 'org',
  title: '机构、岗位与员工',
  acts: ORG_ACTS,
  commands: orgCommands,
  routes: orgRoutes,
})
