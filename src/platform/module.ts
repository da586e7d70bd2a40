import type { Command } from './command.ts'
import type { Ground } from './ground.ts'
import type { ZhikeServer } from './http/server-type.ts'
import type { TaskHandler } from './tasks/task.ts'

/** What a business module gives to the composition root; an absent field is an absent concern. */
export interface Module {
  /** Its folder's name. */
  readonly name: string
  /** Its Chinese name, as the menu and the help show it. */
  readonly title: string
  /** The acts it knows and their Chinese names: `customer.read` → 查看客户档案. A role may hold any of them. */
  readonly acts?: Readonly<Record<string, string>>
  /** The decisions and acts that it asks policies for. */
  readonly hooks?: readonly { readonly name: string }[]
  readonly tasks?: readonly TaskHandler<never>[]
  readonly commands?: readonly Command[]
  readonly routes?: (server: ZhikeServer) => void
  /** Run once when a process has opened its ground: registers sources, schedules nothing that the ground does not stop. */
  readonly start?: (ground: Ground) => Promise<void>
}

export function defineModule(module: Module): Module {
  return module
}
