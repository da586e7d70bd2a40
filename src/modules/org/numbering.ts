/** Book numbers from `lo` to `hi`, both included. */
export interface BookSpan {
  readonly lo: number
  readonly hi: number
}

export interface TreeNode {
  readonly code: string
  readonly children: readonly TreeNode[]
}

/** The one institution's span. Zero and what lies above stay free: the whole range of a service is wider than any unit's. */
export const INSTITUTION: BookSpan = { lo: 1, hi: 2 ** 30 }

/** A unit narrower than this can hold neither books of its own nor a unit below it. */
const NARROWEST = 16
/** One part in eight of a unit's span is for its own books; below that stand the units under it. */
const OWN_PARTS = 8

/** The span of the books that are the unit's own and no lower unit's: the first part of its span. */
export function ownSpan({ lo, hi }: BookSpan): BookSpan {
  return { lo, hi: lo + Math.floor((hi - lo + 1) / OWN_PARTS) - 1 }
}

/**
 * Numbers a tree in pre-order, with gaps: a subtree is one range, and half of each unit's room stays free for units to come.
 * @returns undefined where the tree is too deep or too broad for the span.
 */
export function numberTree(root: TreeNode, span: BookSpan): Map<string, BookSpan> | undefined {
  const spans = new Map<string, BookSpan>()
  const fits = place(root, span)
  return fits ? spans : undefined

  function place(node: TreeNode, { lo, hi }: BookSpan): boolean {
    if (hi - lo + 1 < NARROWEST) return false
    spans.set(node.code, { lo, hi })
    const first = ownSpan({ lo, hi }).hi + 1
    const room = Math.floor((hi - first + 1) / 2)
    const total = node.children.reduce((sum, child) => sum + sizeOf(child), 0)
    let at = first
    return node.children.every((child) => {
      const width = Math.floor((room * sizeOf(child)) / total)
      const placed = place(child, { lo: at, hi: at + width - 1 })
      at += width
      return placed
    })
  }
}

/**
 * Room for one more unit under `parent`: a sixteenth of what is still free behind the last one, so that room never runs out at once.
 * @returns undefined where too little is left.
 */
export function roomUnder(parent: BookSpan, children: readonly BookSpan[]): BookSpan | undefined {
  const lo = Math.max(ownSpan(parent).hi, ...children.map(({ hi }) => hi)) + 1
  const width = Math.floor((parent.hi - lo + 1) / 16)
  return width < NARROWEST ? undefined : { lo, hi: lo + width - 1 }
}

function sizeOf(node: TreeNode): number {
  return node.children.reduce((sum, child) => sum + sizeOf(child), 1)
}
