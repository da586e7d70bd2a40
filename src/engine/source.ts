/** A piece of text and where it stands: a whole file, or one cell of a table in it. Positions are 1-based, columns in code points. */
export interface Source {
  readonly file: string
  readonly text: string
  /** Line and column of the text's first character in the file. */
  readonly line: number
  readonly column: number
}

/** A half-open range of UTF-16 offsets in a source's text. */
export interface Span {
  readonly start: number
  readonly end: number
}

export interface Position {
  readonly file: string
  readonly line: number
  readonly column: number
}

export function source(text: string, file = '', line = 1, column = 1): Source {
  return { file, text, line, column }
}

/** Where offset `at` of the source stands in its file. */
export function positionOf(from: Source, at: number): Position {
  const before = from.text.slice(0, at).split('\n')
  const last = before.at(-1) ?? ''
  const width = [...last].length
  return before.length === 1
    ? { file: from.file, line: from.line, column: from.column + width }
    : { file: from.file, line: from.line + before.length - 1, column: width + 1 }
}
