import { spawn } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** Who runs a command: a uid and gid, and an environment as that user would have on a machine that knows nothing of this checkout. */
export interface Person {
  readonly name: string
  readonly uid: number
  readonly gid: number
  readonly home: string
  readonly env: NodeJS.ProcessEnv
}

const NOBODY = 65534

/** An empty folder of mode 700 that belongs to the person, and the person: root or whoever runs this, or the ordinary user `nobody`. */
export function newcomer(kind: 'self' | 'ordinary'): Person {
  const self = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
  const { uid, gid } = kind === 'self' ? self : { uid: NOBODY, gid: NOBODY }
  const home = mkdtempSync(join(tmpdir(), `zhike-newcomer-${kind}-`))
  chmodSync(home, 0o700)
  if (uid !== self.uid) chownSync(home, uid, gid)
  const PATH = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((part) => !part.includes('node_modules'))
    .join(delimiter)
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|ZHIKE_|DATABASE_URL|NODE_|INIT_CWD|PORT$|HOST$)/.test(name),
  )
  return { name: kind, uid, gid, home, env: { ...Object.fromEntries(kept), PATH, HOME: home, PORT: '0' } }
}

export interface Outcome {
  readonly code: number | null
  readonly output: string
}

/** Runs a shell line in `folder` as the person, and waits for its end. */
export async function sh(person: Person, folder: string, line: string, seconds = 240): Promise<Outcome> {
  const running = start(person, folder, line)
  const timer = setTimeout(() => running.signal('SIGKILL'), seconds * 1000)
  const code = await running.ended
  clearTimeout(timer)
  return { code, output: running.output() }
}

export interface Running {
  /** Signals the whole group, as a terminal does on Ctrl-C: npm passes SIGINT on to nobody. */
  signal(name: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): void
  readonly ended: Promise<number | null>
  output(): string
  /** Resolves once the output matches; rejects, with the output, if the process ends or the time runs out before. */
  says(pattern: RegExp, seconds: number): Promise<RegExpExecArray>
}

export function start(person: Person, folder: string, line: string): Running {
  const ids = process.getuid?.() === 0 ? { uid: person.uid, gid: person.gid } : {}
  const child = spawn('sh', ['-c', `exec ${line}`], { cwd: folder, env: person.env, detached: true, ...ids })
  let text = ''
  const take = (chunk: Buffer) => {
    text += chunk.toString()
  }
  child.stdout.on('data', take)
  child.stderr.on('data', take)
  const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)))
  const says = async (pattern: RegExp, seconds: number) => {
    const until = Date.now() + seconds * 1000
    while (Date.now() < until && child.exitCode === null) {
      const match = pattern.exec(text)
      if (match) return match
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    const match = pattern.exec(text)
    if (match) return match
    throw new Error(`never said ${pattern}:\n${text}`)
  }
  const signal = (name: 'SIGINT' | 'SIGTERM' | 'SIGKILL') => void process.kill(-child.pid!, name)
  return { signal, ended, output: () => text, says }
}
