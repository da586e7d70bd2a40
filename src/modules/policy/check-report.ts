import { checkBindings, type Program, showProblem, sqlCases } from '../../engine/index.ts'
import { authorise, type Context } from '../../platform/context.ts'
import { type CheckedFolder, checkFolders, errorsOf, runCasesOf, uncanonical } from './checking.ts'
import type { PolicyFolder } from './domain.ts'
import { declaredHooks } from './hooks.ts'
import { vocabularies } from './words.ts'

/** What `policy check` says of one folder. */
export interface FolderReport {
  readonly path: string
  /** 《大客户管理办法》第 1 版; undefined where the head could not be read. */
  readonly title: string | undefined
  /** What must be mended before the document can be loaded, one line each: file:line:column and the message. */
  readonly faults: readonly string[]
  readonly warnings: readonly string[]
  /** How many cases ran. */
  readonly cases: number
}
