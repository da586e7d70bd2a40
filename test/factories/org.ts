import { type LoadedBooks, loadOrganisation, type OrganisationTree } from '../../src/modules/org/index.ts'
import type { Ground } from '../../src/platform/ground.ts'
import { SYSTEM } from '../../src/platform/principal.ts'

/** 总行 with two branches; in each a head (H1, H2), a manager with a book (M1, M2) and a teller (T1, T2); an administrator A1. */
export const TWO_BRANCHES: OrganisationTree = {
  units: [
    { code: 'Z', name: '青禾农村商业银行', kind: '总行' },
    { code: 'B1', name: '城关支行', kind: '支行', parent: 'Z' },
    { code: 'B2', name: '石桥支行', kind: '支行', parent: 'Z' },
  ],
  staff: [
    { code: 'A1', name: '安启明', posts: [{ unit: 'Z', post: 'administrator' }] },
    { code: 'R1', name: '江映雪', posts: [{ unit: 'Z', post: 'credit_reviewer' }] },
    ...['1', '2'].flatMap((n) => [
      { code: `H${n}`, name: n === '1' ? '梁慕远' : '郝振东', posts: [{ unit: `B${n}`, post: 'branch_head' }] },
      { code: `M${n}`, name: n === '1' ? '何晓棠' : '马立强', posts: [{ unit: `B${n}`, post: 'customer_manager' }] },
      { code: `T${n}`, name: n === '1' ? '于晓慧' : '董雪', posts: [{ unit: `B${n}`, post: 'teller' }] },
    ]),
  ],
  books: [
    { unit: 'B1', name: '何晓棠', staff: 'M1' },
    { unit: 'B2', name: '马立强', staff: 'M2' },
  ],
}

export function loadTwoBranches(ground: Ground): Promise<LoadedBooks> {
  return ground.transact(SYSTEM, (ctx) => loadOrganisation(ctx, TWO_BRANCHES))
}
