import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { principalOfStaff } from '../../modules/org/index.ts'
import { sealAtEnd } from '../../platform/audit/seal.ts'
import type { Command, CommandInput } from '../../platform/command.ts'
import { readConfig } from '../../platform/config.ts'
import { openGround } from '../../platform/ground.ts'
import { EXIT_CODES, present } from '../../platform/presenter.ts'
import { SYSTEM } from '../../platform/principal.ts'
import { failures } from '../failures.ts'
import { startModules } from '../start-modules.ts'
import { type AnyCommand, findCommand, helpText, type Shell, usageText } from './catalogue.ts'
import { type Outlet, type Terminal, terminal } from './terminal.ts'

/** What 128 + SIGINT is to every shell. */
const INTERRUPTED = 130

const GENERAL: ParseArgsOptionsConfig = {
  json: { type: 'boolean' },
  text: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  as: { type: 'string' },
}

export interface Surroundings {
  readonly out: Outlet
  readonly err: Outlet
  readonly environment: NodeJS.ProcessEnv
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
}

/** Runs one command line and gives its exit code; every failure is told, none is thrown. */
export async function runCommandLine(
  commands: readonly AnyCommand[],
  words: readonly string[],
  { out, err, environment, signal }: Surroundings,
): Promise<number> {
  const json = words.includes('--json') || (out.isTTY !== true && !words.includes('--text'))
  const screen = terminal(json, out, err)
  try {
    const [name, ...rest] = commandFirst(words)
    if (name === undefined || name === 'help' || name.startsWith('-')) return help(commands, rest, out)
    const [command, args] = findCommand(commands, [name, ...rest])
    const input = parse(command, args)
    if (input.values.help) return write(out, usageText(command))
    checkPositionals(command, input)
    const shell: Shell = { config: readConfig(environment), terminal: screen, signal }
    return 'runInShell' in command ? await command.runInShell(shell, input) : await onGround(command, shell, input)
  } catch (error) {
    if (signal.aborted && isAbort(error, signal)) return INTERRUPTED
    return tell(error, screen, environment)
  }
}

/** `zhike --as Z001 assess …` is `zhike assess … --as Z001`: general options may stand before the command too. */
function commandFirst(words: readonly string[]): string[] {
  let start = 0
  while (words[start]?.startsWith('-')) start += words[start] === '--as' ? 2 : 1
  return [...words.slice(start), ...words.slice(0, start)]
}

function help(commands: readonly AnyCommand[], words: readonly string[], out: Outlet): number {
  const wanted = words.filter((word) => !word.startsWith('-'))
  return write(out, wanted.length === 0 ? helpText(commands) : usageText(findCommand(commands, wanted)[0]))
}

function write(out: Outlet, lines: readonly string[]): number {
  out.write(`${lines.join('\n')}\n`)
  return 0
}

/** @throws app.badArguments */
function parse(command: AnyCommand, args: string[]): CommandInput {
  try {
    const options = { ...command.options, ...GENERAL }
    const { positionals, values } = parseArgs({ args, options, allowPositionals: true, strict: true })
    return { positionals, values: values as CommandInput['values'] }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (!code?.startsWith('ERR_PARSE_ARGS')) throw error
    const option = /'(-[^']*)'/.exec(message)?.[1] ?? ''
    const reason = code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' ? `没有选项 ${option}` : `选项 ${option} 的写法不对`
    throw failures.badArguments({ reason, usage: `${command.name} ${command.usage}` }, { cause: error })
  }
}

/** @throws app.badArguments */
function checkPositionals({ name, usage, positionals: [least, most] = [0, 0] }: AnyCommand, input: CommandInput): void {
  const { length } = input.positionals
  if (length >= least && length <= most) return
  const reason = length < least ? '缺少必需的内容' : `多余的“${input.positionals[most]}”`
  throw failures.badArguments({ reason, usage: `${name} ${usage}` })
}

async function onGround(command: Command, shell: Shell, input: CommandInput): Promise<number> {
  const { terminal: screen, signal } = shell
  const ground = await openGround(shell.config)
  try {
    await startModules(ground)
    const login = input.values.as
    const principal =
      typeof login === 'string' ? await ground.transact(SYSTEM, (ctx) => principalOfStaff(ctx, login)) : SYSTEM
    const code = await command.run({ ground, principal, signal, ...screen }, input)
    return signal.aborted && code === 0 ? INTERRUPTED : code
  } finally {
    await sealAtEnd(ground)
    await ground.stop()
  }
}

/** With ZHIKE_LOG=debug the stack of a defect is shown, for who develops. */
function tell(error: unknown, screen: Terminal, { ZHIKE_LOG }: NodeJS.ProcessEnv): number {
  const failure = present(error)
  screen.fail(failure)
  if (failure.kind === 'defect' && (ZHIKE_LOG === 'debug' || ZHIKE_LOG === 'trace')) console.error(error)
  return EXIT_CODES[failure.kind]
}

/** Stopping is what was asked for; anything else that goes wrong meanwhile is told. */
function isAbort(error: unknown, signal: AbortSignal): boolean {
  return error === signal.reason || (error instanceof Error && error.name === 'AbortError')
}
