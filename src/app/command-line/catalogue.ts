import type { Command, CommandInput } from '../../platform/command.ts'
import type { Config } from '../../platform/config.ts'
import { failures } from '../failures.ts'
import { nearest } from './nearest.ts'
import type { Terminal } from './terminal.ts'

/** A command of the application itself, which opens what it needs: `config` must answer where no database runs. */
export interface ShellCommand extends Omit<Command, 'run'> {
  runInShell(shell: Shell, input: CommandInput): Promise<number>
}

export interface Shell {
  readonly config: Config
  readonly terminal: Terminal
  readonly signal: AbortSignal
}

export type AnyCommand = Command | ShellCommand

/** Splits words into a command and its arguments; a name of two words goes before one of one. @throws app.unknownCommand */
export function findCommand(commands: readonly AnyCommand[], words: readonly string[]): [AnyCommand, string[]] {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(' ')
    const found = words.length >= length && commands.find((command) => command.name === name)
    if (found) return [found, words.slice(length)]
  }
  throw failures.unknownCommand({ name: words[0] ?? '', hint: hintFor(commands, words) })
}

function hintFor(commands: readonly AnyCommand[], words: readonly string[]): string {
  const names = commands.map(({ name }) => name)
  const family = names.filter((name) => name.startsWith(`${words[0]} `))
  if (family.length > 0) return `${words[0]} 有：${family.join('、')}。`
  const near = nearest(words.slice(0, 2).join(' '), names) ?? nearest(words[0] ?? '', names)
  return near === undefined ? '' : `您是否想用 zhike ${near}？`
}

export function helpText(commands: readonly AnyCommand[]): string[] {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 2
  return [
    '知客 · 制度即程序',
    '',
    '用法：zhike 命令 [参数]',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`),
    '',
    '通用选项：',
    '  --as 工号   以该员工的权限和可见范围执行；默认为本机操作员',
    '  --json      输出 JSON，每行一个；输出接到管道时即为默认',
    '  --text      接到管道时也输出文字',
    '  --help      查看命令的用法',
  ]
}

export function usageText({ name, summary, usage }: AnyCommand): string[] {
  return [summary, '', `用法：zhike ${name} ${usage}`.trimEnd()]
}
