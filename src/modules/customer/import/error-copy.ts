import { type FileHandle, open } from 'node:fs/promises'
import { stringify } from 'csv-stringify/sync'
import iconv from 'iconv-lite'
import { failures } from '../failures.ts'
import type { Encoding } from './inspect.ts'
import { ERROR_COLUMN, type RowProblem } from './row-reader.ts'

/**
 * The user's own file with only the rejected rows and the reason behind each: same encoding, same delimiter, so that it can be
 * corrected and imported as it is. Made when the first row is rejected.
 */
export class ErrorCopy {
  readonly #path: string
  readonly #encoding: Encoding
  readonly #delimiter: string
  readonly #header: readonly string[]
  readonly #errorAt: number
  #file: FileHandle | undefined
  #size: number
  #pending: string[][] = []

  /** `size`: how long the file was at the checkpoint from which the import goes on; what is behind is written again. */
  constructor(path: string, shape: { encoding: Encoding; delimiter: string; header: readonly string[] }, size: number) {
    this.#path = path
    this.#encoding = shape.encoding
    this.#delimiter = shape.delimiter
    const at = shape.header.findIndex((name) => name.trim() === ERROR_COLUMN)
    this.#errorAt = at === -1 ? shape.header.length : at
    this.#header = withCell(shape.header, this.#errorAt, ERROR_COLUMN)
    this.#size = size
  }

  /** Goes back to a length: a chunk that is tried again writes its rows again. */
  restart(size: number): void {
    this.#size = size
    this.#pending = []
  }

  add(cells: readonly string[], problems: readonly RowProblem[]): void {
    const reason = problems.map(({ column, reason }) => `${column}：${reason}`).join('；')
    this.#pending.push(withCell(cells, this.#errorAt, reason))
  }

  /** Writes what was added and makes it durable; answers the file's length for the checkpoint. */
  async flush(): Promise<number> {
    if (this.#pending.length === 0) return this.#size
    try {
      this.#file ??= await this.#start()
      const rows = this.#size === 0 ? [[...this.#header], ...this.#pending] : this.#pending
      const text = stringify(rows, { delimiter: this.#delimiter, record_delimiter: 'windows' })
      const bom = this.#size === 0 && this.#encoding === 'utf-8'
      const bytes = iconv.encode(text, this.#encoding, { addBOM: bom })
      await this.#file.write(bytes, 0, bytes.length, this.#size)
      await this.#file.sync()
      this.#size += bytes.length
      this.#pending = []
      return this.#size
    } catch (error) {
      throw this.#unwritable(error)
    }
  }

  async #start(): Promise<FileHandle> {
    const file = await open(this.#path, this.#size === 0 ? 'w' : 'r+', 0o600)
    await file.truncate(this.#size)
    return file
  }

  async close(): Promise<void> {
    await this.#file?.close()
  }

  #unwritable(error: unknown): unknown {
    const causes: Readonly<Record<string, string>> = {
      ENOSPC: '磁盘已满。',
      EACCES: '没有写入权限。',
      EROFS: '文件系统是只读的。',
      ENOENT: '所在的文件夹不存在，或文件在导入期间被移走。',
      EISDIR: '这是一个文件夹。',
    }
    const cause = causes[(error as { code?: string }).code ?? '']
    return cause === undefined ? error : failures.cannotWrite({ file: this.#path, cause }, { cause: error })
  }
}

function withCell(cells: readonly string[], at: number, text: string): string[] {
  const copy = [...cells]
  while (copy.length < at) copy.push('')
  copy[at] = text
  return copy
}
