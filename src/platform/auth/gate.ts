/** Lets `width` pieces of work in at a time and keeps at most `queue` waiting; any more is refused with `full()`. */
export function gate(width: number, queue: number, full: () => Error): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let inside = 0
  return async (work) => {
    if (inside >= width) {
      if (waiting.length >= queue) throw full()
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else {
      inside += 1
    }
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else inside -= 1
    }
  }
}
