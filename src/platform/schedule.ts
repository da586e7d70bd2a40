import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'

export interface Rhythm {
  readonly name: string
  readonly everyMs: number
  readonly work: () => Promise<unknown>
}

/** Does `work` again and again, never twice at once, until `signal` is aborted; a failure is logged and the next turn comes. */
export async function keepDoing({ name, everyMs, work }: Rhythm, log: Logger, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await work()
    } catch (error) {
      if (!signal.aborted) log.error({ err: error, work: name }, 'unattended work failed')
    }
    await sleep(everyMs, undefined, { signal }).catch(() => {})
  }
}
