/** One line of the table that `npm run bench` prints: some work, done by Zhike and by its peer in the same run. */
export interface BenchRow {
  readonly work: string
  readonly zhike: string
  readonly peer: string
  /** Zhike's time over the peer's, or the peer's rate under Zhike's: what the bar is about. */
  readonly ratio: string
  readonly bar: string
  readonly note?: string
}

/** Prints rows under a title, columns aligned by display width. */
export function printTable(title: string, rows: readonly BenchRow[], print = console.log): void {
  const header = { work: 'work', zhike: 'Zhike', peer: 'peer', ratio: 'ratio', bar: 'bar', note: '' }
  const lines = [header, ...rows].map(({ work, zhike, peer, ratio, bar, note = '' }) => [
    work,
    zhike,
    peer,
    ratio,
    bar,
    note,
  ])
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => widthOf(line[column]!))))
  print(`\n${title}`)
  for (const line of lines) {
    print(
      line
        .map((cell, column) => cell + ' '.repeat(widths[column]! - widthOf(cell)))
        .join('  ')
        .trimEnd(),
    )
  }
}

/** A Chinese character takes two columns. */
function widthOf(text: string): number {
  return [...text].reduce(
    (sum, sign) => sum + (/[\u1100-\u115f\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]/.test(sign) ? 2 : 1),
    0,
  )
}

/**
 * Runs two kinds of work in turn, each turn after `before`, and answers the shortest time of each in milliseconds: what else the machine does can only
 * lengthen one.
 */
export async function interleave(
  rounds: number,
  ours: (round: number) => Promise<unknown>,
  theirs: (round: number) => Promise<unknown>,
  before: (round: number) => Promise<unknown> = async () => {},
): Promise<{ ours: number; theirs: number }> {
  const best = { ours: Number.POSITIVE_INFINITY, theirs: Number.POSITIVE_INFINITY }
  for (let round = 0; round < rounds; round++) {
    await before(round)
    best.ours = Math.min(best.ours, await timed(() => ours(round)))
    best.theirs = Math.min(best.theirs, await timed(() => theirs(round)))
  }
  return best
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`
}

/** The largest resident size of this process so far, in MiB. */
export function peakMemory(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024)
}
