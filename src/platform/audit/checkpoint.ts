import { createReadStream, existsSync } from 'node:fs'
import { appendFile, mkdir } from 'node:fs/promises'
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

export function checkpointFile(dataDir: string): string {
  return join(dataDir, 'audit', 'checkpoints.jsonl')
}

export async function appendCheckpoints(dataDir: string, checkpoints: readonly Checkpoint[]): Promise<void> {
  if (checkpoints.length === 0) return
  const file = checkpointFile(dataDir)
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await appendFile(file, checkpoints.map((line) => `${JSON.stringify(line)}\n`).join(''), { mode: 0o600, flush: true })
}

/** In order. A last line that a crash cut short is passed over: the next run writes it again. */
export async function readCheckpoints(dataDir: string): Promise<Checkpoint[]> {
  const file = checkpointFile(dataDir)
  if (!existsSync(file)) return []
  const checkpoints: Checkpoint[] = []
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const checkpoint = parseLine(line)
    if (checkpoint) checkpoints.push(checkpoint)
  }
  return checkpoints
}

function parseLine(line: string): Checkpoint | undefined {
  try {
    return JSON.parse(line) as Checkpoint
  } catch {
    return undefined
  }
}
