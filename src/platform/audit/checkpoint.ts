import { createReadStream, existsSync } from 'node:fs'
import { appendFile, mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'

/** The head of the chain after a seal, as a line outside the database: who rewrites the database cannot rewrite it too. */
export interface Checkpoint {
  readonly sealNo: number
  readonly at: string
  readonly total: number
  /** Hexadecimal. */
  readonly digest: string
}

const TAIL_BYTES = 4_096

export function checkpointFile(dataDir: string): string {
  return join(dataDir, 'audit', 'checkpoints.jsonl')
}

/** The line break before each line ends one that a crash cut short. */
export async function appendCheckpoints(dataDir: string, checkpoints: readonly Checkpoint[]): Promise<void> {
  if (checkpoints.length === 0) return
  const file = checkpointFile(dataDir)
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const text = checkpoints.map((line) => `\n${JSON.stringify(line)}`).join('')
  await appendFile(file, text, { mode: 0o600, flush: true })
}

/** All of them in order; a line that is none is passed over. */
export async function readCheckpoints(dataDir: string): Promise<Checkpoint[]> {
  const file = checkpointFile(dataDir)
  if (!existsSync(file)) return []
  const checkpoints: Checkpoint[] = []
  for await (const line of createInterface({ input: createReadStream(file) })) checkpoints.push(...parseLine(line))
  return checkpoints
}

/** From the end of the file, which grows by a line a minute for years. */
export async function lastCheckpoint(dataDir: string): Promise<Checkpoint | undefined> {
  const file = checkpointFile(dataDir)
  if (!existsSync(file)) return undefined
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    const { buffer, bytesRead } = await handle.read({
      buffer: Buffer.alloc(TAIL_BYTES),
      position: Math.max(0, size - TAIL_BYTES),
    })
    return buffer.toString('utf8', 0, bytesRead).split('\n').flatMap(parseLine).at(-1)
  } finally {
    await handle.close()
  }
}

function parseLine(line: string): Checkpoint[] {
  try {
    return [JSON.parse(line) as Checkpoint]
  } catch {
    return []
  }
}
