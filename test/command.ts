import assert from 'node:assert/strict'
import { parseArgs } from 'node:util'
import { findCommand } from '../src/app/command-line/catalogue.ts'
import { commands } from '../src/app/commands.ts'
import { startModules } from '../src/app/start-modules.ts'
import type { Ground } from '../src/platform/ground.ts'
import { type Principal, SYSTEM } from '../src/platform/principal.ts'

const started = new WeakMap<Ground, Promise<void>>()

/**
 * Runs one command line on a test's ground, as a pipe would see it: the events that it emits, in order. A failure is thrown; another
 * exit code than 0 fails the test.
 */
export async function zhike(ground: Ground, ...words: string[]): Promise<Record<string, unknown>[]> {
  return zhikeAs(ground, SYSTEM, ...words)
}

export async function zhikeAs(
  ground: Ground,
  principal: Principal,
  ...words: string[]
): Promise<Record<string, unknown>[]> {
  const begun = started.get(ground) ?? startModules(ground)
  started.set(ground, begun)
  await begun
  const [command, args] = findCommand(commands, words)
  assert.ok('run' in command, `${command.name} runs without a ground`)
  const { positionals, values } = parseArgs({ args, options: command.options, allowPositionals: true })
  const events: Record<string, unknown>[] = []
  const io = {
    ground,
    principal,
    json: true,
    signal: new AbortController().signal,
    print: () => {},
    emit: (event: Record<string, unknown>) => void events.push(event),
    progress: () => {},
  }
  assert.equal(await command.run(io, { positionals, values: values as Record<string, string | boolean> }), 0)
  return events
}
