import type { Presented } from '../../platform/presenter.ts'
import { progressBar } from './progress-bar.ts'

/** Where a command writes: results to the output, all else to the error output, so that a pipe carries results only. */
export interface Terminal {
  readonly json: boolean
  print(line: string): void
  emit(event: Record<string, unknown>): void
  progress(done: number, total: number | undefined, label: string): void
  fail(failure: Presented, traceId?: string): void
}

export interface Outlet {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

const EVENT_MS = 500

export function terminal(json: boolean, out: Outlet, err: Outlet, now: () => number = Date.now): Terminal {
  const bar = progressBar(err, now)
  let told = Number.NEGATIVE_INFINITY
  return {
    json,
    print(line) {
      bar.clear()
      if (!json) out.write(`${line}\n`)
    },
    emit(event) {
      if (json) out.write(`${JSON.stringify(event)}\n`)
    },
    progress(done, total, label) {
      if (!json) return bar.show(done, total, label)
      if (now() - told < EVENT_MS && done !== total) return
      told = now()
      out.write(`${JSON.stringify({ progress: { done, total: total ?? null, label } })}\n`)
    },
    fail(failure) {
      bar.clear()
      const { kind: _kind, ...error } = failure
      if (json) out.write(`${JSON.stringify({ error })}\n`)
      err.write(`${sentences(failure).join('\n')}\n`)
    },
  }
}

const SHOWN_DETAILS = 20

function sentences({ code, what, why, next, clause, details }: Presented): string[] {
  const more = details.length - SHOWN_DETAILS
  return [
    `✗ ${what}（${code}）`,
    ...(clause ? [`  依据 ${clause.citation}`] : []),
    ...(why ? [`  ${why}`] : []),
    ...details.slice(0, SHOWN_DETAILS).map(({ where, message }) => `  · ${where}${where ? '：' : ''}${message}`),
    ...(more > 0 ? [`  · 另有 ${more} 处，从略`] : []),
    `  ${next}`,
  ]
}
