/** Who acts: a person of staff, a portal user, the holder of a link, or a service. */
export interface Principal {
  /** UUID of the row in `principal`. */
  readonly id: string
  readonly kind: 'staff' | 'outside' | 'link' | 'service'
  readonly name: string
  /** Permission names it may do, `customer.read`; `*` is every act. */
  readonly acts: ReadonlySet<string>
  /** First and last book number of its range; `lo > hi` is no range at all. */
  readonly lo: number
  readonly hi: number
  /** Party ids shared with it beyond the range. */
  readonly granted: readonly string[]
}

/** The first and last number that `scope_no int` can hold. */
export const WHOLE_RANGE = { lo: 0, hi: 2_147_483_647 } as const

/** Unattended work: the full range and every act. Its row is inserted by the first migration. */
export const SYSTEM: Principal = Object.freeze({
  id: '00000000-0000-7000-8000-000000000001',
  kind: 'service',
  name: '系统',
  acts: new Set(['*']),
  ...WHOLE_RANGE,
  granted: [],
})

export function mayDo(principal: Principal, act: string): boolean {
  return principal.acts.has(act) || principal.acts.has('*')
}
