import { type LocalDate, parseLocalDate } from '../../kernel/local-date.ts'
import type { Command, CommandIo } from '../../platform/command.ts'
import { DEFAULT_SEED } from './customer.ts'
import { failures } from './failures.ts'
import { type DemoOptions, loadDemo } from './load.ts'

const DEFAULT_SIZE = 2_000
const MOST = 10_000_000
/** Eight quarters before it the shipped policies must be in force. */
const EARLIEST = '2023-01-01'

const demoLoad: Command = {
  name: 'demo load',
  summary: '装入演示银行：机构、员工、客户、数据项、月末余额，并按四部制度评定',
  usage: `[--size 客户数] [--seed 种子] [--anchor 日期]

  --size    客户数，默认 ${DEFAULT_SIZE}
  --seed    种子，默认 ${DEFAULT_SEED}；种子、客户数和日期相同，得到的银行逐字节相同
  --anchor  演示的“今天”，默认取第一次装入的那一天

重复装入不改变任何数据。超过一万户时不装入历史月末余额。`,
  options: { size: { type: 'string' }, seed: { type: 'string' }, anchor: { type: 'string' } },
  async run(io, { values }) {
    const anchor = anchorOf(io, values.anchor)
    const loaded = await loadDemo(io.ground, {
      size: wholeNumber(values.size, 1, MOST, DEFAULT_SIZE, (size) => failures.badSize({ size, most: MOST })),
      seed: wholeNumber(values.seed, 0, 2 ** 31 - 1, DEFAULT_SEED, (seed) => failures.badSeed({ seed })),
      ...(anchor && { anchor }),
      signal: io.signal,
      onProgress: io.progress,
    } satisfies DemoOptions)
    const { created, updated, unchanged, grades } = loaded
    io.emit({ event: 'done', ...loaded })
    io.print(
      `演示银行已装入，演示的“今天”是 ${loaded.anchor}。客户：新建 ${created}，更新 ${updated}，未变 ${unchanged}。`,
    )
    for (const [document, counts] of Object.entries(grades)) {
      const shown = Object.entries(counts).map(([grade, count]) => `${grade} ${count}`)
      io.print(`${document}：${shown.join('，')}`)
    }
    return 0
  },
}

export const demoCommands: readonly Command[] = [demoLoad]

type Written = string | boolean | undefined

function wholeNumber(
  written: Written,
  low: number,
  high: number,
  otherwise: number,
  wrong: (text: string) => Error,
): number {
  if (written === undefined) return otherwise
  const value = Number(written)
  if (!/^\d+$/.test(String(written)) || value < low || value > high) throw wrong(String(written))
  return value
}

function anchorOf(io: CommandIo, written: Written): LocalDate | undefined {
  if (written === undefined) return undefined
  const anchor = parseLocalDate(String(written))
  const today = io.ground.clock.today()
  if (anchor === undefined || anchor < EARLIEST || anchor > today)
    throw failures.badAnchor({ anchor: String(written), today })
  return anchor
}
