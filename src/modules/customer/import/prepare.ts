import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Context } from '../../../platform/context.ts'
import { failures } from '../failures.ts'
import { targetFields } from './fields.ts'
import { type InspectedFile, inspectFile } from './inspect.ts'
import { type Mapping, mappingByHeader, readMapping } from './mapping.ts'
import { createRowReader, type RowReader } from './row-reader.ts'

export interface PreparedImport {
  readonly file: InspectedFile
  readonly mapping: Mapping
  readonly reader: RowReader
}

export interface ImportSource {
  readonly file: string
  /** The mapping's text and its file's name; undefined: columns are fields of the same name. */
  readonly mapping?: { readonly text: string; readonly file: string } | undefined
}

/** Everything that can be wrong before the first row: mapping, file, encoding, header. Changes nothing. */
export async function prepareImport(ctx: Pick<Context, 'db' | 'today'>, source: ImportSource): Promise<PreparedImport> {
  const given = source.mapping && readMapping(source.mapping.text, source.mapping.file)
  const file = await inspectFile(source.file, { encoding: given?.encoding, delimiter: given?.delimiter })
  const name = basename(source.file)
  if (file.supposed && !file.header.some((column) => /\P{ASCII}/u.test(column))) {
    throw failures.badEncoding({ file: name, cause: '文件不是 UTF-8；可能是 GB18030，但表头没有中文，无法证实。' })
  }
  const mapping = given ?? mappingByHeader(file.header)
  const reader = createRowReader({
    mapping,
    mappingFile: source.mapping?.file ?? name,
    file: name,
    header: file.header,
    fields: await targetFields(ctx),
    today: ctx.today,
  })
  return { file, mapping, reader }
}

/** The text of a mapping file. */
export async function loadMapping(path: string): Promise<{ text: string; file: string }> {
  try {
    return { text: await readFile(path, 'utf8'), file: basename(path) }
  } catch (error) {
    const { code } = error as { code?: string }
    const cause = code === 'ENOENT' ? '文件不存在。' : code === 'EACCES' ? '没有读取权限。' : undefined
    if (cause === undefined) throw error
    throw failures.fileMissing({ file: path, cause }, { cause: error })
  }
}
