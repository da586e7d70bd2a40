import type { Outlet } from './terminal.ts'

const DRAW_MS = 100
const WIDTH = 24

/** One line that is drawn over and over; on no terminal, nothing. */
export function progressBar(err: Outlet, now: () => number) {
  let drawn = false
  let last = Number.NEGATIVE_INFINITY
  let begun: { at: number; done: number; label: string } | undefined
  const clear = () => {
    if (drawn) err.write('\r\x1b[2K')
    drawn = false
  }
  return {
    clear,
    show(done: number, total: number | undefined, label: string) {
      if (!err.isTTY) return
      if (begun?.label !== label) begun = { at: now(), done, label }
      if (now() - last < DRAW_MS && done !== total) return
      last = now()
      err.write(`\r\x1b[2K${barLine(done, total, label, now() - begun.at, begun.done)}`)
      drawn = true
      if (done === total) err.write('\n')
      if (done === total) drawn = false
    },
  }
}

/** `导入 ████████░░░░ 45%  45,000 / 100,000  还需 12 秒`; `from` is where the count stood when the clock was started. */
export function barLine(done: number, total: number | undefined, label: string, elapsedMs: number, from = 0): string {
  const count = done.toLocaleString('en-US')
  if (total === undefined) return `${label}  ${count}`
  const part = total === 0 ? 1 : Math.min(1, done / total)
  const filled = Math.round(part * WIDTH)
  const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled)
  const left = done > from && done < total ? `  还需 ${duration((elapsedMs * (total - done)) / (done - from))}` : ''
  return `${label} ${bar} ${Math.floor(part * 100)}%  ${count} / ${total.toLocaleString('en-US')}${left}`
}

function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  return seconds < 60 ? `${seconds} 秒` : `${Math.ceil(seconds / 60)} 分钟`
}
