import type { HookDeclaration } from '../../engine/index.ts'

/** Every hook of every module, by name. A module adds its own when it is composed. */
const declared = new Map<string, HookDeclaration>()

/** Declares a module's hooks; the same name twice is a mistake of the code. */
export function declareHooks(hooks: readonly HookDeclaration[]): void {
  for (const hook of hooks) {
    if (declared.has(hook.name) && declared.get(hook.name) !== hook)
      throw new Error(`hook ${hook.name} is declared twice`)
    declared.set(hook.name, hook)
  }
}

export function declaredHooks(): HookDeclaration[] {
  return [...declared.values()]
}
