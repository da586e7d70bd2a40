/**
 * Where a decision, limit, task or refusal comes from: one clause of one version of one policy document.
 * Resolved at run time from a hook; code never writes one down.
 */
export interface ClauseRef {
  /** The document's id, `key-account`. */
  readonly document: string
  /** The document's title, without 《》. */
  readonly title: string
  readonly version: number
  /** The clause's number in the document's own way of counting, `第四条第一款`. */
  readonly clause: string
}

/** As a screen and a sentence show it: 依据《大客户管理办法》第四条第一款. */
export function citation(ref: ClauseRef): string {
  return `《${ref.title}》${ref.clause}`
}
