import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse'
import type { CustomerDraft } from '../domain.ts'
import { claimsOf } from '../save-plan.ts'
import type { Line } from './columns.ts'
import type { InspectedFile } from './inspect.ts'
import type { RowProblem, RowReader } from './row-reader.ts'
import { SeenKeys } from './seen-keys.ts'

/** A row of the file on its way: its draft, or its problems. */
export interface FileRow extends Line {
  readonly draft: CustomerDraft
  readonly problems: readonly RowProblem[]
}

/** The records of an inspected file without its header. Records of another width come as they are. */
async function* records(file: InspectedFile): AsyncGenerator<string[]> {
  const parser = parse({ delimiter: file.delimiter, from: 2, relax_column_count: true, skip_empty_lines: true })
  // An error of either end destroys the parser and so comes out of the loop.
  pipeline(decoded(file), parser).catch(() => {})
  for await (const record of parser) yield record as string[]
}

async function* decoded(file: InspectedFile): AsyncGenerator<string> {
  const decoder = new TextDecoder(file.encoding, { fatal: true })
  for await (const bytes of createReadStream(file.path, { highWaterMark: 1 << 18 })) {
    yield decoder.decode(bytes as Buffer, { stream: true })
  }
  yield decoder.decode()
}

/**
 * Reads the file in chunks of `size` rows, each row checked by itself and against the rows before it. Rows up to `skip` are read
 * again for their keys only: a resumed import knows what the file had before.
 */
export async function* readChunks(
  file: InspectedFile,
  reader: RowReader,
  size: number,
  skip: number,
): AsyncGenerator<FileRow[]> {
  const seen = new SeenKeys()
  let chunk: FileRow[] = []
  let row = 1
  for await (const cells of records(file)) {
    row++
    const line = { row, cells }
    const { draft, problems } = reader.read(line)
    const repeated = problems.length > 0 ? [] : repeatedKeys(seen, reader, line, draft)
    if (row - 1 <= skip) continue
    chunk.push({ row, cells, draft, problems: repeated.length > 0 ? repeated : problems })
    if (chunk.length === size) {
      yield chunk
      chunk = []
    }
  }
  if (chunk.length > 0) yield chunk
}

/** A sound row takes its keys; a later row with one of them cannot be right as well. */
function repeatedKeys(seen: SeenKeys, reader: RowReader, line: Line, draft: CustomerDraft): RowProblem[] {
  const claims = claimsOf(draft)
  const problems: RowProblem[] = []
  for (const { kind, value, field } of claims) {
    const first = seen.find(`${kind} ${value}`)
    if (first !== undefined) problems.push(reader.problemOf(line, field, `与第 ${first} 行重复`))
  }
  if (problems.length === 0) for (const { kind, value } of claims) seen.add(`${kind} ${value}`, line.row)
  return problems
}
