import { runCommandLine } from './command-line/run.ts'
import { commands } from './commands.ts'

// Ctrl-C once asks the command to stop at its next safe point; twice, or after a closed terminal, ends the process.
const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stop.signal.aborted) process.exit(130)
    stop.abort(new Error(signal))
  })
}
// A reader that has seen enough (`zhike … | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

process.exitCode = await runCommandLine(commands, process.argv.slice(2), {
  out: process.stdout,
  err: process.stderr,
  environment: process.env,
  signal: stop.signal,
})
