import { describeConfig } from '../platform/config.ts'
import type { ShellCommand } from './command-line/catalogue.ts'

export const configCommand: ShellCommand = {
  name: 'config',
  summary: '列出全部运行配置及其来源',
  usage: '',
  options: {},
  async runInShell({ config, terminal }) {
    for (const { variable, title, value, origin } of describeConfig(config)) {
      terminal.print(
        `${variable.padEnd(16)} ${value}  （${title}；${origin === 'environment' ? '环境变量' : '默认值'}）`,
      )
      terminal.emit({ variable, title, value, origin })
    }
    return 0
  },
}
