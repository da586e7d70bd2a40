import { createHash } from 'node:crypto'

/** One file of a document's folder, by its name in the folder. */
export interface PolicyFile {
  readonly file: string
  readonly text: string
}

/** A folder with a `document.md`: one version of one document. */
export interface PolicyFolder {
  /** Where it was read, for messages only. */
  readonly path: string
  readonly files: readonly PolicyFile[]
}

/** 起草 / 施行 / 废止. Only what is active decides; what was active can still be replayed. */
export type VersionState = 'draft' | 'active' | 'repealed'

export interface PolicyVersion {
  readonly documentId: string
  readonly version: number
  readonly title: string
  /** The subject that the rules are about. */
  readonly subject: string
  /** Unit codes, each with all below it; empty for 全行. */
  readonly units: readonly string[]
  readonly state: VersionState
  readonly effectiveOn: string
  readonly repealedOn: string | null
  /** SHA-256 of the texts, in hex. */
  readonly digest: string
}

/** Book numbers from `lo` to `hi`, both included. */
export interface BookRange {
  readonly lo: number
  readonly hi: number
}

/** A version with the books of its units; one range, from the first book to the last, where it holds for 全行. */
export interface PlacedVersion {
  readonly version: PolicyVersion
  readonly ranges: readonly BookRange[]
}

/** A stretch of books and the version that decides for them. */
export interface Segment extends BookRange {
  readonly version: number
}

/** SHA-256 over names and texts in the order of the names, each with its length, so that no two folders share one by shifting text. */
export function digestOf(files: readonly PolicyFile[]): string {
  const hash = createHash('sha256')
  for (const { file, text } of sortFiles(files)) {
    const body = Buffer.from(text, 'utf8')
    hash.update(`${file.length}:${file}${body.length}:`).update(body)
  }
  return hash.digest('hex')
}

/** `document.md` first, then the articles by number. */
export function sortFiles(files: readonly PolicyFile[]): PolicyFile[] {
  const rank = ({ file }: PolicyFile) => (file === 'document.md' ? '' : file)
  return files.toSorted((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0))
}

/** Whether the version decides on `date` (施行 and not yet 废止), whatever its units. */
export function decidesOn(version: PolicyVersion, date: string): boolean {
  return (
    version.state !== 'draft' &&
    version.effectiveOn <= date &&
    (version.repealedOn === null || date < version.repealedOn)
  )
}

/**
 * Which version decides for which books of `range`: of those that hold for a book, the latest effective one, and of two of one
 * day the higher number. Books for which none holds are in no segment.
 */
export function segmentsOf(placed: readonly PlacedVersion[], range: BookRange): Segment[] {
  const newest = placed.toSorted(
    (a, b) => compare(b.version.effectiveOn, a.version.effectiveOn) || b.version.version - a.version.version,
  )
  const starts = new Set([range.lo])
  for (const { lo, hi } of placed.flatMap(({ ranges }) => ranges)) starts.add(lo).add(hi + 1)
  const cuts = [...starts].filter((cut) => cut >= range.lo && cut <= range.hi).sort((a, b) => a - b)
  const segments: Segment[] = []
  for (const [index, lo] of cuts.entries()) {
    const hi = (cuts[index + 1] ?? range.hi + 1) - 1
    const holder = newest.find(({ ranges }) => ranges.some((held) => held.lo <= lo && lo <= held.hi))
    if (!holder) continue
    const last = segments.at(-1)
    if (last?.version === holder.version.version && last.hi + 1 === lo) segments[segments.length - 1] = { ...last, hi }
    else segments.push({ lo, hi, version: holder.version.version })
  }
  return segments
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
