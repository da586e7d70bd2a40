import type { Principal } from '../principal.ts'

/** Who has not signed in: no act, no range. */
export const ANONYMOUS: Principal = Object.freeze({
  id: '00000000-0000-7000-8000-000000000000',
  kind: 'link',
  name: '未登录',
  acts: new Set<string>(),
  lo: 1,
  hi: 0,
  granted: [],
})
