/** The candidate fewest edits away from `word`, where that is few enough to be a slip of the finger. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined
  let fewest = Math.max(1, Math.floor(word.length / 3)) + 1
  for (const candidate of candidates) {
    const edits = editDistance(word, candidate)
    if (edits < fewest) [best, fewest] = [candidate, edits]
  }
  return best
}

/** Insertions, deletions and replacements of one character, and two neighbours exchanged. @source optimal string alignment */
export function editDistance(from: string, to: string): number {
  const rows = [Array.from({ length: to.length + 1 }, (_, column) => column)]
  for (let line = 1; line <= from.length; line += 1) {
    const row = [line]
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = rows[line - 1]![column - 1]! + (from[line - 1] === to[column - 1] ? 0 : 1)
      const exchanged = from[line - 1] === to[column - 2] && from[line - 2] === to[column - 1]
      row.push(
        Math.min(
          replaced,
          rows[line - 1]![column]! + 1,
          row[column - 1]! + 1,
          exchanged ? rows[line - 2]![column - 2]! + 1 : Number.POSITIVE_INFINITY,
        ),
      )
    }
    rows.push(row)
  }
  return rows[from.length]![to.length]!
}
