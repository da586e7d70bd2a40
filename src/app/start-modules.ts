import type { Ground } from '../platform/ground.ts'
import { ladder } from './ladder.ts'

/** Once per process, in the ladder's order. */
export async function startModules(ground: Ground): Promise<void> {
  for (const { start } of ladder) await start?.(ground)
}
